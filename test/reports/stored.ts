import { readFileSync } from 'node:fs';
import { scorecardSchema } from '../../src/grading/scorecard-schema.ts';
import type { Scorecard } from '../../src/grading/scorecard.ts';

export const STORED = ['good', 'mixed', 'full', 'flawed', 'not-started', 'hostile'] as const;

/** A scorecard of schema version 1 as it was stored: it must keep rendering. */
export function stored(name: (typeof STORED)[number]): Scorecard {
  return scorecardSchema.parse(JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')));
}
