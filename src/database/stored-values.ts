import type { Canary } from './canary.ts';
import type { DatabaseReader, StoredRow, TableShape, UnreadTable } from './database.ts';
import { columnsOf } from './columns-of-canaries.ts';
import { assessColumn, type Column, type StoredValue } from './passwords/assess-column.ts';
import { isNamedForPassword } from './passwords/column-names.ts';
import { LEVELS, type Level } from './passwords/level.ts';
import { needlesOf, type Needle } from './passwords/needles.ts';
import { recognise } from './passwords/recognise.ts';
import { WorkBudget } from './passwords/work-budget.ts';
import { passwordPlaceholder, sampleOf, withoutPasswords } from './placeholders.ts';
import { rowsOfCanaries, type OwnedRow } from './rows-of-canaries.ts';
import { sightingsIn, type Sighting } from './sightings.ts';

/** How the database stores the passwords of the registered users. */
export interface StoredPasswords {
  engine: 'postgresql';
  tablesRead: number;
  /** Tables in which rows of the registered users were found. */
  userTables: string[];
  /** Worst first; a password stored well is a finding, too. */
  findings: StoredPasswordFinding[];
  /** Tables that could not be read, so that nothing is said about them; absent when all were. */
  unread?: { table: string; why: string }[];
  /** Why nothing could be said. */
  nothingFound?: string;
  ms: number;
}

export interface StoredPasswordFinding {
  table: string;
  /** With the path inside it, where the column holds a document. */
  column: string;
  level: Level;
  scheme: string;
  detail: string;
  /** The value was computed anew from the password; otherwise the form of the value is all that is known. */
  verified: boolean;
  identities: ('A' | 'B' | 'C')[];
  /** First characters of a hash, or a placeholder. */
  sample: string;
  /** A and B have one password and one stored value, unlike C: there is no salt per user. */
  sameForEqualPasswords: boolean;
}

/** Estimated milliseconds of hashing for one scan. */
const VERIFY_WORK_MS = 10_000;
const DIGESTS_WORK_MS = 6_000;
const KEYS_WORK_MS = 6_000;

/** Worst first; a database made to hold more says nothing new by them. */
const MAX_FINDINGS = 50;

/**
 * Looks for the canaries' passwords in the database: their text in every table, and what is made of them in the rows of the
 * canaries. `secrets` are values of the application's environment, which may be mixed into a hash. Nothing that is returned
 * holds a password.
 */
export async function readStoredPasswords(
  reader: DatabaseReader,
  canaries: readonly Canary[],
  { secrets = [] }: { readonly secrets?: readonly string[] } = {},
): Promise<StoredPasswords> {
  const start = performance.now();
  const tables = await reader.tables();
  const names = new Map(tables.map(({ id, name }) => [id, name]));
  const nameOf = ({ tableId }: StoredRow) => names.get(tableId) ?? '';

  const needles = await needlesByPassword(canaries);
  const holding = await reader.rowsHolding([...needles.values()].flat().map(({ text }) => text));
  const owned = await rowsOfCanaries(reader, canaries);

  const columns = columnsOf(owned.rows, canaries, nameOf, secrets);
  const sightings = holding.rows.flatMap((row) => sightingsIn(row, needles));
  const seen = sightings.map((sighting) => findingOfSighting(sighting, nameOf(sighting.row), owned.rows, canaries, columns));
  const places = new Set(seen.map(keyOf));
  const unseen = columns.filter((column) => !places.has(keyOf(column)));
  const findings = [...seen, ...(await findingsOfColumns(unseen, canaries, seen))];

  const unread = distinctTables([...holding.unread, ...owned.unread]);
  return {
    engine: reader.engine,
    tablesRead: tables.length - unread.filter(({ table }) => isTable(table, tables)).length,
    userTables: owned.userTableIds.map((id) => withoutPasswords(names.get(id) ?? '', canaries)),
    findings: tidy(findings).map((finding) => masked(finding, canaries)),
    ...(unread.length > 0
      ? {
          unread: unread.map(({ table, why }) => ({
            table: withoutPasswords(table, canaries),
            why: withoutPasswords(why, canaries),
          })),
        }
      : {}),
    ...(owned.rows.length === 0 ? { nothingFound: 'no row of the registered users was found' } : {}),
    ms: Math.round(performance.now() - start),
  };
}

async function needlesByPassword(canaries: readonly Canary[]): Promise<Map<string, readonly Needle[]>> {
  const passwords = [...new Set(canaries.map(({ password }) => password))];
  return new Map(await Promise.all(passwords.map(async (password) => [password, await needlesOf(password)] as const)));
}

