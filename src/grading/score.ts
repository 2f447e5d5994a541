import type { VerdictName } from './verdict.ts';

/** A verdict with its weight. Weights have at most two decimals. */
export interface Scored {
  readonly weight: number;
  readonly verdict: VerdictName;
  /** The part that is right, of a partial verdict. */
  readonly share?: number;
}

/** Sums over results. `value`, `low` and `high` lie between 0 and 1, and are null when there is nothing to divide by. */
export interface Score {
  readonly earned: number;
  /** Weight of what was determined. */
  readonly possible: number;
  readonly applicable: number;
  readonly value: number | null;
  /** Every unknown fails. */
  readonly low: number | null;
  /** Every unknown passes. */
  readonly high: number | null;
  /** The determined part of what is applicable. */
  readonly coverage: number;
}

/** What a verdict earns, with two decimals, as it is printed: sums are made of printed points, so that a reader's sum is ours. */
export function pointsOf({ weight, verdict, share = 0 }: Scored): number {
  if (verdict === 'pass') return weight;
  if (verdict !== 'partial') return 0;
  // the epsilon is for 0.29 × 100, and something must be missing, or a partial would be worth a pass
  const whole = hundredths(weight);
  return Math.max(0, Math.min(Math.floor(whole * share + 1e-9), whole - 1)) / 100;
}

export function score(results: readonly Scored[]): Score {
  const applicable = results.filter((one) => one.weight > 0 && one.verdict !== 'not-applicable');
  const determined = applicable.filter((one) => isDetermined(one.verdict));
  const all = sum(applicable.map((one) => one.weight));
  const known = sum(determined.map((one) => one.weight));
  const earned = sum(determined.map(pointsOf));
  return {
    earned: earned / 100,
    possible: known / 100,
    applicable: all / 100,
    value: known === 0 ? null : earned / known,
    low: all === 0 ? null : earned / all,
    high: all === 0 ? null : (earned + all - known) / all,
    coverage: all === 0 ? 0 : known / all,
  };
}

export function isDetermined(verdict: VerdictName): verdict is 'pass' | 'partial' | 'fail' {
  return verdict === 'pass' || verdict === 'partial' || verdict === 'fail';
}

/** Whole percents, rounded down, so that 100 means everything; null of nothing. */
export function floorPercent(part: number, whole: number): number | null {
  return hundredths(whole) === 0 ? null : Math.floor((100 * hundredths(part)) / hundredths(whole));
}

/** A weight split by shares into parts of two decimals that add up to it. */
export function split(weight: number, shares: readonly number[]): number[] {
  const total = shares.reduce((all, share) => all + share, 0);
  const exact = shares.map((share) => (hundredths(weight) * share) / total);
  const parts = exact.map((part) => Math.floor(part + 1e-9));
  const left = hundredths(weight) - parts.reduce((all, part) => all + part, 0);
  const byRest = exact
    .map((part, index) => ({ index, rest: part - Math.floor(part + 1e-9) }))
    .sort((one, other) => other.rest - one.rest);
  const lucky = new Set(byRest.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => (part + (lucky.has(index) ? 1 : 0)) / 100);
}

const hundredths = (points: number) => Math.round(points * 100);
const sum = (points: readonly number[]) => points.reduce((all, one) => all + hundredths(one), 0);
