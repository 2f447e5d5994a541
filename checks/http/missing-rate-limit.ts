import { defineCheck } from '../../src/grading/check.ts';
import { httpEvidence } from '../../src/grading/wording.ts';
import { requestBurst } from '../../src/probes/request-burst.ts';

/** Fewer answers than this within the time of the burst prove nothing: the app was merely slow. */
const ENOUGH = 120;

export default defineCheck({
  id: 'missing-rate-limit',
  title: 'One client cannot take the whole API',
  failureTitle: 'One client may send any number of requests',
  why: 'A loop in somebody’s script, or a scraper, is enough to keep database and processor busy for everybody else. The login has a question of its own: guessing needs a far stricter limit.',
  fix: 'Put a generous limit for each client in front of all routes, for example some hundred requests a minute, and answer 429 with Retry-After beyond it.',
  references: { cwe: 770, owaspApi: 'API4:2023' },
  stability: 'stable',
  needs: ['survey', requestBurst],
  judge({ survey: { limiters }, requestBurst }) {
    if ('noRead' in requestBurst)
      return { verdict: 'not-applicable', reason: 'Nothing can be read without knowing an id first.' };
    const { path, control, limit, announced, answered, last, afterwards } = requestBurst;
    if (limit) {
      const lesson = limit.retryAfter ? '' : ' A Retry-After header would tell clients how long to wait.';
      return {
        verdict: 'pass',
        found: `A client that asks too much is refused with ${limit.status}.${lesson}`,
        evidence: httpEvidence([{ exchanges: [limit.exchange], note: 'The limiter answers.' }]),
      };
    }
    if (announced && last === null)
      return {
        verdict: 'pass',
        found: `Answers announce a limit of ${announced.limit} requests${announced.counts ? ' and count down what remains' : ''}; it was not tried out.`,
        evidence: httpEvidence([{ exchanges: [control.exchange], note: 'The headers of an answer announce the limit.' }]),
      };
    if (control.status < 200 || control.status >= 300)
      return { verdict: 'inconclusive', reason: `GET ${path} answered ${control.status}, so that a burst of it proves nothing.` };
    if (answered < ENOUGH || !last)
      return { verdict: 'inconclusive', reason: `Fewer than ${ENOUGH} requests were answered in the time for the burst.` };
    if (last.status !== control.status || afterwards?.status !== control.status)
      return { verdict: 'inconclusive', reason: `GET ${path} was not answered ${control.status} throughout.` };
    // a thousand a day, without a header that says so, looks the same as no limit
    if (!announced && limiters.length > 0)
      return {
        verdict: 'inconclusive',
        reason: `The project asks for ${limiters.join(', ')}, and more than ${ENOUGH} requests at once did not reach a limit: whether there is a wider one cannot be seen.`,
      };
    const broken = announced ? ` although a limit of ${announced.limit} is announced` : '';
    return {
      verdict: 'fail',
      found: `More than ${ENOUGH} requests at once from one client were all answered ${last.status}; none was held back${broken}.`,
      evidence: httpEvidence([
        {
          exchanges: [control.exchange, last.exchange, afterwards.exchange],
          note: `GET ${path} before, at the end of and after some hundred requests of one client.`,
        },
      ]),
    };
  },
});
