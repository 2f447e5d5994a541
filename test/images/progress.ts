const started = Date.now();

/** One line per step on stderr, with the time since set-up began. */
export function say(text: string): void {
  const seconds = Math.floor((Date.now() - started) / 1000);
  process.stderr.write(`set-up ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}  ${text}\n`);
}

/** Runs one step and says how long it took; for steps that run side by side. */
export async function timed<T>(text: string, work: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  const result = await work();
  say(`${text} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  return result;
}
