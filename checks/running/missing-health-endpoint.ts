import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { health } from '../../src/probes/health.ts';

export default defineCheck({
  id: 'missing-health-endpoint',
  title: 'An endpoint tells whether the app is well',
  failureTitle: 'No endpoint tells whether the app is well',
  why: 'Whoever runs the app asks every few seconds whether it may get requests. Without an answer, a hung process stays in service and a deployment sends users to an app that is not ready.',
  fix: 'Add GET /health: 200 with a short JSON when the app and its database answer, 503 when not; name it in the HEALTHCHECK of the image or the compose file.',
  references: {},
  stability: 'stable',
  needs: [health],
  judge({ health: { found, asked, control, isComplete } }) {
    if (found) {
      const lesson = found.needsLogin
        ? ' It wants a login, which load balancers and orchestrators do not have.'
        : found.status === 503
          ? ' It says that the app is not well.'
          : '';
      return {
        verdict: 'pass',
        found: `GET ${found.path} answers ${found.status}.${lesson}`,
        evidence: httpEvidence([{ exchanges: [found.exchange], note: 'The health endpoint answers.' }]),
      };
    }
    const [first] = asked;
    if (!isComplete || !first)
      return { verdict: 'inconclusive', reason: 'A limiter or nothing answered some of the paths that were asked.' };
    const shown = asked.find(({ path }) => path === '/health') ?? first;
    return {
      verdict: 'fail',
      found: `None of ${counted(asked.length, 'usual path')} tells how the app is.`,
      evidence: httpEvidence([
        {
          exchanges: [shown.exchange, control.exchange],
          note: `${shown.path} answers ${shown.status}, and a random path ${control.status}. Asked: ${asked.map(({ path }) => path).join(' ')}`,
        },
      ]),
    };
  },
});
