const GiB = 2 ** 30;
const MiB = 2 ** 20;

/** Every bound of a run. Times in ms, sizes in bytes. Printed in the report; why each is what it is stands in docs/architecture.md. */
export const LIMITS = {
  buildMs: 600_000,
  buildLogBytes: 20 * MiB,
  imageBytes: 4 * GiB,
  pullMs: 300_000,
  bootMs: 120_000,
  serviceMemoryBytes: GiB,
  serviceCpus: 1,
  servicePids: 512,
  openFiles: 4096,
  tmpfsBytes: 256 * MiB,
  shmBytes: 64 * MiB,
  services: 8,
  restartsWhileBooting: 3,
  logLines: 40,
  teardownMs: 30_000,
  keptImagesBytes: 10 * GiB,
  keepMs: 24 * 3_600_000,
} as const;
