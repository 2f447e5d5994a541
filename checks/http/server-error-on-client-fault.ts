import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, untriedInput } from '../../src/grading/wording.ts';
import { badInput, type FaultyRequest } from '../../src/probes/bad-input.ts';

export default defineCheck({
  id: 'server-error-on-client-fault',
  title: 'Faulty requests are refused with a 4xx',
  failureTitle: 'Faulty requests end in a server error',
  why: 'A 5xx says that the server broke. Whoever is on call is woken by a typo of a client, and real faults drown in them.',
  fix: 'Validate body and path parameters before using them and answer 400 or 422; add one error handler that turns parser errors into 400.',
  references: { cwe: 20, owaspApi: 'API8:2023' },
  stability: 'stable',
  needs: [badInput],
  prefers: ['api'],
  judge({ badInput: { requests }, api }) {
    const judged = requests.filter((one) => one.controlled && !one.statuses.includes(429));
    if (requests.length === 0) {
      const reason = untriedInput(api);
      if (reason !== undefined) return { verdict: 'inconclusive', reason };
      return { verdict: 'not-applicable', reason: 'No operation takes input that could be faulty.' };
    }
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: 'No operation accepted a good request, so that a faulty one could be told from it.',
      };
    const broken = judged.filter((one) => one.statuses.every((status) => status >= 500 || status === 0));
    if (broken.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(judged.length, 'faulty request')} on ${counted(operationsOf(judged), 'operation')}, none answered 5xx.`,
      };
    const [operations, all] = [operationsOf(broken), operationsOf(judged)];
    const found = `${broken.length} of ${counted(judged.length, 'faulty request')} ended in a server error, on ${operations} of ${counted(all, 'operation')}: ${[...new Set(broken.map((one) => one.fault))].join(', ')}.`;
    const evidence = httpEvidence(
      clearest(broken).map((one) => ({
        exchanges: one.chain,
        note: one.ended
          ? `${one.operation}, ${one.fault}: the app ended.`
          : `${one.operation}, ${one.fault}: answered ${one.statuses[0] || 'nothing'}, twice.`,
      })),
    );
    // widespread: at least half of the operations
    if (operations * 2 >= all) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - operations / all, found, evidence };
  },
});

const operationsOf = (requests: readonly FaultyRequest[]) => new Set(requests.map((one) => one.operation)).size;

/** One example of each kind of fault. */
function clearest(broken: readonly FaultyRequest[]): FaultyRequest[] {
  return [...new Map([...broken].reverse().map((one) => [one.fault, one])).values()].reverse();
}
