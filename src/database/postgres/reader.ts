import type { DatabaseReader, Reading, StoredRow, UnreadTable } from '../database.ts';
import { readCatalog, type Catalog, type PostgresTable } from './catalog.ts';
import { StatementFailure, type PostgresSession, type Row } from './session.ts';
import { likePattern, rowsHoldingStatement, rowsWhereStatement } from './statements.ts';

export class PostgresReader implements DatabaseReader {
  readonly engine = 'postgresql';
  readonly #session: PostgresSession;
  #catalog: Promise<Catalog> | undefined;

  constructor(session: PostgresSession) {
    this.#session = session;
  }

  async tables(): Promise<readonly PostgresTable[]> {
    return (await this.#readCatalog()).tables;
  }

  async rowsHolding(texts: readonly string[]): Promise<Reading> {
    const { tables, unread } = await this.#readCatalog();
    const lower = [...new Set(texts.map((text) => text.toLowerCase()))];
    const rows: StoredRow[] = [];
    const failed: UnreadTable[] = [...unread];
    for (const table of tables) {
      const reading = await this.#read(table, rowsHoldingStatement(table), lower.map(likePattern), lower);
      rows.push(...reading.rows);
      failed.push(...reading.unread);
    }
    return { rows, unread: failed };
  }

  async rowsWhere(tableId: string, column: string, values: readonly string[]): Promise<Reading> {
    const table = (await this.tables()).find(({ id }) => id === tableId);
    if (!table || !table.columns.includes(column)) return { rows: [], unread: [] };
    return this.#read(table, rowsWhereStatement(table, column), values, []);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  async #read(table: PostgresTable, statement: string, wanted: readonly string[], around: readonly string[]): Promise<Reading> {
    try {
      return { rows: assemble(table, await this.#session.query(statement, [wanted, around])), unread: [] };
    } catch (error) {
      if (!(error instanceof StatementFailure)) throw error;
      return { rows: [], unread: [{ table: table.name, why: error.message }] };
    }
  }

  #readCatalog(): Promise<Catalog> {
    return (this.#catalog ??= readCatalog(this.#session));
  }
}

function assemble(table: PostgresTable, cells: readonly Row[]): StoredRow[] {
  const rows = Map.groupBy(cells, ([address]) => address ?? '');
  return Array.from(rows, ([id, row]) => ({
    id,
    tableId: table.id,
    values: new Map(
      row.flatMap(([, place, value]) => {
        const column = table.columns[Number(place) - 1];
        return column === undefined || value == null ? [] : [[column, value] as const];
      }),
    ),
  }));
}
