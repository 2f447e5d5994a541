import type { Canary } from '../../src/database/canary.ts';

/** Sixteen characters, shared by A and B; the Python hashes in `recorded-hashes.ts` are of this password. */
export const SHORT = 'Kestrel-4071-Moo';
export const LONG = 'Harrier-2280-over-the-quiet-moor-and-back-again-19';

export const CANARIES: readonly Canary[] = [
  { identity: 'A', login: ['ada.k4071@roadworthy.test', 'ada-k4071'], password: SHORT },
  { identity: 'B', login: ['bea.k4071@roadworthy.test', 'bea-k4071'], password: SHORT },
  { identity: 'C', login: ['cyd.k4071@roadworthy.test', 'cyd-k4071'], password: LONG },
];
