import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason, untriedInput } from '../../src/grading/wording.ts';
import { invalidValues, type TriedOperation, type TriedValue } from '../../src/probes/invalid-values.ts';

export default defineCheck({
  id: 'unvalidated-input',
  title: 'Invalid values are refused',
  failureTitle: 'Invalid values are stored',
  why: 'What is stored once is read for years: every later query, report and client has to live with an address that is none. Where nothing is checked, nothing stops what is sent on purpose either.',
  fix: 'Describe the fields of each request once in a schema (zod, Joi, class-validator, pydantic, bean validation), check the body against it before anything else happens, and answer 400 or 422 with the names of the fields.',
  references: { cwe: 20 },
  stability: 'stable',
  needs: [invalidValues],
  prefers: ['api'],
  judge({ invalidValues: { operations }, api }) {
    if (operations.length === 0) {
      const reason = untriedInput(api);
      if (reason !== undefined) return { verdict: 'inconclusive', reason };
      return { verdict: 'not-applicable', reason: 'No operation takes values that could be stored.' };
    }
    const judged = operations.filter((one) => one.controlled && tried(one).length > 0);
    if (judged.length === 0) {
      if (operations.every((one) => one.stuck === null && one.values.length === 0 && !one.heldBack))
        return { verdict: 'not-applicable', reason: 'Of no field it is known which values would be wrong.' };
      return {
        verdict: 'inconclusive',
        reason: stuckReason(
          operations,
          operations.some(({ heldBack }) => heldBack)
            ? 'A rate limit, or silence, came instead of answers to invalid values.'
            : 'Good records were not accepted before and after the invalid ones, or could not be looked at again.',
        ),
      };
    }
    const sent = judged.flatMap(tried);
    const stored = judged.flatMap((one) =>
      tried(one)
        .filter(isStored)
        .map((value) => ({ operation: one.operation, value })),
    );
    if (stored.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(sent.length, 'invalid value')} for ${counted(judged.length, 'operation')}: none was stored.`,
      };
    const faulty = judged.filter((one) => tried(one).some((value) => isStored(value) && !value.lesson)).length;
    const careless = judged.filter((one) => tried(one).some(isStored)).length - faulty;
    const found = `${stored.length} of ${counted(sent.length, 'invalid value')} ${stored.length === 1 ? 'was' : 'were'} stored, by ${faulty + careless} of ${counted(judged.length, 'operation')}: ${[...new Set(stored.map(({ value }) => value.field))].slice(0, 5).join(', ')}.`;
    const evidence = httpEvidence(
      [...stored]
        .sort((one, other) => Number(one.value.lesson) - Number(other.value.lesson))
        .map(({ operation, value }) => ({
          exchanges: value.chain,
          note: `${operation} took ${described(value)}, though ${value.rule} (${KNOWN[value.known]}), and it was there when asked for again; the same a second time.`,
        })),
    );
    // widespread: at least half of the operations
    if (faulty * 2 >= judged.length) return { verdict: 'fail', found, evidence };
    // an empty name can be argued for: half a point
    return { verdict: 'partial', share: 1 - (faulty + careless / 2) / judged.length, found, evidence };
  },
});

const KNOWN = {
  document: 'the API’s own document says so',
  answers: 'the API’s own answers say so',
  meaning: 'that is what the field means',
} as const;

/** What was answered: a limiter's answer, or none, says nothing about the value; a server error is judged elsewhere. */
const tried = (one: TriedOperation) =>
  one.values.filter(({ statuses }) => statuses.every((status) => status !== 429 && status !== 0 && status < 500));
const isStored = ({ stored }: TriedValue) => stored;

function described({ field, sent }: TriedValue): string {
  if (sent === null) return `a record without ${field}`;
  return sent === '""' ? `an empty ${field}` : `${sent} as ${field}`;
}
