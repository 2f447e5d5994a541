import type { Level } from './level.ts';

/** A stored value in a format that names itself. Made by parsing alone: nothing is computed yet. */
export interface RecognisedHash {
  /** By its parameters. */
  readonly level: Level;
  readonly scheme: string;
  readonly detail: string;
  /** What one verification takes, estimated from the parameters, so that hostile ones are refused before any work. */
  readonly costMs: number;
  readonly memoryBytes: number;
  /** Absent when there is no implementation at hand. */
  readonly matches?: (password: string) => Promise<boolean> | boolean;
}

/** Knows one family of formats. */
export type Format = (value: string) => RecognisedHash | undefined;
