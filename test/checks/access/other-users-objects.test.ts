import check from '../../../checks/access/other-users-objects.ts';
import type { Attempt, ResourceAccess } from '../../../src/probes/other-users.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { otherUsers: { resources: ResourceAccess[] } };
const withResources = (change: (resource: ResourceAccess) => ResourceAccess) => (inputs: Inputs) => ({
  otherUsers: { resources: inputs.otherUsers.resources.map(change) },
});
const reach =
  (...which: [Attempt['by'], Attempt['access']][]) =>
  (resource: ResourceAccess): ResourceAccess => ({
    ...resource,
    attempts: resource.attempts.flatMap((attempt) =>
      which.some(([by, access]) => by === attempt.by && access === attempt.access) ? [open(attempt), open(attempt)] : [attempt],
    ),
  });
const open = (attempt: Attempt): Attempt => ({ ...attempt, status: 200, reached: true });
/** Everybody changes everything, as in a wiki, and what B may not remove, A may not either. */
const wiki = (resource: ResourceAccess): ResourceAccess => ({
  ...reach(['B', 'read'], ['B', 'list'], ['B', 'update'])(resource),
  namesOwner: false,
  attempts: reach(
    ['B', 'read'],
    ['B', 'list'],
    ['B', 'update'],
  )(resource).attempts.map((one) => (one.access === 'remove' ? { ...one, status: 403, ownerMay: false } : one)),
});
const limited = (attempt: Attempt): Attempt =>
  attempt.access === 'list' ? { ...attempt, status: 429, reached: false } : attempt;
const everybody = (resource: ResourceAccess): ResourceAccess => ({
  ...reach(['B', 'read'], ['B', 'list'], ['B', 'update'], ['B', 'remove'])(resource),
  namesOwner: false,
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'B is refused everywhere', fixture: 'tasks-express', expect: { found: /none reached them/ } },
    {
      name: 'what everybody may read, B may read',
      fixture: 'tasks-express',
      change: withResources(reach(['B', 'read'], ['B', 'list'], ['anonymous', 'read'])),
    },
    {
      name: 'a feed that every user may read, with changes refused',
      fixture: 'tasks-express',
      change: withResources((one) => ({ ...reach(['B', 'list'], ['B', 'read'])(one) })),
    },
  ],
  fail: [
    {
      name: 'B reads and changes what is A’s',
      fixture: 'tasks-express-flawed',
      expect: { found: /B reached A's records by GET/ },
    },
    {
      name: 'B deletes what is A’s',
      fixture: 'tasks-express',
      change: withResources(reach(['B', 'remove'])),
      expect: { found: /DELETE/ },
    },
    {
      name: 'a list that shows what is refused one by one',
      fixture: 'tasks-express',
      change: withResources(reach(['B', 'list'])),
      expect: { found: /GET \/api\/tasks/ },
    },
  ],
  'not-applicable': [
    { name: 'shared records that name no owner', fixture: 'tasks-express', change: withResources(everybody) },
    { name: 'a wiki in which only admins delete', fixture: 'tasks-express', change: withResources(wiki) },
    {
      name: 'a list that a limiter kept from B hides nothing',
      fixture: 'tasks-express',
      change: withResources((one) => ({ ...everybody(one), attempts: everybody(one).attempts.map(limited) })),
    },
    { name: 'nothing is created', fixture: 'tasks-express', change: () => ({ otherUsers: { resources: [] } }) },
  ],
  inconclusive: [
    {
      name: 'a limiter answered every try',
      fixture: 'tasks-express-flawed',
      change: withResources((one) => ({
        ...one,
        stuck: 'POST answered A with 429',
        attempts: one.attempts.map((attempt) => ({ ...attempt, status: 429 })),
      })),
    },
    {
      name: 'no record could be made',
      fixture: 'tasks-express',
      change: withResources((one) => ({ ...one, attempts: [], namesOwner: false, stuck: 'no payload' })),
      expect: { reason: 'no payload.' },
    },
  ],
});
