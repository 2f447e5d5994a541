import { RoadworthyError } from '../errors.ts';

/** Aborted by Ctrl-C or a request to end. Whoever works with it removes what it made, and then the command ends with 130. */
export function interruption(): { signal: AbortSignal; [Symbol.dispose](): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    process.stderr.write('\nroadworthy: interrupted, removing what runs…\n');
    controller.abort(new RoadworthyError('interrupted', 'Interrupted. What was found so far is in the .partial folder.'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, stop);
    },
  };
}
