import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RoadworthyError } from '../../src/errors.ts';
import { checkIds as allChecks } from '../../src/commands/load-checks.ts';
import { loadRubric, rubricJsonSchema, SEVERITY_WEIGHT } from '../../src/grading/rubric.ts';

const checkIds = ['alpha', 'beta', 'gamma'];

const valid = `
id: sample
version: 1.2.0
title: A sample
roadmaps:
  one: { title: The first roadmap }
  two: { title: The second roadmap }
minCoverage: 0.7
grades:
  - { letter: A, min: 90, meaning: Nothing serious was found here. }
  - { letter: B, min: 50, meaning: Something serious was found here. }
  - { letter: C, min: 0, meaning: Nothing but mistakes was found here. }
mistakes:
  - id: first-mistake
    title: Doing the first thing wrong
    source: { roadmap: one, section: Common mistakes }
    severity: critical
    capGrade: B
    checks: [{ id: alpha }, { id: beta, share: 0.5 }]
  - id: second-mistake
    title: Doing the second thing wrong
    source: [{ roadmap: one, section: Step 2 }, { roadmap: two, section: Step 3 }]
    severity: low
    checks: []
    why: It would take a reader.
milestones:
  - id: first-milestone
    title: The first thing is there
    source: { roadmap: two, section: Step 4 }
    checks: []
    why: Nothing looks for it yet.
`;

function problemsOf(text: string): readonly string[] {
  try {
    loadRubric(text, checkIds);
  } catch (error) {
    if (error instanceof RoadworthyError) return error.detail;
    throw error;
  }
  return [];
}

describe('loadRubric', () => {
  test('reads mistakes, milestones and sources', () => {
    const rubric = loadRubric(valid, checkIds);
    expect(rubric).toMatchObject({ id: 'sample', version: '1.2.0', minCoverage: 0.7 });
    expect(rubric.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(rubric.mistakes[0]).toMatchObject({
      source: [{ roadmap: 'The first roadmap', section: 'Common mistakes' }],
      exemptible: true,
      checks: [
        { id: 'alpha', share: 1 },
        { id: 'beta', share: 0.5 },
      ],
    });
    expect(rubric.mistakes[1]?.source).toHaveLength(2);
    expect(rubric.milestones[0]).toMatchObject({ id: 'first-milestone', checks: [] });
  });

  test('the hash is that of the text', () => {
    expect(loadRubric(valid, checkIds).hash).not.toBe(loadRubric(`${valid}# a comment\n`, checkIds).hash);
  });

  test.each<[string, (text: string) => string, string]>([
    ['an unknown check', (text) => text.replace('id: alpha', 'id: alhpa'), 'mistakes[0].checks[0].id: '],
    ['an unknown key', (text) => text.replace('severity: critical', 'severity: critical\n    weigth: 3'), 'mistakes[0]: '],
    ['an unknown severity', (text) => text.replace('severity: critical', 'severity: huge'), 'mistakes[0].severity: '],
    ['a cap that names no letter', (text) => text.replace('capGrade: B', 'capGrade: E'), 'mistakes[0].capGrade: '],
    ['bands that are not ordered', (text) => text.replace('min: 50', 'min: 95'), 'grades[1].min: '],
    ['a lowest band above 0', (text) => text.replace('min: 0,', 'min: 10,'), 'grades[2].min: '],
    ['one letter twice', (text) => text.replace('letter: C', 'letter: A'), 'grades[2].letter: '],
    ['a letter without a meaning', (text) => text.replace('Nothing serious was found here.', '""'), 'grades[0].meaning: '],
    ['one id twice', (text) => text.replace('id: second-mistake', 'id: first-mistake'), 'mistakes[1].id: '],
    [
      'a milestone with the id of a mistake',
      (text) => text.replace('id: first-milestone', 'id: first-mistake'),
      'milestones[0].id: ',
    ],
    [
      'a check in two mistakes',
      (text) => text.replace('checks: []\n    why: It would take a reader.', 'checks: [{ id: beta }]'),
      'mistakes[1].checks[0].id: ',
    ],
    ['a check twice in one mistake', (text) => text.replace('id: beta, share', 'id: alpha, share'), 'mistakes[0].checks[1].id: '],
    ['no checks and no why', (text) => text.replace('    why: It would take a reader.\n', ''), 'mistakes[1].why: '],
    ['checks and a why', (text) => text.replace('capGrade: B', 'why: Because it is so.'), 'mistakes[0].why: '],
    [
      'an unknown roadmap',
      (text) => text.replace('roadmap: two, section: Step 3', 'roadmap: three, section: Step 3'),
      'mistakes[1].source[1].roadmap: ',
    ],
    ['a share of nothing', (text) => text.replace('share: 0.5', 'share: 0'), 'mistakes[0].checks[1].share: '],
    ['a coverage above 1', (text) => text.replace('minCoverage: 0.7', 'minCoverage: 70'), 'minCoverage: '],
    ['a version that is none', (text) => text.replace('version: 1.2.0', 'version: 1'), 'version: '],
    ['an id with capitals', (text) => text.replace('id: sample', 'id: Sample'), 'id: '],
    ['text that is not YAML', () => 'mistakes: [', 'line 1'],
    ['a key twice', (text) => `${text}\nid: other\n`, 'line '],
    ['a YAML list', () => '- 1', 'rubric: '],
  ])('refuses %s, and says where', (_, spoil, where) => {
    const spoilt = spoil(valid);
    expect(spoilt).not.toBe(valid);
    const problems = problemsOf(spoilt);
    expect(
      problems.some((problem) => problem.startsWith(where)),
      problems.join('\n'),
    ).toBe(true);
  });

  test('the message names the first problem, and how many there are', () => {
    expect(() =>
      loadRubric(valid.replace('severity: critical', 'severity: huge').replace('id: alpha', 'id: alhpa'), checkIds),
    ).toThrow(/mistakes\[0\].+ \(2 problems\)/);
  });
});

test('the JSON Schema for editors knows the checks', () => {
  const schema = JSON.stringify(rubricJsonSchema(checkIds));
  expect(schema).toContain('"gamma"');
  expect(schema).toContain('"additionalProperties":false');
});

describe('rubrics/backend-roadmap.yaml', () => {
  const rubric = loadRubric(readFileSync(new URL('../../rubrics/backend-roadmap.yaml', import.meta.url), 'utf8'), allChecks);

  test('has each check in a mistake or a milestone', () => {
    const named = [...rubric.mistakes, ...rubric.milestones].flatMap((entry) => entry.checks.map((check) => check.id));
    expect([...new Set(named)].sort()).toEqual([...allChecks].sort());
  });

  test('an A needs no made mistake of high severity or above', () => {
    const letters = rubric.grades.map((grade) => grade.letter);
    expect(letters).toEqual(['A', 'B', 'C', 'D', 'F']);
    for (const { id, severity, capGrade } of rubric.mistakes) {
      if (SEVERITY_WEIGHT[severity] >= SEVERITY_WEIGHT.high)
        expect(capGrade, id).toMatch(severity === 'high' ? /^[B-F]$/ : /^[C-F]$/);
    }
  });

  test('names all five roadmaps as sources', () => {
    const sources = [...rubric.mistakes, ...rubric.milestones].flatMap((one) => one.source.map((source) => source.roadmap));
    expect(new Set(sources).size).toBe(5);
  });

  test('copies no sentence: titles are short and each is said once', () => {
    const titles = [...rubric.mistakes, ...rubric.milestones].map((one) => one.title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title.length).toBeLessThan(70);
  });
});
