import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { duplicates, type Outcome, type UniqueField } from '../../src/probes/duplicates.ts';

export default defineCheck({
  id: 'duplicate-accepted',
  title: 'What must be unique is there once',
  failureTitle: 'The same unique value is accepted twice',
  why: 'Two accounts with one address break login, password reset and every later assumption about who somebody is. Asking first and inserting then lets both of two simultaneous requests through.',
  fix: 'Put a UNIQUE constraint on the column, insert without asking first, and turn the violation of the constraint into a 409.',
  references: { cwe: 362 },
  stability: 'stable',
  needs: [duplicates],
  judge({ duplicates: { fields } }) {
    if (fields.length === 0) return { verdict: 'not-applicable', reason: 'No field is known to be unique.' };
    const judged = fields.filter((field) => outcomeOf(field) !== 'unknown');
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: stuckReason(
          fields,
          fields.some(({ tries }) => tries.some(({ statuses }) => statuses.some((status) => status === 429 || status === 0)))
            ? 'A rate limit, or silence, came instead of an answer to the second of two equal values.'
            : 'Whether the second of two equal values made a second record cannot be seen from outside.',
        ),
      };
    const doubled = judged.filter((field) => DOUBLED.includes(outcomeOf(field)));
    const raced = judged.filter((field) => racesOf(field).length >= 2);
    if (doubled.length + raced.length === 0) {
      const limited = judged.some(({ rounds }) => rounds.some(({ heldBack }) => heldBack > 0));
      return {
        verdict: 'pass',
        found: `${counted(judged.length, 'unique field')}: the second of two equal values made no second record${limited ? '; ten at once were held back by a rate limit' : ''}.`,
      };
    }
    const found = [
      ...doubled.map((field) => `${field.operation} took the same ${field.field} twice`),
      ...raced.map((field) => `${field.operation} took the same ${field.field} several times when asked at once`),
    ].join('; ');
    const evidence = httpEvidence([
      ...doubled.map((field) => ({ exchanges: field.tries[0]?.chain ?? [], note: noteOf(field) })),
      ...raced.map((field) => ({
        exchanges: racesOf(field)[0]?.chain ?? [],
        note: `${racesOf(field)
          .map(({ taken }) => taken)
          .join(
            ', ',
          )} of ten equal requests at once were taken, in ${racesOf(field).length} of ${field.rounds.length} rounds, though the second of two in a row is refused.`,
      })),
    ]);
    if (doubled.length === judged.length) return { verdict: 'fail', found: `${found}.`, evidence };
    // who asks before inserting has thought of it: half a point
    const share = 1 - (doubled.length + raced.length / 2) / judged.length;
    return { verdict: 'partial', share, found: `${found}.`, evidence };
  },
});

const DOUBLED: readonly Outcome[] = ['second', 'replaced'];

/** What both tries came to, or unknown where they disagree. */
function outcomeOf({ tries: [first, second] }: UniqueField): Outcome {
  return first !== undefined && first.outcome === second?.outcome ? first.outcome : 'unknown';
}

/** Rounds in which more than one of ten at once was taken, and their answers did not name one record alone. */
const racesOf = ({ rounds }: UniqueField) => rounds.filter(({ taken, ids }) => taken >= 2 && ids !== 1);

function noteOf(field: UniqueField): string {
  const what = `${field.operation} with a ${field.field} that was there already answered ${field.tries[0]?.statuses[1]}`;
  return outcomeOf(field) === 'replaced'
    ? `${what}, and from then on only the second password opened the account; the same with fresh values.`
    : `${what}, and two records have it now; the same with fresh values.`;
}
