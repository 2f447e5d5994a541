import check from '../../../checks/http/server-error-on-client-fault.ts';
import type { FaultyRequest } from '../../../src/probes/bad-input.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { badInput: { requests: FaultyRequest[] } };
const withRequests = (change: (request: FaultyRequest, index: number) => FaultyRequest) => (inputs: Inputs) => ({
  badInput: { requests: inputs.badInput.requests.map(change) },
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
    { name: 'every fault is refused', fixture: 'tasks-express', expect: { found: /none answered 5xx/ } },
    {
      name: 'a server error once, and not when asked again',
      fixture: 'tasks-express',
      change: withRequests((request) => ({ ...request, statuses: [500, 400] })),
    },
  ],
  fail: [
    { name: 'most operations break', fixture: 'tasks-express-flawed', expect: { found: /ended in a server error/ } },
    {
      name: 'the app ends at a faulty request, and everything after it is unheard',
      fixture: 'tasks-express',
      change: withRequests((request, index) =>
        index === 0 ? { ...request, statuses: [0, 0], ended: true } : { ...request, controlled: false },
      ),
    },
  ],
  partial: [
    {
      name: 'one operation breaks',
      fixture: 'tasks-express',
      change: withRequests((request, index) => (index === 0 ? { ...request, statuses: [500, 500] } : request)),
      expect: { found: /on 1 of \d+ operations/ },
    },
  ],
  inconclusive: [
    {
      name: 'something takes input that is not known to make records',
      fixture: 'tasks-express',
      change: () => ({ badInput: { requests: [] }, api: shorten }),
      expect: { reason: /^POST \/shorten may take input/ },
    },
    {
      name: 'no good request was accepted',
      fixture: 'tasks-express-flawed',
      change: withRequests((request) => ({ ...request, controlled: false })),
    },
    {
      name: 'a limiter answered instead',
      fixture: 'tasks-express-flawed',
      change: withRequests((request) => ({ ...request, statuses: [429, 429] })),
    },
  ],
  'not-applicable': [
    { name: 'nothing takes input', fixture: 'tasks-express', change: () => ({ badInput: { requests: [] }, api: loginOnly }) },
  ],
});
