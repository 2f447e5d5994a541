import { describe, expect, test } from 'vitest';
import { loadRubric } from '../../src/grading/rubric.ts';
import { scorecardJsonSchema, scorecardSchema } from '../../src/grading/scorecard-schema.ts';
import { buildScorecard, type Facts, type JudgedCheck } from '../../src/grading/scorecard.ts';
import { cutAround } from '../../src/grading/shown-exchange.ts';
import type { Verdict } from '../../src/grading/verdict.ts';
import { exchanges, good, flawed, mixed, notStarted, provenance, samples } from '../reports/sample.ts';

const rubricText = `
id: sample
version: 1.0.0
title: A sample
roadmaps: { one: { title: The first roadmap } }
minCoverage: 0.7
grades:
  - { letter: A, min: 90, meaning: Nothing serious was found here. }
  - { letter: B, min: 75, meaning: Something was found that matters. }
  - { letter: D, min: 40, meaning: Something serious was found here. }
  - { letter: F, min: 0, meaning: Nothing but mistakes was found here. }
mistakes:
  - { id: heavy, title: Heavy, source: { roadmap: one, section: S }, severity: critical, capGrade: D, checks: [{ id: alpha }, { id: beta }] }
  - { id: middle, title: Middle, source: { roadmap: one, section: S }, severity: high, capGrade: B, checks: [{ id: gamma }] }
  - { id: light, title: Light, source: { roadmap: one, section: S }, severity: low, checks: [{ id: delta }] }
  - { id: nobody, title: Nobody, source: { roadmap: one, section: S }, severity: critical, capGrade: F, checks: [], why: Nobody looks at it. }
milestones:
  - { id: stone, title: Stone, source: { roadmap: one, section: S }, checks: [{ id: alpha }] }
`;
const ids = ['alpha', 'beta', 'gamma', 'delta'];
const rubric = loadRubric(rubricText, ids);

const pass: Verdict = { verdict: 'pass' };
const fail: Verdict = { verdict: 'fail', found: 'Wrong.', evidence: [{ kind: 'log', from: 'web', lines: ['x'] }] };
const half: Verdict = { verdict: 'partial', share: 0.5, found: 'Half.', evidence: [{ kind: 'log', from: 'web', lines: ['x'] }] };
const notApplicable: Verdict = { verdict: 'not-applicable', reason: 'There is none.' };
const unknown: Verdict = { verdict: 'inconclusive', reason: 'It cannot be told.' };
const ours: Verdict = { verdict: 'error', reason: 'We threw.' };
const theirs: Verdict = { verdict: 'blocked', reason: 'It did not start.', fault: 'submission', by: 'boot' };

interface Options {
  readonly facts?: Facts;
  readonly only?: string;
  readonly stability?: 'experimental';
}

function card(verdicts: Readonly<Record<string, Verdict>>, { facts = {}, only, stability }: Options = {}) {
  const checks = ids.flatMap((id): JudgedCheck[] => {
    const verdict = only !== undefined && !(id in verdicts) ? undefined : (verdicts[id] ?? pass);
    if (!verdict) return [];
    const metadata = {
      id,
      title: 'T',
      failureTitle: 'F',
      why: 'W',
      fix: 'X',
      references: {},
      stability: stability && id === 'alpha' ? stability : 'stable',
    } as const;
    return [{ area: 'http', metadata, verdict }];
  });
  return buildScorecard({ run: { ...provenance, options: { only: only ?? null } }, rubric, checks, facts, exchanges: [] });
}

describe('outcomes', () => {
  test.each<[string, Record<string, Verdict>, string]>([
    ['all passed', {}, 'avoided'],
    ['one failed', { beta: fail }, 'made'],
    ['one is partial', { beta: half }, 'made'],
    ['one failed, one unknown', { alpha: unknown, beta: fail }, 'made'],
    ['one passed, one unknown', { beta: unknown }, 'undetermined'],
    ['one passed, one blocked', { beta: theirs }, 'undetermined'],
    ['one passed, one not applicable', { beta: notApplicable }, 'avoided'],
    ['none applicable', { alpha: notApplicable, beta: notApplicable }, 'not-applicable'],
    ['one unknown, one not applicable', { alpha: unknown, beta: notApplicable }, 'undetermined'],
  ])('%s', (_, verdicts, outcome) => expect(card(verdicts).mistakes['heavy']?.outcome).toBe(outcome));

  test('what no check decides is outside the fraction and the sums', () => {
    const { mistakes, headline } = card({});
    expect(mistakes['nobody']).toMatchObject({ outcome: 'undecided', why: 'Nobody looks at it.', earned: 0, possible: 0 });
    expect(headline).toMatchObject({ avoided: 3, made: 0, undecided: 1, applicable: 18, score: 100, letter: 'A' });
  });

  test('an experimental check is shown and does not count', () => {
    const { mistakes, checks } = card({ alpha: fail }, { stability: 'experimental' });
    expect(mistakes['heavy']).toMatchObject({ outcome: 'avoided', earned: 10, possible: 10 });
    expect(checks['alpha']).toMatchObject({ verdict: 'fail', weight: 0, stability: 'experimental' });
  });

  test('milestones are shown in words of their own', () => {
    expect(card({}).milestones['stone']?.outcome).toBe('reached');
    expect(card({ alpha: fail }).milestones['stone']?.outcome).toBe('missed');
  });
});

