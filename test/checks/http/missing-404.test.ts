import check from '../../../checks/http/missing-404.ts';
import type { Lifecycle } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { recordLifecycle: { resources: Lifecycle[] } };
const withMissing =
  (...statuses: [number, number]) =>
  (inputs: Inputs) => ({
    recordLifecycle: {
      resources: inputs.recordLifecycle.resources.map((one) => ({
        ...one,
        missing: one.missing.map((step, index) => ({ ...step, status: statuses[index] ?? 0 })),
      })),
    },
  });

checkTester(check, import.meta.filename, {
  pass: [
    { name: '404 for ids that never were', fixture: 'tasks-express', expect: { found: /2 kinds of records answered 404/ } },
    { name: '410 says the same', fixture: 'tasks-express', change: withMissing(410, 410) },
    { name: '403 may hide', fixture: 'tasks-express', change: withMissing(403, 403) },
  ],
  fail: [
    {
      name: '200 with an empty body',
      fixture: 'tasks-express-flawed',
      expect: { found: /answered 200 for an id that never was/ },
    },
    { name: 'a server error', fixture: 'tasks-express-flawed', change: withMissing(500, 500) },
  ],
  partial: [{ name: '400 says at least that the client is at fault', fixture: 'tasks-express', change: withMissing(400, 400) }],
  inconclusive: [
    { name: 'a limiter answered instead', fixture: 'tasks-express', change: withMissing(429, 429) },
    { name: 'a limiter answered one of two', fixture: 'tasks-express-flawed', change: withMissing(200, 429) },
    { name: 'two missing records answered differently', fixture: 'tasks-express', change: withMissing(404, 200) },
    {
      name: 'nothing that exists could be read',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        recordLifecycle: { resources: inputs.recordLifecycle.resources.map((one) => ({ ...one, readAgain: null })) },
      }),
    },
  ],
});
