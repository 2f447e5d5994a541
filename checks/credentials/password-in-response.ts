import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { peopleShown, type ShownPassword } from '../../src/probes/people-shown.ts';

const WHAT: Record<ShownPassword['what'], string> = {
  password: 'the password in clear',
  hash: 'the hash of the password',
  salt: 'the salt of the password',
};

export default defineCheck({
  id: 'password-in-response',
  title: 'No answer holds a password or its hash',
  failureTitle: 'Answers hold passwords or their hashes',
  why: 'What is in an answer ends up in browsers, logs and caches of others. A hash there can be guessed at leisure, without any limit.',
  fix: 'Choose the fields of a user that leave the server by name (a select list, a response schema or serializer) instead of sending the whole row.',
  references: { cwe: 213, owaspApi: 'API3:2023' },
  stability: 'stable',
  needs: [peopleShown],
  judge({ peopleShown: { searched, shown, inToken } }) {
    const findings = [
      ...shown.map((one) => ({
        what: `${one.where} (${WHAT[one.what]}${one.field === '' ? '' : `, field ${one.field}`})`,
        exchanges: one.chain,
        note: `${one.where} shows ${WHAT[one.what]}${one.form === 'in clear' ? '' : ` (${one.form})`}, in two answers.`,
      })),
      ...(inToken
        ? [
            {
              what: `the token of the login (${WHAT[inToken.what]}, claim ${inToken.field})`,
              exchanges: inToken.chain,
              note: 'The claims of a token are encoded, not encrypted: whoever holds it reads them.',
            },
          ]
        : []),
    ];
    if (findings.length > 0)
      return {
        verdict: 'fail',
        found: `Shown by ${findings
          .slice(0, 4)
          .map(({ what }) => what)
          .join(', ')}${findings.length > 4 ? ` and ${findings.length - 4} more` : ''}.`,
        evidence: httpEvidence(findings),
      };
    if (searched === 0)
      return { verdict: 'inconclusive', reason: 'Nothing that could hold a password was answered with success.' };
    return { verdict: 'pass', found: `${counted(searched, 'kind')} of answers searched, none holds a password or a hash.` };
  },
});
