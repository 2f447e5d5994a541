import { defineCheck } from '../../src/grading/check.ts';
import { httpEvidence } from '../../src/grading/wording.ts';
import { loginBurst } from '../../src/probes/login-burst.ts';

/** Fewer answers than this in the time given prove nothing: the login was merely slow. */
const ENOUGH = 100;

export default defineCheck({
  id: 'missing-login-limit',
  title: 'The login slows guessing down',
  failureTitle: 'The login can be guessed without end',
  why: 'Without a limit, a list of common passwords is tried against every account overnight. Hashing slows a thief of the database, not a guesser at the door.',
  fix: 'Limit failed logins per account and per address, for example ten a minute, and answer 429 with Retry-After; check that the limiter really sits in front of the login route.',
  references: { cwe: 307, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: [loginBurst],
  judge({ loginBurst }) {
    if ('noLogin' in loginBurst) return { verdict: 'not-applicable', reason: 'No operation takes a password to log in.' };
    const { control, refusal, limit, afterwards, sent, answered, last, path, seconds } = loginBurst;
    const early = [control, refusal].find((one) => one.status === 429);
    if (early)
      return {
        verdict: 'pass',
        found: 'A login was refused with 429 before any guessing: the few of our own were enough.',
        evidence: httpEvidence([{ exchanges: [early.exchange], note: 'The limiter answers.' }]),
      };
    if (!isSuccess(control.status))
      return {
        verdict: 'inconclusive',
        reason: `The login with the right password answered ${control.status}, so that wrong ones prove nothing.`,
      };
    if (isSuccess(refusal.status))
      return { verdict: 'inconclusive', reason: `A wrong password was answered ${refusal.status}, as the right one.` };
    if (limit) {
      const retry = limit.retryAfter === null ? ' (a Retry-After header would tell clients how long to wait)' : '';
      return {
        verdict: 'pass',
        found: `Guess ${limit.after} was refused with ${limit.status}${retry}.`,
        evidence: httpEvidence([{ exchanges: [limit.exchange], note: 'The limiter answers.' }]),
      };
    }
    if (afterwards && afterwards.status >= 400 && afterwards.status < 500)
      return {
        verdict: 'pass',
        found: `After ${answered} wrong passwords even the right one was refused with ${afterwards.status}: the account is locked.`,
        evidence: httpEvidence([
          { exchanges: [control.exchange, afterwards.exchange], note: 'The right password before and after the guesses.' },
        ]),
      };
    if (answered < ENOUGH)
      return {
        verdict: 'inconclusive',
        reason: `Only ${answered} of ${sent} guesses were answered within ${seconds} s, fewer than ${ENOUGH}.`,
      };
    return {
      verdict: 'fail',
      found: `${answered} wrong passwords for one account, all answered ${last.status}; none was held back.`,
      evidence: httpEvidence([
        {
          exchanges: [control.exchange, refusal.exchange, last.exchange],
          note: `POST ${path}: the right password, the first wrong one, and wrong one number ${sent}.`,
        },
      ]),
    };
  },
});

const isSuccess = (status: number) => status >= 200 && status < 400;
