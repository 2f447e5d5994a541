import type { Live } from './probe.ts';

/** More kinds of records than these are not driven: the budget of a probe is a few hundred requests. */
export const MAX_RESOURCES = 6;

/** Who makes records: A where there are users, else anonymous. */
export function writer(live: Pick<Live, 'hasUsers'>): 'A' | 'anonymous' {
  return live.hasUsers ? 'A' : 'anonymous';
}
