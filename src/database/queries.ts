/** The statements that requests made the application send, and what an index would change for each. */
export interface CapturedQueries {
  readonly engine: 'postgresql';
  /** Rows in every table on which the plans were made. */
  readonly rowsPerTable: number;
  readonly statements: readonly CapturedStatement[];
  /** Statements that belong to no request for certain. */
  readonly unattributed: number;
}

/** Statements of one shape. Parameters are those of one execution, with secrets replaced. */
export interface CapturedStatement {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  /** The operation that sends it: `GET /tasks/{id}`. */
  readonly operation: string;
  readonly executions: number;
  readonly plan: PlanFacts | { readonly unknown: string };
}

export interface PlanFacts {
  /** Indexes besides primary keys that the plan uses. */
  readonly indexes: readonly string[];
  readonly missing: MissingIndex | null;
}

/** An index that does not exist, and what the statement costs without it and with it. */
export interface MissingIndex {
  /** `posts(user_id)`; several where one alone does not help. */
  readonly on: readonly string[];
  readonly definitions: readonly string[];
  readonly before: Work;
  readonly after: Work;
}

/** The planner's estimate, and what was touched when the statement ran. */
export interface Work {
  readonly cost: number;
  readonly blocks: number;
  readonly rows: number;
}
