import { fingerprint } from './fingerprint.ts';

/** A request that was sent, and when: milliseconds since 1970 by our clock. */
export interface TimedRequest {
  readonly operation: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Logged {
  readonly atMs: number;
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** Executions of statements of one shape that belong to one operation. */
export interface AttributedStatement {
  readonly fingerprint: string;
  readonly operation: string;
  readonly executions: readonly Logged[];
}

/** One execution may be chance: a job of the application's own that ran while a request was answered. */
const MIN_EXECUTIONS = 2;
/** An operation that sends a statement sends it with this part of its requests at least. */
const MIN_SHARE = 0.2;
/** Beyond this the clocks say nothing about requests that take a few milliseconds. */
const MAX_UNCERTAIN_MS = 25;

/**
 * Which operation sends which statements: a statement belongs to a request when it was logged while this one, and none to
 * another operation, was being answered. What is not certain belongs to nobody.
 */
export function attribute(
  statements: readonly Logged[],
  requests: readonly TimedRequest[],
  clock: { readonly aheadMs: number; readonly uncertainMs: number },
): { readonly attributed: readonly AttributedStatement[]; readonly unattributed: number } {
  const asked = Map.groupBy(requests, ({ operation }) => operation);
  const shapes = new Map<string, { logged: Logged; operation: string }[]>();
  let unattributed = 0;
  for (const logged of statements) {
    const at = logged.atMs - clock.aheadMs;
    const within = (marginMs: number) => operationsAt(requests, at, marginMs);
    // one request follows on the other: only what is in none of them is looked for in their surroundings
    const strict = within(0);
    const [operation, another] = strict.size > 0 ? strict : within(clock.uncertainMs);
    if (operation === undefined) continue;
    if (another !== undefined || clock.uncertainMs > MAX_UNCERTAIN_MS) {
      unattributed += 1;
      continue;
    }
    const shape = fingerprint(logged.sql);
    const seen = shapes.get(shape) ?? [];
    seen.push({ logged, operation });
    shapes.set(shape, seen);
  }
  const attributed: AttributedStatement[] = [];
  for (const [shape, seen] of shapes) {
    const byOperation = [...Map.groupBy(seen, ({ operation }) => operation)].map(([operation, found]) => ({
      operation,
      found,
      share: found.length / (asked.get(operation)?.length ?? 1),
    }));
    const [best] = byOperation
      .filter(({ found, share }) => found.length >= MIN_EXECUTIONS && share >= MIN_SHARE)
      .sort((one, other) => Math.min(other.share, 1) - Math.min(one.share, 1) || one.operation.localeCompare(other.operation));
    if (best)
      attributed.push({ fingerprint: shape, operation: best.operation, executions: best.found.map(({ logged }) => logged) });
    else unattributed += seen.length;
  }
  return { attributed, unattributed };
}

function operationsAt(requests: readonly TimedRequest[], at: number, marginMs: number): Set<string> {
  const around = requests.filter(({ fromMs, toMs }) => at >= fromMs - marginMs && at <= toMs + marginMs);
  return new Set(around.map(({ operation }) => operation));
}
