import type { AnyCheck } from './check.ts';

/** A check with the area that its folder gives it. */
export interface LoadedCheck {
  readonly area: string;
  readonly check: AnyCheck;
}
