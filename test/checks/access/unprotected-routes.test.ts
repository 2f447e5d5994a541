import check from '../../../checks/access/unprotected-routes.ts';
import type { Attempt, ResourceAccess } from '../../../src/probes/other-users.ts';
import type { Tokens } from '../../../src/probes/tokens.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { otherUsers: { resources: ResourceAccess[] }; tokens: Tokens };
const withAttempts = (change: (attempt: Attempt) => Attempt) => (inputs: Inputs) => ({
  ...inputs,
  otherUsers: { resources: inputs.otherUsers.resources.map((one) => ({ ...one, attempts: one.attempts.map(change) })) },
});
/** Reads and lists are open to everybody, twice; changes are refused: a blog. */
const publicReads = (inputs: Inputs) => ({
  ...inputs,
  otherUsers: {
    resources: inputs.otherUsers.resources.map((one) => ({
      ...one,
      attempts: one.attempts.flatMap((attempt) =>
        attempt.by === 'anonymous' && (attempt.access === 'read' || attempt.access === 'list')
          ? [
              { ...attempt, status: 200, reached: true },
              { ...attempt, status: 200, reached: true },
            ]
          : [attempt],
      ),
    })),
  },
});
checkTester(check, import.meta.filename, {
  pass: [
    { name: 'everything is guarded', fixture: 'tasks-express' },
    { name: 'public reads beside guarded writes are legitimate', fixture: 'tasks-express', change: publicReads },
  ],
  fail: [{ name: 'one route without its guard', fixture: 'tasks-express-flawed', expect: { found: /PUT \/api\/tasks\/\{id\}/ } }],
  inconclusive: [
    {
      name: 'tokens are verified, but no record could be made that somebody could reach',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        ...inputs,
        otherUsers: { resources: inputs.otherUsers.resources.map((one) => ({ ...one, attempts: [], stuck: 'no payload' })) },
      }),
      expect: { reason: 'no payload.' },
    },
    {
      name: 'a limiter answered every try, and every token alike',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        ...withAttempts((attempt) => ({ ...attempt, status: 429 }))(inputs),
        tokens: { ...inputs.tokens, controlled: false },
      }),
    },
    {
      name: 'nothing could be tried',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        tokens: { ...inputs.tokens, controlled: false },
        otherUsers: { resources: inputs.otherUsers.resources.map((one) => ({ ...one, attempts: [], stuck: 'no payload' })) },
      }),
      expect: { reason: 'no payload.' },
    },
    {
      name: 'A herself could not reach the records',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        ...withAttempts((attempt) => ({ ...attempt, controlled: false }))(inputs),
        tokens: { ...inputs.tokens, controlled: false },
      }),
    },
  ],
});
