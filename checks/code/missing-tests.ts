import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';

/** Fewer than these are a beginning: a register, a login and one kind of record take as many. */
const ENOUGH = 5;

export default defineCheck({
  id: 'missing-tests',
  title: 'The code has tests of its own',
  failureTitle: 'There are no tests',
  why: 'Nobody can change the code and know that it still works. A reviewer cannot tell what its author believes it does.',
  fix: 'Write a test for each endpoint that starts the app, sends a request, and compares status and body; begin with register, login and one refused request.',
  references: { cwe: 1053 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  judge({ readings: { tests, above }, survey }) {
    if (tests.real >= ENOUGH)
      return { verdict: 'pass', found: `${counted(tests.cases, 'test case')} in ${counted(tests.files, 'file')}.` };
    if (tests.real > 0)
      return {
        verdict: 'partial',
        share: tests.real / ENOUGH,
        found: `${counted(tests.real, 'test case')} that compares something${tests.examples > 0 ? `, beside ${counted(tests.examples, 'generated example')}` : ''}.`,
        evidence: firstOf(tests.biggest.map((one) => fileEvidence(one, counted(one.cases, 'test case')))),
      };
    if (tests.unclear > 0)
      return {
        verdict: 'inconclusive',
        reason: `${counted(tests.unclear, 'test case')} in ${tests.biggest[0]?.path ?? 'the tests'}, and how they compare anything was not understood.`,
      };
    if (tests.examples > 0)
      return {
        verdict: 'fail',
        found: `${counted(tests.examples, 'test case')}, and all are examples that a generator wrote or compare a constant with itself.`,
        evidence: firstOf(tests.exampleFiles.map((one) => fileEvidence(one, 'an example'))),
      };
    const folder = above.find((name) => /^(?:tests?|__tests__|specs?|e2e)$/i.test(name));
    if (folder !== undefined)
      return {
        verdict: 'inconclusive',
        reason: `The graded folder has none, and the repository around it has a folder "${folder}", which was not read.`,
      };
    const empty = survey.tests.slice(0, 5);
    return {
      verdict: 'fail',
      found:
        empty.length > 0
          ? `No test case; ${empty.join(', ')} ${empty.length === 1 ? 'holds' : 'hold'} none.`
          : 'No test file and no test case.',
      evidence: [
        {
          kind: 'table',
          columns: ['Language', 'Files', 'Test cases'],
          rows: survey.languages.slice(0, 5).map(({ name, files }) => [name, files, 0]),
          note: 'Looked for by the names and beginnings that the test runners of these languages look for.',
        },
      ],
    };
  },
});

function fileEvidence({ path, line, snippet }: { path: string; line: number; snippet: string }, note: string): Evidence {
  return { kind: 'source', path, line, snippet, note };
}

function firstOf(evidence: readonly Evidence[]): readonly [Evidence, ...Evidence[]] {
  const [first, ...rest] = evidence;
  if (!first) throw new Error('a case was counted and its file is not listed');
  return [first, ...rest];
}
