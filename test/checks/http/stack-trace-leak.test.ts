import check from '../../../checks/http/stack-trace-leak.ts';
import type { AbsentRequest, WrongMethod } from '../../../src/probes/absent-operations.ts';
import type { FaultyRequest } from '../../../src/probes/bad-input.ts';
import type { Leak } from '../../../src/probes/leak.ts';
import type { Lifecycle } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = {
  badInput: { requests: FaultyRequest[] };
  absentOperations: { methods: WrongMethod[]; unknownPaths: AbsentRequest[] };
  recordLifecycle: { resources: Lifecycle[] };
};
const sql: Leak = { kind: 'SQL statement', line: 'insert into "tasks" ("title") values ($1) - value too long' };
const leaks = (first: Leak | null, second: Leak | null) => (inputs: Inputs) => ({
  ...inputs,
  badInput: {
    requests: inputs.badInput.requests.map((one, index) =>
      index > 0
        ? one
        : {
            ...one,
            looks: [
              { ...one.looks[0], leak: first },
              { ...one.looks[1], leak: second },
            ],
          },
    ),
  },
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'one handler with a fixed text', fixture: 'tasks-express', expect: { found: /no answer showed/ } },
    { name: 'seen once, and not when asked again', fixture: 'tasks-express', change: leaks(sql, null) },
  ],
  fail: [
    { name: 'the error handler sends the stack', fixture: 'tasks-express-flawed', expect: { found: /showed a stack trace/ } },
    {
      name: 'one answer with SQL',
      fixture: 'tasks-express',
      change: leaks(sql, sql),
      expect: { found: /^1 of \d+ faulty requests showed a SQL statement/ },
    },
  ],
  inconclusive: [
    {
      name: 'nothing was answered',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        ...inputs,
        badInput: { requests: inputs.badInput.requests.map((one) => ({ ...one, statuses: [0, 0] })) },
        absentOperations: { methods: [], unknownPaths: [] },
        recordLifecycle: { resources: [] },
      }),
    },
  ],
});
