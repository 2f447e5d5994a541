import { defineCheck } from '../../src/grading/check.ts';
import { httpEvidence } from '../../src/grading/wording.ts';
import { tokens } from '../../src/probes/tokens.ts';

const DAY = 86_400;
/** A month, however long it is. */
const LONGEST_DAYS = 31;

export default defineCheck({
  id: 'immortal-tokens',
  title: 'A login ends by itself',
  failureTitle: 'A login never ends',
  why: 'A token that is copied once, from a log, a browser or a shared machine, works for its whole life. One without an end works for ever.',
  fix: 'Give every token an expiry of minutes to days (`expiresIn: "15m"`, a `Max-Age` for a session that the server forgets, too), and renew it with a refresh token or a new login.',
  references: { cwe: 613, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: [tokens],
  judge({ tokens: { life, isCookie, chain, controls, path } }) {
    const thing = isCookie ? 'cookie' : 'token';
    if (life.shownBy === 'nothing')
      return {
        verdict: 'inconclusive',
        reason: isCookie
          ? 'The cookie of the login ends with the browser; when the server forgets the session cannot be seen from outside.'
          : 'The token is opaque and the login says nothing of its life, which cannot be seen from outside.',
      };
    const evidence = (note: string) => httpEvidence([{ exchanges: [...chain, controls[0]], note: `${note} ${path} takes it.` }]);
    if (life.seconds === null)
      return {
        verdict: 'fail',
        found: `The ${thing} of a login carries no expiry (no exp claim).`,
        evidence: evidence('The login gives a JWT without the claim exp.'),
      };
    const days = life.seconds / DAY;
    const length = lengthOf(life.seconds);
    if (days > LONGEST_DAYS)
      return {
        verdict: 'fail',
        found: `The ${thing} of a login lasts ${length}, more than ${LONGEST_DAYS} days.`,
        evidence: evidence(`The ${thing} says that it lasts ${length}.`),
      };
    return { verdict: 'pass', found: `The ${thing} of a login lasts ${length}.` };
  },
});

function lengthOf(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 2 * DAY ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / DAY)} days`;
}
