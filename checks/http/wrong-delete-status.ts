import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { recordLifecycle, type RemoveStep } from '../../src/probes/record-lifecycle.ts';

/** 204 is the ideal. */
const DELETED = [200, 202, 204];

/**
 * What a deletion says against what became of the record. A record that is still shown with a mark (a cancelled order) was
 * deleted in its way. Deleting what was never there may succeed: DELETE is idempotent, and asking for it is `missing-404`'s.
 */
export default defineCheck({
  id: 'wrong-delete-status',
  title: 'Deleting says what became of the record',
  failureTitle: 'Deleting says something else than what happened',
  why: 'After a success the client takes the record off the screen. When it is still there, or is gone after an error, the user sees it come and go.',
  fix: 'Answer DELETE with 204 only after a row was deleted, with 404 when there was none, and look at the number of rows that the statement changed.',
  references: { cwe: 393 },
  stability: 'stable',
  needs: [recordLifecycle],
  judge({ recordLifecycle: { resources } }) {
    const removable = resources.filter((one) => one.removable);
    if (removable.length === 0)
      return resources.some((one) => one.stuck !== null)
        ? { verdict: 'inconclusive', reason: stuckReason(resources, '') }
        : { verdict: 'not-applicable', reason: 'No operation deletes records that can be made.' };
    const judged = removable
      .map(({ collection, removes }) => ({ collection, first: removes[0], state: stateOfAll(removes) }))
      .filter(({ state }) => state !== 'unclear');
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: stuckReason(removable, 'No record could be seen, deleted and looked for again.'),
      };
    const wrong = judged.filter(({ state }) => state === 'remains' || state === 'gone after an error');
    const odd = judged.filter(({ state }) => state === 'odd' || state === 'breaks when repeated');
    if (wrong.length + odd.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(judged.length, 'delete operation')} answered ${judged[0]?.first?.status}, and the record was gone.`,
      };
    const said = [...wrong, ...odd].map(({ collection, first, state }) => ({ first, note: sentence(collection, first, state) }));
    const found = `${wrong.length + odd.length} of ${counted(judged.length, 'delete operation')}: ${said.map(({ note }) => note).join(' ')}`;
    const evidence = httpEvidence(said.map(({ first, note }) => ({ exchanges: first?.chain ?? [], note })));
    if (wrong.length * 2 >= judged.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - (wrong.length + odd.length / 2) / judged.length, found, evidence };
  },
});

type State = 'right' | 'odd' | 'breaks when repeated' | 'remains' | 'gone after an error' | 'unclear';

/** One plain deletion is right; anything else must be seen on two records. */
function stateOfAll([first, second]: readonly RemoveStep[]): State {
  const state = first ? stateOf(first) : 'unclear';
  return state === 'right' || (second && stateOf(second) === state) ? state : 'unclear';
}

function stateOf({ status, became, again }: RemoveStep): State {
  if (became === null || status === 0 || status === 429) return 'unclear';
  if (status >= 400) return became === 'same' ? 'unclear' : 'gone after an error';
  // 202 says that it will be done later
  if (became === 'same') return status < 300 && status !== 202 ? 'remains' : 'unclear';
  if (!DELETED.includes(status)) return 'odd';
  return again >= 500 ? 'breaks when repeated' : 'right';
}

function sentence(collection: string, step: RemoveStep | undefined, state: State): string {
  const name = `DELETE ${collection}/…`;
  if (state === 'remains') return `${name} answered ${step?.status}, and the record can still be read.`;
  if (state === 'odd') return `${name} answered ${step?.status} for a deletion that worked.`;
  if (state === 'breaks when repeated') return `${name} answered ${step?.again} when it was sent again.`;
  return `${name} answered ${step?.status}, and the record is gone all the same.`;
}
