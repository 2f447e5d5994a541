import type { CheckMetadata } from './check.ts';
import { SEVERITY_WEIGHT, type RubricCheck, type RubricMistake } from './rubric.ts';
import { split, type Scored } from './score.ts';
import type { Verdict, VerdictName } from './verdict.ts';

/** A check with the verdict that it came to. */
export interface JudgedCheck {
  readonly metadata: CheckMetadata;
  readonly area: string;
  readonly verdict: Verdict;
}

export type MistakeOutcome = 'avoided' | 'made' | 'undetermined' | 'not-applicable' | 'undecided';

/** A mistake with its outcome and its weight split over the checks that are applicable. */
export interface Weighed {
  readonly mistake: RubricMistake;
  readonly outcome: MistakeOutcome;
  readonly why: string | undefined;
  readonly checks: readonly WeighedCheck[];
}

export interface WeighedCheck extends Scored {
  readonly id: string;
  readonly verdictOf: Verdict;
}

export function weigh(mistake: RubricMistake, judged: ReadonlyMap<string, JudgedCheck>, only: readonly string[]): Weighed {
  if (mistake.checks.length === 0) return { mistake, outcome: 'undecided', why: mistake.why, checks: [] };
  // experimental checks are shown and do not count
  const counting = mistake.checks.filter(({ id }) => judged.get(id)?.metadata.stability !== 'experimental');
  if (counting.length === 0)
    return { mistake, outcome: 'undecided', why: 'Only experimental checks look at it, and they do not count.', checks: [] };
  const verdicts = counting.map((check) => ({ check, verdict: verdictOf(check, judged, only) }));
  const applicable = verdicts.filter(({ verdict }) => verdict.verdict !== 'not-applicable');
  const weights = split(
    SEVERITY_WEIGHT[mistake.severity],
    applicable.map(({ check }) => check.share),
  );
  const { outcome, why } = outcomeOf(verdicts.map(({ verdict }) => verdict));
  return {
    mistake,
    outcome,
    why,
    checks: applicable.map(({ check, verdict }, index) => ({
      id: check.id,
      weight: weights[index] ?? 0,
      verdict: verdict.verdict,
      ...(verdict.verdict === 'partial' && { share: verdict.share }),
      verdictOf: verdict,
    })),
  };
}

export function verdictOf({ id }: RubricCheck, judged: ReadonlyMap<string, JudgedCheck>, only: readonly string[]): Verdict {
  const known = judged.get(id)?.verdict;
  if (known) return known;
  if (only.length > 0) return { verdict: 'inconclusive', reason: 'This run was limited to other checks.' };
  return { verdict: 'error', reason: `No verdict of the check ${id} was recorded.` };
}

/** Made if any check failed, undetermined if any is unknown, avoided if one passed, else not applicable. */
export function outcomeOf(verdicts: readonly Verdict[]): {
  outcome: Exclude<MistakeOutcome, 'undecided'>;
  why: string | undefined;
} {
  const reasons = (names: readonly VerdictName[]) =>
    [...new Set(verdicts.flatMap((one) => (names.includes(one.verdict) && 'reason' in one ? [one.reason] : [])))].join(' ');
  if (verdicts.some((one) => one.verdict === 'fail' || one.verdict === 'partial')) return { outcome: 'made', why: undefined };
  const unknown = reasons(['inconclusive', 'blocked', 'error']);
  if (unknown !== '') return { outcome: 'undetermined', why: unknown };
  if (verdicts.some((one) => one.verdict === 'pass')) return { outcome: 'avoided', why: undefined };
  return { outcome: 'not-applicable', why: reasons(['not-applicable']) };
}
