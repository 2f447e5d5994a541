import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type SecretFinding = Artifacts['readings']['secrets'][number];

export default defineCheck({
  id: 'secret-in-history',
  title: 'No deleted secret stays in the history',
  failureTitle: 'A deleted secret stays in the history',
  why: 'Every clone brings all commits along, and programs search public histories for keys within minutes. Deleting the line hides the secret from nobody but its author.',
  fix: 'Replace the secret where it is used, so that the old value opens nothing any more. Then, if you like, rewrite the history with git filter-repo before others build on it.',
  references: { cwe: 540, owaspApi: 'API8:2023' },
  stability: 'stable',
  needs: ['readings'],
  judge({ readings: { secrets, history, envFiles } }) {
    if (!history.available)
      return {
        verdict: 'inconclusive',
        reason: `${history.reason ?? 'The history was not given.'} ${history.todo ?? ''}`.trim(),
      };
    // an older value of a secret that still stands in that file is the same mistake, and is told there
    const told = new Set([
      ...secrets.filter((one) => one.where === 'work-tree' && one.confidence === 'certain').map(({ path }) => path),
      ...envFiles.filter((one) => one.committed === true && one.secrets.length > 0).map(({ path }) => path),
    ]);
    const past = secrets.filter((one) => one.where === 'history' && !told.has(one.path));
    const certain = past.filter((one) => one.confidence === 'certain');
    const [first, ...others] = certain.map(evidenceOf);
    if (first)
      return {
        verdict: 'fail',
        found: `${counted(certain.length, 'secret')} in earlier commits and no longer in the files: ${places(certain)}.`,
        evidence: [first, ...others.slice(0, 9)],
      };
    if (!history.complete)
      return {
        verdict: 'inconclusive',
        reason: `None in the newest ${counted(history.commitsRead, 'commit')}; the history is longer than what is read of it.`,
      };
    const removed = history.removedEnvFiles.length;
    const notes = [
      removed > 0
        ? `${counted(removed, 'env file was', 'env files were')} removed, without such a value in ${removed === 1 ? 'it' : 'them'}`
        : '',
      past.length > 0 ? `${counted(past.length, 'value')} looked like one without being certain: ${places(past)}` : '',
    ].filter((note) => note !== '');
    return {
      verdict: 'pass',
      found: `No secret was left behind in ${counted(history.commitsRead, 'commit')}.${notes.map((note) => ` ${note}.`).join('')}`,
    };
  },
});

const places = (findings: readonly SecretFinding[]) =>
  [...new Set(findings.map((one) => `${one.path} in ${(one.commit ?? '').slice(0, 7)}`))].slice(0, 5).join(', ');

function evidenceOf({ path, line, snippet, commit, rule, kind, valueLength }: SecretFinding): Evidence {
  const note = `${kind.replaceAll('-', ' ')} of ${valueLength} characters (${rule}), deleted since`;
  return { kind: 'source', path, line, snippet, ...(commit !== undefined && { commit }), note };
}
