/**
 * How much hashing may be done, in estimated milliseconds rather than on the clock: a slow machine takes longer,
 * and comes to the same result.
 */
export class WorkBudget {
  #leftMs: number;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** Whether this much may still be spent; it is then spent. */
  take(ms: number): boolean {
    if (!(ms <= this.#leftMs)) return false;
    this.#leftMs -= ms;
    return true;
  }
}
