/** Processor time of this thread so far, in milliseconds: unlike the clock it does not count what other processes take on a busy machine. */
export function cpuTimeMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
