import type { Evidence } from './evidence.ts';

/** At least one piece of evidence: a finding without it does not compile. */
export type SomeEvidence = readonly [Evidence, ...Evidence[]];

/** What a check may say. `share` is the part that is right, above 0 and below 1; `found` is one sentence with counts. */
export type JudgedVerdict =
  | { readonly verdict: 'pass'; readonly found?: string; readonly evidence?: readonly Evidence[] }
  | { readonly verdict: 'partial'; readonly share: number; readonly found: string; readonly evidence: SomeEvidence }
  | { readonly verdict: 'fail'; readonly found: string; readonly evidence: SomeEvidence }
  | { readonly verdict: 'not-applicable'; readonly reason: string }
  | { readonly verdict: 'inconclusive'; readonly reason: string };

/** What the runner adds: a missing artifact is `blocked` (and whose fault it was), a throw of ours is `error`. */
export type Verdict =
  | JudgedVerdict
  | { readonly verdict: 'blocked'; readonly reason: string; readonly fault: 'submission' | 'grader'; readonly by: string }
  | { readonly verdict: 'error'; readonly reason: string };

export type VerdictName = Verdict['verdict'];