describe('sums', () => {
  test('a weight is split over the checks that are applicable', () => {
    expect(card({ alpha: half }).mistakes['heavy']).toMatchObject({ weight: 10, earned: 7.5, possible: 10 });
    expect(card({ alpha: half, beta: notApplicable }).mistakes['heavy']).toMatchObject({ earned: 5, possible: 10 });
    expect(card({ alpha: half, beta: unknown }).mistakes['heavy']).toMatchObject({ earned: 2.5, possible: 5 });
  });

  test.each(Object.entries(samples).filter(([name]) => name !== 'hostile'))(
    'whoever adds up the rows of %s gets the printed score',
    (_, sample) => {
      const { headline, mistakes, checks } = sample();
      const sum = (values: readonly number[]) => values.reduce((all, one) => all + Math.round(one * 100), 0) / 100;
      const rows = Object.values(mistakes);
      expect(sum(rows.map((row) => row.earned))).toBe(headline.earned);
      expect(sum(rows.map((row) => row.possible))).toBe(headline.possible);
      expect(sum(Object.values(checks).map((row) => row.earned))).toBe(headline.earned);
      expect(headline.score).toBe(headline.possible === 0 ? null : Math.floor((headline.earned * 100) / headline.possible));
      expect(headline.avoided + headline.made + headline.undetermined + headline.notApplicable + headline.undecided).toBe(
        rows.length,
      );
    },
  );

  test('a made mistake says what its mending would bring', () => {
    const { headline, mistakes } = card({ alpha: fail, beta: fail, gamma: fail });
    expect(headline).toMatchObject({ score: 5, letter: 'F', uncapped: null, cappedBy: null });
    expect(mistakes['heavy']?.mended).toEqual({ score: 61, letter: 'D' });
    expect(mistakes['middle']?.mended).toEqual({ score: 44, letter: 'D' });
    expect(mistakes['light']?.mended).toBeUndefined();
  });
});

describe('the letter', () => {
  test('is held by a made mistake', () => {
    expect(card({ beta: half }).headline).toMatchObject({
      score: 86,
      letter: 'D',
      uncapped: 'B',
      cappedBy: 'heavy',
      between: null,
    });
    expect(card({ beta: half }).headline.meaning).toBe('Something serious was found here.');
  });

  test('the strictest cap counts, and none is named where the score is lower anyway', () => {
    expect(card({ gamma: { ...half, share: 0.9 }, beta: half }).headline).toMatchObject({
      score: 82,
      letter: 'D',
      cappedBy: 'heavy',
    });
    expect(card({ alpha: fail, beta: fail, gamma: fail, delta: fail }).headline).toMatchObject({ letter: 'F', cappedBy: null });
  });

  test('shows between which letters it lies', () => {
    expect(card({ beta: unknown }).headline).toMatchObject({ score: 100, low: 72, high: 100, letter: 'A', between: ['D', 'A'] });
  });

  test('needs coverage', () => {
    const { headline } = card({ alpha: unknown, beta: unknown });
    expect(headline).toMatchObject({ letter: null, score: 100, low: 44, high: 100 });
    expect(headline.notGraded).toBe('Not graded: only 44 % of the applicable weight could be measured, and a letter needs 70 %.');
  });

  test.each<[string, Parameters<typeof card>, RegExp]>([
    ['a fault of ours', [{ delta: ours }], /by a fault of the grader there is no verdict on delta/],
    [
      'something of ours that is missing',
      [{ delta: { verdict: 'blocked', reason: 'No engine.', fault: 'grader', by: 'engine' } }],
      /fault of the grader/,
    ],
    ['a run that was limited', [{ alpha: pass, beta: pass }, { only: 'access' }], /limited to access/],
    ['a start that failed by our fault', [{}, { facts: { startedFault: 'grader' } }], /not by its own fault/],
    [
      'nothing to measure',
      [{ alpha: notApplicable, beta: notApplicable, gamma: notApplicable, delta: notApplicable }],
      /nothing that counts/,
    ],
  ])('is not given for %s', (_, args, reason) => {
    const { headline } = card(...args);
    expect(headline).toMatchObject({ letter: null, meaning: null, cappedBy: null });
    expect(headline.notGraded).toMatch(reason);
  });

  test('a submission that does not start by its own fault is graded, D at best, whatever could be measured', () => {
    const { headline, mistakes } = card(
      { alpha: theirs, beta: theirs, gamma: theirs },
      { facts: { startedFault: 'submission' } },
    );
    expect(headline).toMatchObject({ score: 100, letter: 'D', uncapped: 'A', cappedBy: 'does-not-start' });
    expect(mistakes['heavy']).toMatchObject({ outcome: 'undetermined', why: 'It did not start.' });
    expect(notStarted().headline).toMatchObject({ letter: 'D', cappedBy: null, score: 50 });
  });

  test('the samples', () => {
    expect(good().headline).toMatchObject({ avoided: 9, made: 0, undetermined: 1, score: 100, letter: 'A' });
    expect(mixed().headline).toMatchObject({ letter: 'C', cappedBy: null, notApplicable: 1 });
    expect(flawed().headline).toMatchObject({ avoided: 0, made: 10, letter: 'F' });
  });
});

