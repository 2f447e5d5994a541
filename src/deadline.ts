import { setTimeout as delay } from 'node:timers/promises';
import { RoadworthyError } from './errors.ts';

/** The result of `work`, or RoadworthyError `timeout` after `ms`. What it started is not stopped: give it a signal for that. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).then(() => {
    throw new RoadworthyError('timeout', `${what} took longer than ${Math.round(ms / 1000)} s and was given up.`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}

/**
 * Asks every `everyMs` until there is an answer; undefined when the time is over.
 * A `signal` that is aborted ends the wait with its reason.
 */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  options: { ms: number; everyMs: number; signal?: AbortSignal },
): Promise<T | undefined> {
  const end = performance.now() + options.ms;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() >= end) return undefined;
    await delay(options.everyMs);
  }
}
