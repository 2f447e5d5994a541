import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason, untriedInput } from '../../src/grading/wording.ts';
import { absentOperations } from '../../src/probes/absent-operations.ts';
import { badInput, type FaultyRequest } from '../../src/probes/bad-input.ts';

/**
 * A refusal with a 2xx: the answer tells an error, and the API shows afterwards that nothing came of the request (no new row, an
 * unchanged record, no credential). Other checks say the rest: ids that fit no record (`missing-404`), 5xx
 * (`server-error-on-client-fault`), faulty input that is stored (`unvalidated-input`).
 */
export default defineCheck({
  id: 'error-as-success',
  title: 'Refusals carry an error status',
  failureTitle: 'Refusals are answered with a success status',
  why: 'Clients look at the status first, and so do proxies, retries and monitoring. An error that is sent as 200 is taken for a success by all of them.',
  fix: 'Set the status wherever an error is sent: 400 or 422 for bad input, 401 for a refused login, 404 for an unknown path.',
  references: { cwe: 393 },
  stability: 'stable',
  needs: ['api', badInput, absentOperations],
  judge({ api, badInput: { requests }, absentOperations: { unknownPaths } }) {
    if (requests.length === 0) {
      const reason = api.resources.some((one) => one.createPath !== null)
        ? stuckReason(api.resources, 'No good request was accepted, so that a refusal could be told from it.')
        : untriedInput(api);
      if (reason !== undefined) return { verdict: 'inconclusive', reason };
      return { verdict: 'not-applicable', reason: 'No operation takes input that could be refused.' };
    }
    const judged = requests.filter(
      (one) => one.controlled && one.fault !== 'malformed id' && isAnswered(one) && !isOtherProtocol(one),
    );
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: 'No operation accepted a good request, so that a refusal could be told from it.',
      };
    const paths = unknownPaths.filter(isAnswered);
    const wrong = judged.filter(isRefusedAsSuccess);
    const lost = paths.filter(({ statuses, looks }) => statuses.every(isSuccess) && looks.every((look) => look.tellsError));
    const [operations, all] = [operationsOf(wrong) + Math.min(lost.length, 1), operationsOf(judged) + Math.min(paths.length, 1)];
    if (operations === 0)
      return {
        verdict: 'pass',
        found: `${counted(judged.length + paths.length, 'faulty request')}, and no refusal was answered with a success.`,
      };
    const kinds = [...new Set([...wrong.map((one) => one.fault), ...(lost.length > 0 ? ['unknown path'] : [])])];
    const found = `${counted(wrong.length + lost.length, 'refusal')} came with a success status, on ${operations} of ${counted(all, 'operation')}: ${kinds.join(', ')}.`;
    const evidence = httpEvidence([
      ...wrong.map((one) => ({
        exchanges: one.chain,
        note: `${one.operation}, ${one.fault}: answered ${one.statuses[0]}, twice, and nothing came of it.`,
      })),
      ...lost.map((one) => ({
        exchanges: one.chain,
        note: `${one.operation}, which is not there: answered ${one.statuses[0]} with an error, twice.`,
      })),
    ]);
    // widespread: at least half of the operations that take a body
    if (operationsOf(wrong.filter(takesBody)) * 2 >= Math.max(1, operationsOf(judged.filter(takesBody))))
      return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - operations / all, found, evidence };
  },
});

const takesBody = ({ fault }: FaultyRequest) => fault !== 'no credential';
const isSuccess = (status: number) => status >= 200 && status < 300;
const isAnswered = ({ statuses }: { statuses: readonly number[] }) => statuses.every((status) => status !== 0 && status !== 429);

/** GraphQL and JSON-RPC answer errors with 200 by their own rules. */
const isOtherProtocol = ({ operation }: FaultyRequest) => /\/(?:graphql|json-?rpc|rpc)\/?$/i.test(operation);

/** A refused login needs no words: who gives the right password gets a credential, and here is none. A login page with 200 is a page. */
function isRefusedAsSuccess({ fault, statuses, looks, ineffective }: FaultyRequest): boolean {
  if (!statuses.every(isSuccess) || ineffective !== true) return false;
  return looks.every((look) => look.tellsError || (fault === 'wrong password' && look.form !== 'page'));
}

const operationsOf = (requests: readonly FaultyRequest[]) => new Set(requests.map((one) => one.operation)).size;
