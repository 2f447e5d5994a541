import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type EnvFile = Artifacts['readings']['envFiles'][number];

export default defineCheck({
  id: 'committed-env-file',
  title: 'No env file with secrets is committed',
  failureTitle: 'An env file with secrets is committed',
  why: 'The file that keeps secrets out of the code is then in the repository itself, for everybody to read. It also goes wherever the files are copied, such as into images.',
  fix: 'Remove the file from git with "git rm --cached", name it in .gitignore, replace its secrets, and commit an example with empty values in its place.',
  references: { cwe: 538, owaspApi: 'API8:2023' },
  stability: 'stable',
  needs: ['readings'],
  judge({ readings: { envFiles } }) {
    const valued = envFiles.filter((one) => one.secrets.length + one.weak.length > 0);
    const real = valued.filter((one) => one.committed === true && one.secrets.length > 0);
    const [first, ...others] = real.flatMap((one) => evidenceOf(one, one.secrets, 'a secret, hidden here'));
    if (first) {
      const names = real.flatMap((one) => one.secrets.map(({ name }) => name));
      return {
        verdict: 'fail',
        found: `${real
          .map(({ path }) => path)
          .slice(0, 5)
          .join(
            ', ',
          )} ${real.length === 1 ? 'is' : 'are'} in git with ${counted(names.length, 'secret')}: ${[...new Set(names)].slice(0, 6).join(', ')}.`,
        evidence: [first, ...others.slice(0, 9)],
      };
    }
    const unknown = valued.filter((one) => one.committed === null);
    if (unknown.length > 0)
      return {
        verdict: 'inconclusive',
        reason: `Without git it cannot be told whether ${unknown[0]?.path} is committed. Give a git work tree, or the address of the repository.`,
      };
    const weak = valued.filter((one) => one.committed === true);
    const [example, ...more] = weak.flatMap((one) =>
      evidenceOf(one, one.weak, 'works, and is easily guessed or for one machine only'),
    );
    if (example)
      return {
        verdict: 'partial',
        share: 0.5,
        found: `${weak
          .map(({ path }) => path)
          .slice(0, 5)
          .join(', ')} ${weak.length === 1 ? 'is' : 'are'} in git with passwords that only suit the author's own machine.`,
        evidence: [example, ...more.slice(0, 4)],
      };
    const committed = envFiles.filter((one) => one.committed === true);
    if (committed.length > 0)
      return {
        verdict: 'pass',
        found: `${committed
          .map(({ path }) => path)
          .slice(0, 5)
          .join(', ')} in git: settings without a secret.`,
      };
    return {
      verdict: 'pass',
      found: valued.length > 0 ? `${valued[0]?.path} is there and not in git.` : 'No env file is committed.',
    };
  },
});

const evidenceOf = (file: EnvFile, entries: EnvFile['secrets'], note: string): Evidence[] =>
  entries.map(({ name, line }) => ({ kind: 'source', path: file.path, line, snippet: `${name}=********`, note }));
