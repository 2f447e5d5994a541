import type { Canary } from '../canary.ts';
import type { Assessment } from './assessment.ts';
import { isNamedForPassword, mayHoldPassword } from './column-names.ts';
import { findDerivedKey } from './derived-key.ts';
import { isDigestOfNeighbour } from './digest-of-neighbour.ts';
import { growthOf } from './growth.ts';
import { recognise } from './recognise.ts';
import { findSaltedDigest, SALTED_DIGEST_COST_MS } from './salted-digest.ts';
import type { Surroundings } from './surroundings.ts';
import { verify } from './verify.ts';
import type { WorkBudget } from './work-budget.ts';

/** What one column, or one place in a document, holds for one canary. */
export interface StoredValue extends Surroundings {
  readonly canary: Canary;
  readonly text: string;
}

export interface Column {
  readonly table: string;
  readonly column: string;
  /** One per canary, in the order A, B, C. */
  readonly values: readonly StoredValue[];
}

interface ColumnAssessment {
  readonly assessment: Assessment;
  readonly values: readonly StoredValue[];
}

/** Hashing for the whole scan. */
interface Budgets {
  /** Formats that name themselves. */
  readonly verify: WorkBudget;
  /** Fast digests with a salt from somewhere. */
  readonly digests: WorkBudget;
  /** Keys derived with unknown parameters. */
  readonly keys: WorkBudget;
}

/** Says how a column stores the password, from the values of the canaries alone; nothing when it stores something else. */
export async function assessColumn(column: Column, budgets: Budgets): Promise<readonly ColumnAssessment[]> {
  const { values } = column;
  if (isEqualForDifferentPasswords(values)) return [];
  const recognised = await assessRecognised(column, budgets.verify);
  if (recognised) return recognised;
  const found = searchSaltedDigest(values, budgets.digests);
  if (found) return [{ assessment: found, values }];
  if (!mayHoldPassword(column.table, column.column)) return [];
  const remaining = assessGrowth(values) ?? (await searchDerivedKey(values, budgets.keys)) ?? unknownIfNamed(column);
  return remaining ? [{ assessment: remaining, values }] : [];
}

/** A value that A and C share does not come from the password: a role, a provider, a placeholder. */
function isEqualForDifferentPasswords(values: readonly StoredValue[]): boolean {
  return values.some((one) => values.some((other) => one.text === other.text && one.canary.password !== other.canary.password));
}

async function assessRecognised({ column, values }: Column, budget: WorkBudget): Promise<ColumnAssessment[] | undefined> {
  const known = values.flatMap((value) => {
    const hash = recognise(value.text);
    return hash ? [{ value, hash }] : [];
  });
  if (known.length === 0) return undefined;
  // One verified value proves what the column holds; a second one is tried because a probe may have changed a password.
  let proven = false;
  const assessed: ColumnAssessment[] = [];
  for (const { value, hash } of known) {
    const { level, scheme, detail } = hash;
    const tried: Assessment | undefined =
      !proven && budget.take(hash.costMs) ? await verify(hash, value.canary.password) : undefined;
    const assessment: Assessment = tried ?? { level, scheme, detail, verified: false };
    proven ||= assessment.verified;
    const same = assessed.findIndex((other) => isSameConstruction(other.assessment, assessment));
    const before = assessed[same];
    if (!before) assessed.push({ assessment, values: [value] });
    else {
      const verified = before.assessment.verified || assessment.verified;
      assessed[same] = { assessment: { ...before.assessment, verified }, values: [...before.values, value] };
    }
  }
  return proven || isNamedForPassword(column) ? assessed : [];
}

function isSameConstruction(one: Assessment, other: Assessment): boolean {
  return one.scheme === other.scheme && one.level === other.level && one.detail === other.detail;
}

function searchSaltedDigest(values: readonly StoredValue[], budget: WorkBudget): Assessment | undefined {
  for (const { text, canary, neighbours, secrets } of values) {
    if (!budget.take(SALTED_DIGEST_COST_MS)) return undefined;
    const found = findSaltedDigest(text, canary.password, { neighbours, secrets });
    if (found) return found;
  }
  return undefined;
}

function assessGrowth(values: readonly StoredValue[]): Assessment | undefined {
  const [short, twin, long] = (['A', 'B', 'C'] as const).map((name) => values.find(({ canary }) => canary.identity === name));
  const first = short ?? twin;
  if (!first || !long) return undefined;
  const extra = long.canary.password.length - first.canary.password.length;
  const growth = growthOf({ a: first.text, b: twin?.text, c: long.text }, extra);
  if (growth === undefined) return undefined;
  const detail = `the stored value is ${growth} bytes longer for a password that is ${extra} characters longer`;
  return { level: 'reversible', scheme: 'encryption', detail, verified: short !== undefined && twin !== undefined };
}

async function searchDerivedKey(values: readonly StoredValue[], budget: WorkBudget): Promise<Assessment | undefined> {
  const [first] = values;
  return first && (await findDerivedKey(first.text, first.canary.password, first, budget));
}

/** Only a column named for the password is said to hold one that could not be recognised. */
function unknownIfNamed({ column, values }: Column): Assessment | undefined {
  const [first] = values;
  if (!first || !isNamedForPassword(column)) return undefined;
  const others = [...first.canary.login, ...first.neighbours.map(({ text }) => text)];
  if (isDigestOfNeighbour(first.text, others)) return undefined;
  return { level: 'unknown', scheme: 'not recognised', detail: '', verified: false };
}