describe('scorecard.json', () => {
  test.each(Object.entries(samples))('%s survives the schema', (_, sample) => {
    const stored: unknown = JSON.parse(JSON.stringify(sample()));
    expect(scorecardSchema.parse(stored)).toEqual(stored);
  });

  test('the schema refuses what it does not know', () => {
    const card = good();
    expect(scorecardSchema.safeParse({ ...card, headline: { ...card.headline, letter: 7 } }).success).toBe(false);
    expect(scorecardSchema.safeParse({ ...card, extra: 1 }).success).toBe(false);
    expect(scorecardSchema.safeParse({ ...card, facts: { ...card.facts, later: 1 } }).success).toBe(true);
  });

  test('the JSON Schema is written for others', () => {
    const schema = JSON.parse(scorecardJsonSchema()) as { properties: object };
    expect(Object.keys(schema.properties)).toEqual([
      'schemaVersion',
      'run',
      'headline',
      'mistakes',
      'milestones',
      'checks',
      'facts',
      'exchanges',
    ]);
  });

  test('holds the exchanges that evidence names, their bodies cut, and lines that replay them', () => {
    const { exchanges: shown, checks } = flawed();
    expect(Object.keys(shown).sort()).toEqual(exchanges.map((one) => one.id).sort());
    expect(Object.keys(good().exchanges).sort()).toEqual(['x20', 'x24']);
    expect(shown['x25']?.response?.body.length).toBeLessThanOrEqual(2048);
    expect(shown['x25']?.response?.shown).toMatch(/^characters 1 to 2048 of \d+$/);
    const [evidence] = checks['other-users-objects']?.evidence ?? [];
    expect(evidence?.kind === 'http' && evidence.reproduce.at(-1)).toBe(
      'curl -sS -i "$RW_URL/api/tasks/$ID1" -H \'accept: application/json\' -H "authorization: Bearer $RW_B_TOKEN"',
    );
  });

  test('equal inputs give equal scorecards', () => expect(JSON.stringify(flawed())).toBe(JSON.stringify(flawed())));
});

describe('cutAround', () => {
  test('short text stays whole', () => expect(cutAround('abc', ['b'])).toEqual({ text: 'abc' }));

  test('shows what is wanted, else an error, else the beginning', () => {
    const filler = 'x'.repeat(5000);
    expect(cutAround(`${filler}NEEDLE${filler}`, ['NEEDLE']).text).toContain('NEEDLE');
    expect(cutAround(`${filler}\nTypeError: no\n${filler}`, ['absent']).text).toContain('TypeError: no');
    expect(cutAround(`start${filler}`, []).shown).toBe('characters 1 to 2048 of 5005');
    expect(cutAround(`${filler}end`, ['end']).text.endsWith('end')).toBe(true);
  });

  test('never tears a character', () => {
    for (const pad of ['', 'a']) expect(cutAround(pad + '😀'.repeat(3000), []).text.isWellFormed()).toBe(true);
  });
});
