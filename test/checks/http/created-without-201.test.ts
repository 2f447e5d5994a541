import check from '../../../checks/http/created-without-201.ts';
import type { Lifecycle } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { recordLifecycle: { resources: Lifecycle[] } };
const withResources = (change: (resources: Lifecycle[]) => Lifecycle[]) => (inputs: Inputs) => ({
  recordLifecycle: { resources: change(inputs.recordLifecycle.resources) },
});
const answering = (status: number) => (one: Lifecycle) => ({
  ...one,
  creates: one.creates.map((create) => ({ ...create, status })),
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'every create answers 201', fixture: 'tasks-express', expect: { found: '2 create operations answered 201.' } },
    { name: '202 promises the record', fixture: 'tasks-express', change: withResources((all) => all.map(answering(202))) },
  ],
  fail: [
    {
      name: 'every create answers 200',
      fixture: 'tasks-express-flawed',
      expect: { found: /2 of 2 create operations answered 200/ },
    },
  ],
  partial: [
    {
      name: 'one of two answers 200',
      fixture: 'tasks-express',
      change: withResources(([first, ...rest]) => (first ? [answering(200)(first), ...rest] : rest)),
      expect: { found: /1 of 2/ },
    },
  ],
  'not-applicable': [{ name: 'nothing can be created', fixture: 'tasks-express', change: withResources(() => []) }],
  inconclusive: [
    {
      name: 'a limiter answered instead',
      fixture: 'tasks-express-flawed',
      change: withResources((all) => all.map(answering(429))),
    },
    {
      name: 'no payload was accepted',
      fixture: 'tasks-express-flawed',
      change: withResources((all) =>
        all.map((one) => ({ ...one, creates: [], read: null, list: null, stuck: 'no accepted payload' })),
      ),
      expect: { reason: 'no accepted payload.' },
    },
    {
      name: 'a 200 after which nothing can be found accuses nobody here',
      fixture: 'tasks-express-flawed',
      change: withResources((all) => all.map((one) => ({ ...one, read: null, list: null }))),
    },
  ],
});
