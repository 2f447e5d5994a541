import { defineCheck } from '../../src/grading/check.ts';
import { counted } from '../../src/grading/wording.ts';

export default defineCheck({
  id: 'thin-readme',
  title: 'The README tells a stranger enough',
  failureTitle: 'The README tells a stranger too little',
  why: 'The README is the first thing that a reviewer opens, and often the only one. What it does not say, nobody tries.',
  fix: 'Say in a sentence what the project does, then the commands that start it, the settings that it needs, and its endpoints or where they are described.',
  references: { cwe: 1059 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  judge({ readings: { readme, above, envFiles }, survey }) {
    if (readme === null) {
      const outside = above.find((name) => /^readme/i.test(name));
      if (outside !== undefined)
        return {
          verdict: 'inconclusive',
          reason: `The graded folder has none, and the ${outside} of the repository around it was not read.`,
        };
      return {
        verdict: 'fail',
        found: 'There is no README.',
        evidence: [{ kind: 'table', columns: ['Looked for', 'Found'], rows: [['README at the top, in docs/ or below', 'none']] }],
      };
    }
    const { path, purpose, start, use, settings, words, template } = readme;
    // what needs no setting has none to explain
    const hasSettings = survey.envExamples.length + envFiles.length + survey.envCopies.length > 0 || settings !== null;
    const told: [string, number | null][] = [
      ['what it is', template === null ? purpose : null],
      ['how it is started', start],
      ['endpoints, or where they are described', use],
      ...(hasSettings ? [['settings', settings] satisfies [string, number | null]] : []),
    ];
    const there = told.filter(([, line]) => line !== null);
    const lacking = told.filter(([, line]) => line === null).map(([what]) => what);
    if (lacking.length === 0) return { verdict: 'pass', found: `${path}: ${told.map(([what]) => what).join(', ')}.` };
    const generated = template === null ? '' : ` It is what the generator of ${template} wrote.`;
    const found = `${path} (${counted(words, 'word')} of its own) does not tell ${lacking.join(', nor ')}.${generated}`;
    const evidence = [
      {
        kind: 'table' as const,
        columns: ['What a stranger needs', 'In the README'],
        rows: told.map(([what, line]) => [what, line === null ? 'no' : `line ${line}`]),
      },
    ] as const;
    if (there.length <= 1) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: there.length / told.length, found, evidence };
  },
});
