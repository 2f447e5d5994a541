import type { Api } from '../api/api.ts';
import type { Identities } from '../api/identity/identities.ts';
import type { CapturedQueries } from '../database/queries.ts';
import type { Schema } from '../database/schema.ts';
import type { StoredPasswords } from '../database/stored-values.ts';
import type { Boot } from '../sandbox/boot.ts';
import type { Readings } from '../submission/readings.ts';
import type { Survey } from '../submission/survey.ts';

/** Every recorded fact that a check or a probe may ask for, by name. All JSON. */
export interface Artifacts {
  readonly survey: Survey;
  readonly readings: Readings;
  readonly boot: Boot;
  readonly api: Api;
  readonly identities: Identities;
  readonly storedValues: StoredPasswords;
  readonly schema: Schema;
  readonly queries: CapturedQueries;
}

export type ArtifactName = keyof Artifacts;

/** A fact that could not be had, and whose doing that is. `by` names the root cause: everything it blocks is one row. */
export interface Missing {
  readonly reason: string;
  readonly fault: 'submission' | 'grader' | 'nobody';
  readonly by: string;
}

/** What is known of a fact: itself, why it could not be had, or that there is no such thing here (an API without users). */
export type Recorded<T> = { readonly value: T } | { readonly missing: Missing } | { readonly absent: string };
