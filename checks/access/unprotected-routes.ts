import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { otherUsers, type Attempt, type ResourceAccess } from '../../src/probes/other-users.ts';
import { tokens } from '../../src/probes/tokens.ts';

export default defineCheck({
  id: 'unprotected-routes',
  title: 'Routes with personal data need a login',
  failureTitle: 'Routes with personal data are open to everybody',
  why: 'One route without the guard makes the login of all others worthless. It is found by anyone who leaves the header out.',
  fix: 'Put the authentication middleware in front of the whole router, and open the few public routes one by one.',
  references: { cwe: 306, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: [otherUsers, tokens],
  judge({ otherUsers: { resources }, tokens }) {
    const open = resources.flatMap((one) => openAccesses(one).map((attempt) => ({ resource: one, attempt })));
    const findings = open.map(({ resource, attempt }) => ({
      what: `${attempt.method} ${resource.collection}${attempt.access === 'list' ? '' : '/{id}'}`,
      exchanges: attempt.chain,
      note: `Without any credential: answered ${attempt.status}, ${attempt.access === 'read' || attempt.access === 'list' ? "with A's data" : 'and A found it done'}; the same on a second record.`,
    }));
    if (findings.length > 0) {
      const found = `Open to everybody: ${[...new Set(findings.map((one) => one.what))].join(', ')}.`;
      return { verdict: 'fail', found, evidence: httpEvidence(findings) };
    }
    const tried = resources.flatMap((one) =>
      one.attempts.filter((attempt) => attempt.by === 'anonymous' && isControlled(attempt)),
    );
    // that the login itself is guarded says nothing about routes that nobody could try
    if (tried.length === 0 && (resources.length > 0 || !tokens.controlled))
      return {
        verdict: 'inconclusive',
        reason: stuckReason(resources, 'No record could be made that somebody else could try to reach.'),
      };
    return {
      verdict: 'pass',
      found: `${counted(tried.length + (tokens.controlled ? 1 : 0), 'try', 'tries')} without a credential, none reached what A may see or change.`,
    };
  },
});

/** A limiter's answer says nothing about who may do what. */
const isControlled = ({ controlled, status }: Attempt) => controlled && status !== 429 && status !== 0;

/**
 * What anonymous reached, twice, and should not have: a public read is legitimate, so a read counts only beside a guarded one
 * of the same records; a change of somebody's record counts where a sibling is guarded.
 */
function openAccesses({ attempts }: ResourceAccess): Attempt[] {
  const anonymous = attempts.filter((one) => one.by === 'anonymous' && isControlled(one));
  const isGuarded = (access: Attempt['access']) =>
    anonymous.some((one) => one.access === access && (one.status === 401 || one.status === 403));
  const reached = (access: Attempt['access']) => {
    const tries = anonymous.filter((one) => one.access === access);
    return tries.length >= 2 && tries.every((one) => one.reached) ? tries[0] : undefined;
  };
  const reads = (['read', 'list'] as const).some(isGuarded);
  const writes = (['update', 'remove'] as const).some(isGuarded);
  return [
    ...(['read', 'list'] as const).map((access) => (reads ? reached(access) : undefined)),
    ...(['update', 'remove'] as const).map((access) => (reads || writes ? reached(access) : undefined)),
  ].filter((one) => one !== undefined);
}
