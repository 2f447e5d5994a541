import type { AccountFacts, Recipe } from './recipe.ts';

/** Who roadworthy is on this submission: the recipe that discovery taught, and the accounts of the stack that is graded. */
export interface Identities {
  readonly recipe: Recipe;
  readonly accounts: readonly AccountFacts[];
}