function findingOfSighting(
  sighting: Sighting,
  table: string,
  owned: readonly OwnedRow[],
  canaries: readonly Canary[],
  columns: readonly Column[],
): StoredPasswordFinding {
  const { needle, leaf, row, password } = sighting;
  const { level, scheme } = needle;
  const sharing = canaries.filter((canary) => canary.password === password);
  const owner = owned.find((entry) => entry.row.id === row.id)?.owner;
  const identities = (owner && sharing.includes(owner) ? [owner] : sharing).map(({ identity }) => identity);
  const values = columns.find((column) => column.table === table && column.column === leaf.path)?.values ?? [];
  return {
    table,
    column: leaf.path,
    level,
    scheme,
    detail: '',
    verified: true,
    identities,
    sample: sampleOfSighting(sighting, canaries),
    sameForEqualPasswords: isSameForEqualPasswords(values),
  };
}

function sampleOfSighting({ needle, leaf, password }: Sighting, canaries: readonly Canary[]): string {
  if (needle.level === 'plaintext') return passwordPlaceholder(password, canaries);
  if (needle.level === 'reversible') return passwordPlaceholder(password, canaries, needle.scheme);
  // Only the digest itself: what surrounds it in a log is not ours to show.
  const at = leaf.text.toLowerCase().indexOf(needle.text.toLowerCase());
  return sampleOf(leaf.text.slice(Math.max(0, at)), canaries);
}

async function findingsOfColumns(
  columns: readonly Column[],
  canaries: readonly Canary[],
  seen: readonly StoredPasswordFinding[],
): Promise<StoredPasswordFinding[]> {
  const keys = new WorkBudget(KEYS_WORK_MS);
  const budgets = { verify: new WorkBudget(VERIFY_WORK_MS), digests: new WorkBudget(DIGESTS_WORK_MS) };
  const findings: StoredPasswordFinding[] = [];
  const solved = new Set(seen.map(({ table }) => table));
  for (const column of likelyFirst(columns)) {
    // The long search is for a table whose password was not found.
    const found = await assessColumn(column, { ...budgets, keys: solved.has(column.table) ? new WorkBudget(0) : keys });
    for (const { assessment, values } of found) {
      if (assessment.verified) solved.add(column.table);
      findings.push({
        table: column.table,
        column: column.column,
        ...assessment,
        identities: values.map(({ canary }) => canary.identity),
        sample: sampleOf(values[0]?.text ?? '', canaries),
        sameForEqualPasswords: isSameForEqualPasswords(column.values),
      });
    }
  }
  return findings;
}

/** Formats that name themselves, then columns that do, so that the work is spent where it finds something. */
function likelyFirst(columns: readonly Column[]): Column[] {
  const rank = ({ column, values }: Column) => {
    if (values.some(({ text }) => recognise(text))) return 0;
    return isNamedForPassword(column) ? 1 : 2;
  };
  return columns.toSorted((one, other) => rank(one) - rank(other));
}

function isSameForEqualPasswords(values: readonly StoredValue[]): boolean {
  const [a, b, c] = (['A', 'B', 'C'] as const).map((name) => values.find(({ canary }) => canary.identity === name));
  return a !== undefined && b !== undefined && a.text === b.text && a.text !== c?.text;
}

/** One finding per place and construction, worst first; a value that was not recognised is no news where the password was found. */
function tidy(findings: readonly StoredPasswordFinding[]): StoredPasswordFinding[] {
  const merged = new Map<string, StoredPasswordFinding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.table, finding.column, finding.level, finding.scheme, finding.detail]);
    const before = merged.get(key);
    if (!before) merged.set(key, finding);
    else merged.set(key, { ...before, identities: [...new Set([...before.identities, ...finding.identities])].sort() });
  }
  const all = [...merged.values()];
  const solved = new Set(all.filter(({ verified }) => verified).map(({ table }) => table));
  return all
    .filter(({ level, table }) => level !== 'unknown' || !solved.has(table))
    .sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level))
    .slice(0, MAX_FINDINGS);
}

function masked(finding: StoredPasswordFinding, canaries: readonly Canary[]): StoredPasswordFinding {
  return { ...finding, table: withoutPasswords(finding.table, canaries), column: withoutPasswords(finding.column, canaries) };
}

function keyOf({ table, column }: { readonly table: string; readonly column: string }): string {
  return JSON.stringify([table, column]);
}

function distinctTables(unread: readonly UnreadTable[]): UnreadTable[] {
  return [...new Map(unread.map((entry) => [entry.table, entry])).values()];
}

function isTable(name: string, tables: readonly TableShape[]): boolean {
  return tables.some((table) => table.name === name);
}
