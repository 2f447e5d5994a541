/**
 * What a verdict points at. Exchanges are named by id and resolved by whoever renders; an HTTP finding lists the
 * exchanges that lead to it in order, beginning with the one that makes its data, so that a stranger can replay them.
 */
export type Evidence =
  | { readonly kind: 'http'; readonly exchanges: readonly [string, ...string[]]; readonly note?: string }
  | {
      readonly kind: 'source';
      readonly path: string;
      readonly line: number;
      readonly snippet: string;
      readonly commit?: string;
      readonly note?: string;
    }
  | { readonly kind: 'log'; readonly from: string; readonly lines: readonly string[]; readonly note?: string }
  | {
      readonly kind: 'stored-value';
      readonly table: string;
      readonly column: string;
      readonly value: string;
      readonly note?: string;
    }
  | {
      /** A statement, and what a plan of it would gain by an index. */
      readonly kind: 'query-plan';
      readonly sql: string;
      /** The measured difference in one line: `posts(user_id): cost 381 times lower, …`. */
      readonly gain: string;
      /** The SQL that mends it. */
      readonly suggestion: string;
      readonly note?: string;
    }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
      readonly note?: string;
    };
