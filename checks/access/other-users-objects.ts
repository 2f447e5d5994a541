import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { otherUsers, type Attempt, type ResourceAccess } from '../../src/probes/other-users.ts';

export default defineCheck({
  id: 'other-users-objects',
  title: 'Users reach only their own records',
  failureTitle: 'Users reach the records of others',
  why: 'Being logged in says who somebody is, not what is theirs. Counting ids upwards is enough to read or change everybody else’s data.',
  fix: 'Look records up by id and owner together (`where id = … and user_id = …`) in every read, update and delete, and answer 404 when nothing matches.',
  references: { cwe: 639, owaspApi: 'API1:2023' },
  stability: 'stable',
  needs: [otherUsers],
  judge({ otherUsers: { resources } }) {
    const owned = resources.filter(isOwned);
    const findings = owned.flatMap((resource) => intrusions(resource).map((attempt) => ({ resource, attempt })));
    if (findings.length > 0) {
      const what = findings.map(
        ({ resource, attempt }) => `${attempt.method} ${resource.collection}${attempt.access === 'list' ? '' : '/{id}'}`,
      );
      return {
        verdict: 'fail',
        found: `B reached A's records by ${[...new Set(what)].join(', ')}.`,
        evidence: httpEvidence(
          findings.map(({ attempt }) => ({
            exchanges: attempt.chain,
            note: `As B, on a record of A: answered ${attempt.status}, ${attempt.access === 'read' || attempt.access === 'list' ? "with A's data" : 'and A found it done'}; the same on a second record.`,
          })),
        ),
      };
    }
    const tried = owned.flatMap((one) => byB(one).filter((attempt) => attempt.access !== 'list'));
    if (tried.length > 0)
      return { verdict: 'pass', found: `${counted(tried.length, 'try', 'tries')} of B on records of A, none reached them.` };
    if (resources.length > 0 && resources.every((one) => one.stuck === null))
      return { verdict: 'not-applicable', reason: 'No record belongs to a single user, as far as can be seen.' };
    if (resources.length === 0) return { verdict: 'not-applicable', reason: 'No operation creates records.' };
    return {
      verdict: 'inconclusive',
      reason: stuckReason(resources, 'No record could be made that somebody else could try to reach.'),
    };
  },
});

const byB = ({ attempts }: ResourceAccess) => attempts.filter((one) => one.by === 'B' && isControlled(one));
const refused = (attempt: Attempt) => [401, 403, 404].includes(attempt.status);

/** A limiter's answer says nothing about who may do what. */
const isControlled = ({ controlled, status }: Attempt) => controlled && status !== 429 && status !== 0;

/** Records have an owner when they name A, when B's list leaves A's out, or when B is refused somewhere; shared ones may be reached by all. */
function isOwned(resource: ResourceAccess): boolean {
  const lists = byB(resource).filter((one) => one.access === 'list');
  const hidden = lists.length > 0 && lists.every((one) => !one.reached);
  return resource.namesOwner || hidden || byB(resource).some((one) => refused(one) && one.ownerMay !== false);
}

/**
 * What B reached twice. A read counts when anonymous may not read it and B's own list does not offer it, a list only when the
 * very records that it shows are refused one by one.
 */
function intrusions(resource: ResourceAccess): Attempt[] {
  const attempts = byB(resource);
  const anonymousReads = resource.attempts.some(
    (one) => one.by === 'anonymous' && (one.access === 'read' || one.access === 'list') && one.reached,
  );
  const listed = attempts.some((one) => one.access === 'list' && one.reached);
  const twice = (access: Attempt['access']) => {
    const tries = attempts.filter((one) => one.access === access);
    return tries.length >= 2 && tries.every((one) => one.reached) ? tries[0] : undefined;
  };
  const readRefused = attempts.some((one) => one.access === 'read' && refused(one));
  return [
    listed || anonymousReads ? undefined : twice('read'),
    readRefused && !anonymousReads ? twice('list') : undefined,
    twice('update'),
    twice('remove'),
  ].filter((one) => one !== undefined);
}
