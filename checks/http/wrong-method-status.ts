import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { absentOperations, type WrongMethod } from '../../src/probes/absent-operations.ts';

/**
 * Methods that no source of operations lists for a path. 405 is the ideal, and every refusal will do: 404, a guard's 401, 501.
 * A page for everything with 200 did nothing. Where a document alone tells the methods, one that works may be missing in it:
 * then two must do the same before it counts.
 */
export default defineCheck({
  id: 'wrong-method-status',
  title: 'A method that is not offered is refused',
  failureTitle: 'Methods that are not offered are carried out, or break the server',
  why: 'A client with the wrong verb has made a mistake that 405 or 404 names. A 500 hides it, and an action that any verb starts can be started by mistake.',
  fix: 'Bind each handler to its method, and answer everything else with 405 and Allow, or 404, from one handler at the end.',
  references: { cwe: 650, owaspApi: 'API8:2023' },
  stability: 'stable',
  needs: [absentOperations],
  judge({ absentOperations: { methods } }) {
    if (methods.length === 0)
      return {
        verdict: 'inconclusive',
        reason: 'No record could be made, on whose path a method that is not offered could be tried.',
      };
    const judged = methods.filter(
      (one) => one.controlled && one.statuses.every((status) => status !== 0 && status !== 429) && !isUndocumented(one, methods),
    );
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason:
          'Each method that was tried may be one that the document forgot, or the record could not be seen before and after.',
      };
    const broken = judged.filter(({ statuses }) => statuses.every((status) => status >= 500 && status !== 501));
    const done = judged.filter(isCarriedOut);
    const wrong = [...done, ...broken.filter((one) => !done.includes(one))];
    if (wrong.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(judged.length, 'method')} that no path offers answered ${[...new Set(judged.map(({ statuses }) => statuses[0]))].join(', ')}.`,
      };
    const notes = [
      ...(done.length > 0 ? [`${counted(done.length, 'was', 'were')} carried out`] : []),
      ...(broken.length > 0 ? [`${broken.length} ended in a server error`] : []),
    ];
    const found = `Of ${counted(judged.length, 'request')} with a method that the path does not offer, ${notes.join(' and ')}.`;
    const evidence = httpEvidence(wrong.map((one) => ({ exchanges: one.chain, note: noteOf(one) })));
    if (wrong.length * 2 >= judged.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - wrong.length / judged.length, found, evidence };
  },
});

const isCarriedOut = ({ effects: [first, second] }: WrongMethod) => first !== 'none' && first === second;

/** Works, stands in no document, and nothing else on this path does the same. */
function isUndocumented(one: WrongMethod, all: readonly WrongMethod[]): boolean {
  if (!isCarriedOut(one) || one.certain) return false;
  return !all.some(
    (other) => other !== one && other.path === one.path && isCarriedOut(other) && other.effects[0] === one.effects[0],
  );
}

const DID = {
  none: 'did nothing',
  read: 'showed the record',
  created: 'made a record',
  changed: 'changed it',
  removed: 'removed it',
};

function noteOf({ operation, statuses, effects }: WrongMethod): string {
  return `${operation}: answered ${statuses[0]}${effects[0] === 'none' ? '' : ` and ${DID[effects[0]]}`}, twice; no source lists this method.`;
}
