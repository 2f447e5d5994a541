/** A value beside the one in question. */
export interface Neighbour {
  readonly name: string;
  readonly text: string;
}

/** Where a salt for a stored value may be found. */
export interface Surroundings {
  /** The other values of its row. */
  readonly neighbours: readonly Neighbour[];
  /** Values that all rows share: secrets from the application's environment. */
  readonly secrets: readonly string[];
}
