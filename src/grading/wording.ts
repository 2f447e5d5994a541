import type { Api } from '../api/api.ts';
import { isAccountOperation } from '../api/identity/rank.ts';
import type { Evidence } from './evidence.ts';
import type { SomeEvidence } from './verdict.ts';

/** "1 list", "3 lists". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Why nothing could be said about things that got stuck, or `otherwise` when they did not say. */
export function stuckReason(things: readonly { readonly stuck: string | null }[], otherwise: string): string {
  const reasons = [...new Set(things.flatMap((one) => (one.stuck === null ? [] : [one.stuck])))];
  return reasons.length > 0 ? `${reasons.slice(0, 3).join('; ')}.` : otherwise;
}

/** Evidence of HTTP findings: the first is the clearest, at most five are shown. Throws when there is none, which is a fault of the check. */
export function httpEvidence(
  findings: readonly { readonly exchanges: readonly string[]; readonly note: string }[],
): SomeEvidence {
  const [first, ...rest] = findings.slice(0, 5).flatMap(({ exchanges, note }): Evidence[] => {
    const [head, ...tail] = exchanges;
    return head === undefined ? [] : [{ kind: 'http', exchanges: [head, ...tail], note }];
  });
  if (!first) throw new Error('an HTTP finding names no exchange');
  return [first, ...rest];
}

const TAKES_INPUT: readonly string[] = ['POST', 'PUT', 'PATCH'];

/**
 * Why nothing can be said of input, where operations take some and none of them is known to make records: `POST /shorten`. Undefined
 * when no operation but login and registration takes any, or it is not known which there are.
 */
export function untriedInput(api: Pick<Api, 'operations'> | undefined): string | undefined {
  const untried = api?.operations.find(
    ({ method, path, confirmation }) =>
      TAKES_INPUT.includes(method) && confirmation.state !== 'refuted' && !isAccountOperation(path),
  );
  return untried && `${untried.id} may take input, but no operation is known to make records that it could be seen in.`;
}
