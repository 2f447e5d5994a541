import check from '../../../checks/running/missing-health-endpoint.ts';
import type { Health } from '../../../src/probes/health.ts';
import { checkTester } from '../../check-tester.ts';

const withHealth = (change: (health: Health) => Partial<Health>) => (inputs: { health: Health }) => ({
  health: { ...inputs.health, ...change(inputs.health) },
});
const found = { path: '/api/healthz', exchange: 'x3', status: 200, needsLogin: false, isNamed: false };

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'GET /health', fixture: 'tasks-express', expect: { found: 'GET /health answers 200.' } },
    {
      name: 'one that says that it is not well',
      fixture: 'tasks-express-flawed',
      change: withHealth(() => ({ found: { ...found, status: 503 } })),
      expect: { found: /not well/ },
    },
    {
      name: 'one behind the login',
      fixture: 'tasks-express-flawed',
      change: withHealth(() => ({ found: { ...found, needsLogin: true } })),
      expect: { found: /wants a login/ },
    },
  ],
  fail: [{ name: 'none', fixture: 'tasks-express-flawed', expect: { found: /None of \d+ usual paths/ } }],
  inconclusive: [
    { name: 'a limiter answered', fixture: 'tasks-express-flawed', change: withHealth(() => ({ isComplete: false })) },
    { name: 'nothing was asked', fixture: 'tasks-express-flawed', change: withHealth(() => ({ asked: [] })) },
  ],
});
