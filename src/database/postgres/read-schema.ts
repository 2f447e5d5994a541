import type { DatabaseReader } from '../database.ts';
import { leavesOf } from '../leaves.ts';
import type { LoginColumns, Schema } from '../schema.ts';
import type { PostgresSession } from './session.ts';
import { nameOfTable, readTableDetails } from './table-details.ts';

/** People who registered, and by what they log in. */
export interface LoginFacts {
  readonly by: readonly ('email' | 'username')[];
  readonly accounts: readonly { readonly email: string; readonly username: string }[];
}

/** Tables, keys and indexes, and the columns in which the logins of all who registered stand. */
export async function readSchema(
  session: PostgresSession,
  reader: DatabaseReader,
  login: LoginFacts | { unknown: string } | null,
): Promise<Schema> {
  const tables = await readTableDetails(session);
  return {
    engine: 'postgresql',
    tables: tables.map((table) => ({
      name: nameOfTable(table),
      columns: table.columns.map(({ name, type, notNull }) => ({ name, type, nullable: !notNull })),
      primaryKey: table.indexes.find(({ primary }) => primary)?.keys ?? [],
      indexes: table.indexes.map(({ name, keys, unique, partial, method }) => ({ name, keys, unique, partial, method })),
      references: table.references.map((one) => ({ columns: one.columns, table: nameOfTable(one) })),
    })),
    login: login && 'by' in login ? { by: login.by, columns: await columnsHolding(reader, login) } : login,
  };
}

/** A column counts when the login of everybody stands in it, as a value of its own. */
async function columnsHolding(reader: DatabaseReader, { by, accounts }: LoginFacts): Promise<LoginColumns['columns']> {
  const names = new Map((await reader.tables()).map(({ id, name }) => [id, name]));
  const { rows } = await reader.rowsHolding(accounts.flatMap((account) => by.map((kind) => account[kind])));
  const columns = new Map<string, { place: LoginColumns['columns'][number]; seen: Set<string> }>();
  for (const row of rows) {
    for (const { column, path, text } of leavesOf(row)) {
      for (const kind of by) {
        const owner = accounts.find((account) => account[kind].toLowerCase() === text.toLowerCase());
        if (!owner || path !== column) continue;
        const place = { table: names.get(row.tableId) ?? '', column, holds: kind };
        const key = JSON.stringify(place);
        columns.set(key, { place, seen: (columns.get(key)?.seen ?? new Set<string>()).add(owner[kind]) });
      }
    }
  }
  return [...columns.values()].filter(({ seen }) => seen.size === accounts.length).map(({ place }) => place);
}
