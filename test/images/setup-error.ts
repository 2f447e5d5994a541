import { readFileSync } from 'node:fs';

const TAIL_LINES = 12;

/** A step that failed: what was tried and came back, the log that tells more, and what to do next. */
export class SetUpError extends Error {
  readonly next: string;
  readonly log: string | undefined;

  constructor(message: string, next: string, log?: string) {
    super(message);
    this.next = next;
    this.log = log;
  }

  /** The text for a person. */
  explain(): string {
    return [`set-up failed: ${this.message}`, ...this.#tail(), `next: ${this.next}`].join('\n');
  }

  #tail(): string[] {
    if (this.log === undefined) return [];
    const lines = readLines(this.log).slice(-TAIL_LINES);
    return [`the last lines of ${this.log}:`, ...lines.map((line) => `  | ${line}`)];
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  } catch {
    return ['(no log was written)'];
  }
}
