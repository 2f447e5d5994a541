import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkIds as allCheckIds } from '../../src/commands/load-checks.ts';
import { findRubric, ownRubrics } from '../../src/commands/load-rubric.ts';
import { RoadworthyError } from '../../src/errors.ts';
import { loadRubric, rubricJsonSchema, SEVERITY_WEIGHT, type Rubric } from '../../src/grading/rubric.ts';

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
    if (error instanceof RoadworthyError) return [error.message.replace(/^.* cannot be used: /, ''), ...error.detail];
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
    ['an alias bomb', () => `a: &a [1]\nb: [${'*a, '.repeat(30)}]\n`, 'Excessive alias count'],
    ['a title that is missing', (text) => text.replace('title: A sample\n', ''), 'title: is missing'],
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

describe('a rubric that selects from another', () => {
  const others = { sample: valid, 'selection-itself': 'id: selection-itself\nfrom: sample\ntitle: x\nroadmap: one\n' };
  const load = (text: string) =>
    loadRubric(`id: own\ntitle: Our course\nfrom: sample\n${text}\n`, checkIds, { name: 'own.yaml', others });

  test('takes what one roadmap names, with the sources in that roadmap, and everything else as it is', () => {
    const rubric = load('roadmap: two');
    const whole = loadRubric(valid, checkIds);
    expect(rubric).toMatchObject({ id: 'own', title: 'Our course', version: '1.2.0', minCoverage: 0.7, grades: whole.grades });
    expect(rubric.mistakes).toEqual([{ ...whole.mistakes[1], source: [{ roadmap: 'The second roadmap', section: 'Step 3' }] }]);
    expect(rubric.milestones).toEqual(whole.milestones);
  });

  test('takes mistakes and milestones by their ids, and has letters of its own', () => {
    const rubric = load(
      'version: 3.0.0\nonly: [first-mistake]\nminCoverage: 0.5\ngrades: [{ letter: B, min: 50, meaning: Enough for a pass. }, { letter: F, min: 0, meaning: Not enough for a pass. }]',
    );
    expect(rubric).toMatchObject({ version: '3.0.0', minCoverage: 0.5 });
    expect(rubric.grades.map((grade) => grade.letter)).toEqual(['B', 'F']);
    expect(rubric.mistakes.map((one) => one.id)).toEqual(['first-mistake']);
    expect(rubric.milestones).toEqual([]);
  });

  test('its hash changes with either text', () => {
    const { hash } = load('roadmap: two');
    expect(load('roadmap: two # a comment').hash).not.toBe(hash);
    const changed = { sample: `${valid}# a comment\n` };
    const text = 'id: own\ntitle: Our course\nfrom: sample\nroadmap: two\n';
    expect(loadRubric(text, checkIds, { others: changed }).hash).not.toBe(loadRubric(text, checkIds, { others }).hash);
  });

  test.each<[string, string, string]>([
    ['a roadmap that is not there', 'roadmap: three', 'roadmap: "three" is not one of the roadmaps one, two'],
    [
      'an id that is not there',
      'only: [first-mistake, third]',
      'only[1]: "third" is neither a mistake nor a milestone of sample',
    ],
    ['nothing to select', 'version: 1.0.0', 'rubric: says neither roadmap nor only'],
    ['milestones alone', 'only: [first-milestone]', 'only: no mistake of sample is selected'],
    ['mistakes of its own', 'roadmap: one\nmistakes: []', 'rubric: Unrecognized key: "mistakes"'],
    [
      'letters without one that a mistake holds to',
      'roadmap: one\ngrades: [{ letter: P, min: 50, meaning: Enough for a pass. }, { letter: N, min: 0, meaning: Not enough for a pass. }]',
      'grades: the letter B is missing, to which "first-mistake" holds',
    ],
    [
      'bands that are not ordered',
      'only: [second-mistake]\ngrades: [{ letter: P, min: 50, meaning: Enough for a pass. }, { letter: N, min: 60, meaning: Not enough for a pass. }]',
      'grades[1].min: must be below 50',
    ],
  ])('refuses %s, and says where', (_, text, problem) => {
    expect(() => load(text)).toThrow(`The rubric own.yaml cannot be used: ${problem}`);
  });

  test.each(['nobody', 'selection-itself', 'constructor'])('refuses to select from %s', (from) => {
    const text = `id: own\ntitle: x\nfrom: ${from}\nroadmap: one\n`;
    expect(() => loadRubric(text, checkIds, { others })).toThrow(`from: "${from}" is not one of the whole rubrics sample`);
  });
});

describe('the rubrics that roadworthy brings', async () => {
  const rubrics = await ownRubrics();
  const joined = await findRubric('backend-roadmap');
  const entries = (rubric: Rubric) => [...rubric.mistakes, ...rubric.milestones].map((one) => one.id);

  test('there is one for each roadmap, and together they are the joined one', () => {
    const roadmaps = new Set(
      [...joined.mistakes, ...joined.milestones].flatMap((one) => one.source.map((source) => source.roadmap)),
    );
    const parts = rubrics.filter((one) => one.id !== joined.id);
    expect(parts).toHaveLength(roadmaps.size);
    expect(new Set(parts.flatMap(entries))).toEqual(new Set(entries(joined)));
    for (const part of parts)
      expect(
        new Set([...part.mistakes, ...part.milestones].flatMap((one) => one.source.map((source) => source.roadmap))).size,
        part.id,
      ).toBe(1);
  });

  test('a mistake means, weighs and is decided alike in each of them', () => {
    for (const mistake of rubrics.flatMap((one) => one.mistakes)) {
      const { source, ...rest } = mistake;
      expect(joined.mistakes.find((one) => one.id === mistake.id)).toMatchObject(rest);
      expect(source.length).toBeGreaterThan(0);
    }
  });

  test('ids are the names of the files', () => {
    const files = readdirSync(new URL('../../rubrics/', import.meta.url)).filter((name) => name.endsWith('.yaml'));
    expect(rubrics.map((one) => `${one.id}.yaml`).sort()).toEqual(files.sort());
  });
});

describe('rubrics/backend-roadmap.yaml', async () => {
  const rubric = await findRubric('backend-roadmap');

  test('has every check in a mistake or a milestone', () => {
    const decided = [...rubric.mistakes, ...rubric.milestones].flatMap((one) => one.checks.map((check) => check.id));
    expect(allCheckIds.filter((id) => !decided.includes(id))).toEqual([]);
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
