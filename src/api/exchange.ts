/** Who sends a request. C is thrown away: whatever may lock an account happens to C. */
export type IdentityName = 'anonymous' | 'A' | 'B' | 'C';

/** A part of a request's path or body that came out of an earlier answer, so that a replay can take it from there again. */
export interface TakenId {
  readonly value: string;
  /** Id of the exchange whose answer held it. */
  readonly from: string;
  /** JSON pointer into that answer's body, for example `/data/id`; or `header:location`. */
  readonly pointer: string;
}

/**
 * One recorded request and its response. Secrets are already replaced by placeholders that name a role
 * (`{{A.token}}`, `{{AB.password}}`); `response` is null when none came, and `failure` then says why.
 */
export interface Exchange {
  readonly id: string;
  readonly stack: string;
  readonly identity: IdentityName;
  readonly request: {
    readonly method: string;
    /** Path with query, as sent. */
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
    readonly taken: readonly TakenId[];
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** Set when the body was cut: "cut at 2 MB". */
    readonly cut?: string;
  } | null;
  readonly failure?: string;
  readonly durationMs: number;
}
