import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type SecretFinding = Artifacts['readings']['secrets'][number];

export default defineCheck({
  id: 'hardcoded-secrets',
  title: 'Secrets come from the environment',
  failureTitle: 'Secrets stand in the code',
  why: 'Whoever reads the repository can sign tokens and log in as anybody. The same value then protects every place where the project runs.',
  fix: 'Read secrets from environment variables, refuse to start without them, commit only an example file with empty values, and replace every secret that was ever pushed.',
  references: { cwe: 798, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: ['readings'],
  judge({ readings: { secrets, envFiles, workTree } }) {
    // env files are judged by what git has of them, and the history by itself: one secret is one finding
    const elsewhere = new Set(envFiles.map(({ path }) => path));
    const present = secrets.filter((one) => one.where === 'work-tree' && !elsewhere.has(one.path));
    const certain = present.filter((one) => one.confidence === 'certain');
    const [first, ...others] = certain.map(evidenceOf);
    if (first) {
      return {
        verdict: 'fail',
        found: `${counted(certain.length, 'secret')} in the files: ${places(certain)}.`,
        evidence: [first, ...others.slice(0, 9)],
      };
    }
    if (!workTree.complete)
      return {
        verdict: 'inconclusive',
        reason: `None in the first ${workTree.filesRead} files; the others were more than is read.`,
      };
    const likely =
      present.length > 0 ? ` ${counted(present.length, 'value')} looked like one without being certain: ${places(present)}.` : '';
    return { verdict: 'pass', found: `No secret in ${counted(workTree.filesRead, 'file')}.${likely}` };
  },
});

const places = (findings: readonly SecretFinding[]) =>
  [...new Set(findings.map((one) => `${one.path}:${one.line}`))].slice(0, 5).join(', ');

function evidenceOf({ path, line, snippet, rule, kind, valueLength }: SecretFinding): Evidence {
  return { kind: 'source', path, line, snippet, note: `${kind.replaceAll('-', ' ')} of ${valueLength} characters (${rule})` };
}
