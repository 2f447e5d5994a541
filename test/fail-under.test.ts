import { describe, expect, test } from 'vitest';
import { exitCode, parseThreshold } from '../src/commands/fail-under.ts';
import { findRubric } from '../src/commands/load-rubric.ts';
import { loadRubric } from '../src/grading/rubric.ts';
import type { Scorecard } from '../src/grading/scorecard.ts';
import { stored } from './reports/stored.ts';

const rubric = await findRubric('backend-roadmap');
const code = (card: Scorecard, threshold: string) => exitCode(card, parseThreshold(threshold, rubric), rubric);

/** Score 69, letter C. */
const mixed = stored('mixed');
const without = (headline: Partial<Scorecard['headline']>): Scorecard => ({
  ...mixed,
  headline: { ...mixed.headline, ...headline },
});
const ourFault = (card: Scorecard): Scorecard => {
  const row = card.checks['missing-404'];
  if (!row) throw new Error('the sample has this check');
  return { ...card, checks: { ...card.checks, 'missing-404': { ...row, verdict: 'error', fault: 'grader' } } };
};

describe('--fail-under', () => {
  test.each([
    ['69', 0],
    ['70', 1],
    ['0', 0],
    ['100', 1],
    ['68.5', 0],
    ['C', 0],
    ['c', 0],
    ['D', 0],
    ['B', 1],
    ['A', 1],
  ])('%s, for score 69 and letter C, ends with %i', (threshold, expected) => expect(code(mixed, threshold)).toBe(expected));

  test('no letter counts as below; the score is compared all the same', () => {
    expect(code(without({ letter: null }), 'F')).toBe(1);
    expect(code(without({ letter: null }), '60')).toBe(0);
    expect(code(without({ score: null }), '0')).toBe(1);
  });

  test('where it is our fault that there is none, it is undecided', () => {
    expect(code(ourFault(without({ letter: null })), 'F')).toBe(2);
    expect(code(ourFault(without({ score: null })), '0')).toBe(2);
    expect(code(ourFault(mixed), 'C')).toBe(0);
  });

  test('without it, whatever was graded ends with 0', () => expect(exitCode(stored('flawed'), undefined, rubric)).toBe(0));

  test.each(['E', '101', '-1', '', ' ', '1e9', 'NaN'])('%j is neither a score nor a letter', (threshold) =>
    expect(() => parseThreshold(threshold, rubric)).toThrow(/takes a score from 0 to 100 or one of A, B, C, D, F/),
  );

  test('letters are those of the rubric', () => {
    const own = loadRubric(
      'id: own\ntitle: x\nfrom: sample\nonly: [a-mistake]\ngrades: [{ letter: OK, min: 50, meaning: Enough for a pass. }, { letter: NO, min: 0, meaning: Not enough for it. }]',
      ['x'],
      {
        others: {
          sample:
            'id: sample\nversion: 1.0.0\ntitle: x\nroadmaps: { one: { title: One } }\nminCoverage: 0.5\ngrades: [{ letter: A, min: 50, meaning: Enough for an A. }, { letter: F, min: 0, meaning: Not enough for it. }]\nmistakes: [{ id: a-mistake, title: x, source: { roadmap: one, section: x }, severity: low, checks: [{ id: x }] }]',
        },
      },
    );
    expect(parseThreshold('ok', own)).toEqual({ letter: 'OK' });
    expect(() => parseThreshold('A', own)).toThrow(/one of OK, NO/);
  });
});
