/** Whose doing a failure is: the author's code, or ours (engine, network, disk, a bug). */
export type Fault = 'submission' | 'grader';

/**
 * An expected failure. `message` is one line for a person: what was tried, on what, what came back, what to do next.
 * It ends the command with exit code 2 and is never followed by a stack trace.
 */
export class RoadworthyError extends Error {
  override readonly name = 'RoadworthyError';
  readonly code: string;
  readonly fault: Fault;
  /** Lines that explain the failure: the tail of a build log, the last words of a container. */
  readonly detail: readonly string[];

  constructor(code: string, message: string, options: { fault?: Fault; cause?: unknown; detail?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.fault = options.fault ?? 'grader';
    this.detail = options.detail ?? [];
  }
}

/** Whatever was thrown, as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
