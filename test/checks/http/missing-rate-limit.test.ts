import check from '../../../checks/http/missing-rate-limit.ts';
import type { RequestBurst } from '../../../src/probes/request-burst.ts';
import { checkTester } from '../../check-tester.ts';

const withBurst = (change: Partial<RequestBurst>) => (inputs: { requestBurst: RequestBurst }) => ({
  ...inputs,
  requestBurst: { ...inputs.requestBurst, ...change },
});
const refused = { exchange: 'x7', status: 429, wasBefore: false, retryAfter: true };

checkTester(check, import.meta.filename, {
  pass: [
    {
      name: 'a limit that is announced and counted down',
      fixture: 'tasks-express',
      expect: { found: /a limit of 6000 requests and count down/ },
    },
    {
      name: 'a limit that is announced alone',
      fixture: 'tasks-express',
      change: withBurst({ announced: { limit: 1000, counts: false } }),
      expect: { found: /it was not tried out/ },
    },
    {
      name: 'the burst is refused',
      fixture: 'tasks-express-flawed',
      change: withBurst({ limit: refused }),
      expect: { found: /429\.$/ },
    },
    {
      name: 'a limiter met by accident, without Retry-After',
      fixture: 'tasks-express-flawed',
      change: withBurst({ limit: { ...refused, wasBefore: true, retryAfter: false }, sent: 0, answered: 0, last: null }),
      expect: { found: /Retry-After header would/ },
    },
  ],
  fail: [
    { name: 'nothing holds anybody back', fixture: 'tasks-express-flawed', expect: { found: /none was held back\.$/ } },
    {
      name: 'a limit that is announced and not kept',
      fixture: 'tasks-express-flawed',
      change: withBurst({ announced: { limit: 100, counts: false } }),
      expect: { found: /although a limit of 100 is announced/ },
    },
  ],
  inconclusive: [
    {
      name: 'a limiter is asked for, and says nothing of its limit',
      fixture: 'tasks-express-flawed',
      change: (inputs: { survey: { limiters: readonly string[] } }) => ({
        ...inputs,
        survey: { ...inputs.survey, limiters: ['slowapi'] },
      }),
      expect: { reason: /asks for slowapi/ },
    },
    { name: 'too slow to tell', fixture: 'tasks-express-flawed', change: withBurst({ answered: 119 }) },
    {
      name: 'the app answered otherwise in the end',
      fixture: 'tasks-express-flawed',
      change: withBurst({ last: { exchange: 'x9', status: 500 } }),
    },
    {
      name: 'the app no longer answers',
      fixture: 'tasks-express-flawed',
      change: withBurst({ afterwards: { exchange: 'x9', status: 0 } }),
    },
    {
      name: 'the read does not succeed at all',
      fixture: 'tasks-express-flawed',
      change: withBurst({ control: { exchange: 'x1', status: 401 } }),
    },
  ],
  'not-applicable': [
    {
      name: 'nothing to read',
      fixture: 'tasks-express',
      change: (inputs: { survey: object }) => ({ ...inputs, requestBurst: { noRead: true } }),
    },
  ],
});
