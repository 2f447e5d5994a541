import type { Canary } from './canary.ts';
import type { DatabaseReader, StoredRow, TableShape, UnreadTable } from './database.ts';
import { leavesOf } from './leaves.ts';
import { mayHoldPassword } from './passwords/column-names.ts';

export interface OwnedRow {
  readonly owner: Canary;
  readonly row: StoredRow;
}

interface OwnedRows {
  /** Rows that hold a login of exactly one canary as a value of its own, then rows that belong to these by a key. */
  readonly rows: readonly OwnedRow[];
  /** Ids of the tables in which a login stood. */
  readonly userTableIds: readonly string[];
  readonly unread: readonly UnreadTable[];
}

/** user → account → password is as far as credentials are ever away. */
const HOPS = 2;

/** A way from a table whose rows are known to one that may hold the password. */
interface Link {
  readonly from: TableShape;
  readonly key: string;
  readonly to: TableShape;
  readonly column: string;
}

/** Finds the rows of the registered users, also in a table of credentials beside that of the users. */
export async function rowsOfCanaries(reader: DatabaseReader, canaries: readonly Canary[]): Promise<OwnedRows> {
  const direct = await reader.rowsHolding(canaries.flatMap(({ login }) => login));
  const rows = direct.rows.flatMap((row) => ownedBy(row, canaries));
  const userTableIds = [...new Set(rows.map(({ row }) => row.tableId))];
  const unread = [...direct.unread];
  const tables = await reader.tables();
  const visited = new Set(userTableIds);
  let frontier = tables.filter(({ id }) => visited.has(id));
  for (let hop = 0; hop < HOPS; hop += 1) {
    const links = linksFrom(frontier, tables).filter(({ to }) => !visited.has(to.id));
    for (const link of links) {
      const reading = await follow(reader, link, rows);
      rows.push(...reading.rows);
      unread.push(...reading.unread);
    }
    frontier = [...new Set(links.map(({ to }) => to))];
    for (const { id } of frontier) visited.add(id);
  }
  return { rows, userTableIds, unread };
}

function ownedBy(row: StoredRow, canaries: readonly Canary[]): OwnedRow[] {
  const texts = new Set(leavesOf(row).map(({ text }) => text.toLowerCase()));
  const owners = canaries.filter(({ login }) => login.some((name) => texts.has(name.toLowerCase())));
  const [owner] = owners;
  return owner && owners.length === 1 ? [{ owner, row }] : [];
}

function linksFrom(known: readonly TableShape[], tables: readonly TableShape[]): Link[] {
  const targets = tables.filter(({ name, columns }) => columns.some((column) => mayHoldPassword(name, column)));
  return known.flatMap((from) =>
    targets.filter(({ id }) => id !== from.id).flatMap((to) => [...linksInto(from, to), ...linksOutOf(from, to)]),
  );
}

/** The other table points at this one: by a foreign key, or, where there is none, by the name of a column. */
function linksInto(from: TableShape, to: TableShape): Link[] {
  const declared = to.references.filter(({ tableId }) => tableId === from.id);
  if (declared.length > 0) return declared.map(({ column, target }) => ({ from, key: target, to, column }));
  const [key, second] = from.primaryKey;
  if (key === undefined || second !== undefined) return [];
  const names = new Set(['userid', `${singular(from.name)}id`]);
  return to.columns.filter((column) => names.has(plain(column))).map((column) => ({ from, key, to, column }));
}

function linksOutOf(from: TableShape, to: TableShape): Link[] {
  return from.references
    .filter(({ tableId }) => tableId === to.id)
    .map(({ column, target }) => ({ from, key: column, to, column: target }));
}

async function follow(reader: DatabaseReader, link: Link, rows: readonly OwnedRow[]) {
  const owners = ownersByKey(link, rows);
  if (owners.size === 0) return { rows: [], unread: [] };
  const reading = await reader.rowsWhere(link.to.id, link.column, [...owners.keys()]);
  const owned = reading.rows.flatMap((row) => {
    const owner = owners.get(row.values.get(link.column) ?? '');
    return owner ? [{ owner, row }] : [];
  });
  return { rows: owned, unread: reading.unread };
}

/** A key that several canaries share, such as that of a role or a tenant, leads to nothing of theirs. */
function ownersByKey({ from, key }: Link, rows: readonly OwnedRow[]): Map<string, Canary> {
  const owners = new Map<string, Canary | undefined>();
  for (const { owner, row } of rows) {
    const value = row.tableId === from.id ? row.values.get(key) : undefined;
    if (value !== undefined) owners.set(value, owners.has(value) && owners.get(value) !== owner ? undefined : owner);
  }
  return new Map([...owners].flatMap(([value, owner]) => (owner ? [[value, owner] as const] : [])));
}

function singular(table: string): string {
  return plain(table.split('.').at(-1) ?? '').replace(/s$/, '');
}

function plain(name: string): string {
  return name.replaceAll(/[_\s-]/g, '').toLowerCase();
}
