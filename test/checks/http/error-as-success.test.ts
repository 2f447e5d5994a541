import check from '../../../checks/http/error-as-success.ts';
import type { Resource } from '../../../src/api/api.ts';
import type { AbsentRequest } from '../../../src/probes/absent-operations.ts';
import type { FaultyRequest } from '../../../src/probes/bad-input.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = {
  api: { resources: Resource[] };
  badInput: { requests: FaultyRequest[] };
  absentOperations: { unknownPaths: AbsentRequest[] };
};
const withRequests = (change: (one: FaultyRequest, index: number) => Partial<FaultyRequest>) => (inputs: Inputs) => ({
  ...inputs,
  badInput: { requests: inputs.badInput.requests.map((one, index) => ({ ...one, ...change(one, index) })) },
});
const tells = (tellsError: boolean, looks: FaultyRequest['looks']): FaultyRequest['looks'] => [
  { ...looks[0], tellsError },
  { ...looks[1], tellsError },
];
const only = (fault: string, change: (one: FaultyRequest) => Partial<FaultyRequest>) =>
  withRequests((one) => (one.fault === fault ? change(one) : {}));
const asSuccess = ({ looks }: FaultyRequest): Partial<FaultyRequest> => ({
  statuses: [200, 200],
  looks: tells(true, looks),
  ineffective: true,
});

const shorten = {
  operations: [
    { id: 'POST /login', method: 'POST', path: '/login', confirmation: { state: 'confirmed' } },
    { id: 'POST /shorten', method: 'POST', path: '/shorten', confirmation: { state: 'confirmed' } },
  ],
};
const loginOnly = { operations: shorten.operations.slice(0, 1) };

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'every refusal has an error status', fixture: 'tasks-express' },
    {
      name: 'a success that tells no error: the input was taken, which is another question',
      fixture: 'tasks-express',
      change: withRequests(({ looks }) => ({ statuses: [200, 200], looks: tells(false, looks), ineffective: null })),
    },
    {
      name: 'an answer that speaks of errors, and the record is there: a log entry',
      fixture: 'tasks-express',
      change: withRequests((one) => ({ ...asSuccess(one), ineffective: false })),
    },
    {
      name: 'what became of it could not be seen',
      fixture: 'tasks-express',
      change: withRequests((one) => ({ ...asSuccess(one), ineffective: null })),
    },
    {
      name: 'an id that fits no record is the other check’s',
      fixture: 'tasks-express',
      change: only('malformed id', asSuccess),
    },
    {
      name: 'a login page with 200 after a wrong password',
      fixture: 'tasks-express',
      change: only('wrong password', ({ looks }) => ({
        statuses: [200, 200],
        ineffective: true,
        looks: [
          { ...looks[0], form: 'page', tellsError: false },
          { ...looks[1], form: 'page', tellsError: false },
        ],
      })),
    },
    {
      name: 'a page for every unknown path',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        ...inputs,
        absentOperations: {
          unknownPaths: inputs.absentOperations.unknownPaths.map(({ looks, ...one }) => ({
            ...one,
            statuses: [200, 200],
            looks: tells(false, looks),
          })),
        },
      }),
    },
  ],
  fail: [
    {
      name: 'validation forgets the status',
      fixture: 'tasks-express-flawed',
      expect: { found: /3 of \d operations: empty body/ },
    },
  ],
  partial: [
    {
      name: 'a refused login comes with 200 and without words',
      fixture: 'tasks-express',
      change: only('wrong password', ({ looks }) => ({ statuses: [200, 200], looks: tells(false, looks), ineffective: true })),
      expect: { found: /on 1 of \d operations: wrong password/ },
    },
    {
      name: 'no credential, and 200 with an error',
      fixture: 'tasks-express',
      change: only('no credential', asSuccess),
      expect: { found: /no credential/ },
    },
    {
      name: 'unknown paths answer 200 with an error',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        ...inputs,
        absentOperations: {
          unknownPaths: inputs.absentOperations.unknownPaths.map((one) => ({
            ...one,
            statuses: [200, 200],
            looks: tells(true, one.looks),
          })),
        },
      }),
      expect: { found: /unknown path/ },
    },
  ],
  inconclusive: [
    {
      name: 'something takes input that is not known to make records',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({ ...inputs, api: { resources: [], ...shorten }, badInput: { requests: [] } }),
      expect: { reason: /^POST \/shorten may take input/ },
    },
    { name: 'no good request was accepted', fixture: 'tasks-express', change: withRequests(() => ({ controlled: false })) },
    { name: 'a limiter answered', fixture: 'tasks-express', change: withRequests(() => ({ statuses: [429, 429] })) },
    {
      name: 'no record could be made',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        ...inputs,
        api: { resources: inputs.api.resources.map((one) => ({ ...one, stuck: 'no payload' })) },
        badInput: { requests: [] },
      }),
      expect: { reason: /no payload/ },
    },
    {
      name: 'GraphQL has rules of its own',
      fixture: 'tasks-express',
      change: withRequests((one) => ({ ...asSuccess(one), operation: 'POST /graphql' })),
    },
  ],
  'not-applicable': [
    {
      name: 'nothing takes input',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({ ...inputs, api: { resources: [], ...loginOnly }, badInput: { requests: [] } }),
    },
  ],
});
