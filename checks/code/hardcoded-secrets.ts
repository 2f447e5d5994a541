import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type SecretFinding = Artifacts['readings']['secrets'][number];

export default defineCheck({
  id: 'hardcoded-secrets',
  title: 'Secrets come from the environment',
  failureTitle: 'Secrets stand in the code',
  why: 'Whoever reads the repository can sign tokens and log in as anybody. A secret that was pushed once stays in the history after it is deleted.',
  fix: 'Read secrets from environment variables, refuse to start without them, commit only an example file with empty values, and replace every secret that was ever pushed.',
  references: { cwe: 798, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: ['readings'],
  judge({ readings: { secrets, history } }) {
    const certain = secrets.filter((one) => one.confidence === 'certain');
    const [first, ...others] = certain.map(evidenceOf);
    if (first) {
      const past = certain.filter((one) => one.where === 'history').length;
      const where = past === 0 ? '' : past === certain.length ? ', in the history' : `, ${past} of them only in the history`;
      return {
        verdict: 'fail',
        found: `${counted(certain.length, 'secret')} in the repository${where}: ${places(certain)}.`,
        evidence: [first, ...others.slice(0, 9)],
      };
    }
    if (!history.available)
      return {
        verdict: 'inconclusive',
        reason:
          `The files hold none, but a secret that was deleted stays in the history: ${history.reason ?? 'it was not given.'} ${history.todo ?? ''}`.trim(),
      };
    const likely =
      secrets.length > 0 ? ` ${counted(secrets.length, 'value')} looked like one without being certain: ${places(secrets)}.` : '';
    return { verdict: 'pass', found: `No secret in the files or in ${counted(history.commitsRead, 'commit')}.${likely}` };
  },
});

const places = (findings: readonly SecretFinding[]) =>
  [...new Set(findings.map((one) => `${one.path}:${one.line}`))].slice(0, 5).join(', ');

function evidenceOf({ path, line, snippet, commit, rule, kind, valueLength }: SecretFinding): Evidence {
  return {
    kind: 'source',
    path,
    line,
    snippet,
    ...(commit !== undefined && { commit }),
    note: `${kind.replaceAll('-', ' ')} of ${valueLength} characters (${rule})${commit === undefined ? '' : ', deleted since'}`,
  };
}
