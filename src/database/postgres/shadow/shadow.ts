import type { ConnectOptions } from '../../database.ts';
import type { PlanFacts } from '../../queries.ts';
import { quoted } from '../names.ts';
import { PostgresSession, StatementFailure } from '../session.ts';
import { nameOfTable, readTableDetails, type TableDetails } from '../table-details.ts';
import { cloneTables, type RunInDatabase } from './clone.ts';
import { findMissingIndexes } from './counterfactual.ts';
import { fillTable, parentsFirst, withParents } from './fill.ts';
import { readLiveValues, type LiveValues } from './live-values.ts';
import { explain, nodesOf, type Explainable } from './plan.ts';

export const ROWS_PER_TABLE = 20_000;
/** Small enough to be copied whole: its values make the rest look like it. */
const COPIED_BYTES = 48 * 2 ** 20;
/** A table that the API adds nothing to and that holds this few rows stays as it is: roles, countries. */
const LOOKUP_ROWS = 50;
const MAX_FILLED = 40;

const SETTINGS = [
  'default_transaction_read_only=off',
  'synchronous_commit=off',
  'max_parallel_workers_per_gather=0',
  'max_parallel_maintenance_workers=0',
  'maintenance_work_mem=65536',
  'statement_timeout=12000',
];

export type StatementPlan = PlanFacts | { readonly unknown: string };

interface ShadowOptions {
  readonly connect: ConnectOptions;
  readonly run: RunInDatabase;
  readonly statements: readonly Explainable[];
  /** Whether requests made the application insert into this table. */
  readonly isInsertedInto: (schema: string, relation: string) => boolean;
}

/**
 * What an index would change for each statement, measured in a database of our own beside the application's: its tables, many
 * synthetic rows, its indexes. It is dropped at the end; the application's own is only read.
 */
export async function measureInShadow({ connect, run, statements, isInsertedInto }: ShadowOptions): Promise<StatementPlan[]> {
  const name = 'roadworthy_shadow';
  const admin = await PostgresSession.open(connect, { settings: SETTINGS });
  try {
    await dropShadow(admin, name);
    await admin.query(`create database ${name}`);
    const [size] = await admin.query('select pg_database_size(current_database())');
    const withRows = Number(size?.[0]) <= COPIED_BYTES;
    await cloneTables(run, { ...connect, from: connect.database, to: name, withRows });
    const tables = await readTableDetails(admin);
    const shadow = await PostgresSession.open({ ...connect, database: name }, { settings: SETTINGS });
    try {
      await shadow.query(`set search_path to ${searchPath(tables)}`);
      return await measureIn(shadow, { tables, statements, isInsertedInto });
    } finally {
      await shadow.close();
    }
  } finally {
    await dropShadow(admin, name).catch(() => undefined);
    await admin.close();
  }
}

async function dropShadow(admin: PostgresSession, name: string): Promise<void> {
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`, [
    name,
  ]);
  await admin.query(`drop database if exists ${name}`);
}

/** Names without a schema mean the usual one, then every other that holds tables. */
function searchPath(tables: readonly TableDetails[]): string {
  return [...new Set(['public', ...tables.map(({ schema }) => schema)])].map(quoted).join(', ');
}

async function measureIn(
  shadow: PostgresSession,
  {
    tables,
    statements,
    isInsertedInto,
  }: Pick<ShadowOptions, 'statements' | 'isInsertedInto'> & { tables: readonly TableDetails[] },
): Promise<StatementPlan[]> {
  const read = new Map<Explainable, StatementPlan | readonly TableDetails[]>();
  for (const statement of statements) read.set(statement, await tablesOf(shadow, statement, tables));
  const wanted = [...read.values()].flatMap((one) => (isList(one) ? one : []));
  const needed = parentsFirst(withParents([...new Set(wanted)], tables)).slice(0, MAX_FILLED);
  const { filled, unfit } = await fillAll(shadow, needed, isInsertedInto);
  const usable = statements.filter((statement) => {
    const found = read.get(statement);
    if (!isList(found)) return false;
    const why = found
      .map((table) => unfit.get(table) ?? (needed.includes(table) ? undefined : 'there are too many tables'))
      .find(Boolean);
    if (why !== undefined) read.set(statement, { unknown: why });
    return why === undefined;
  });
  const measured = await findMissingIndexes(shadow, usable, { tables, filled, rows: ROWS_PER_TABLE });
  usable.forEach((statement, index) => read.set(statement, measured[index] ?? { unknown: 'it was not reached' }));
  return statements.map((statement) => {
    const found = read.get(statement);
    return found === undefined || isList(found) ? { unknown: 'it was not reached' } : found;
  });
}

const isList = (found: StatementPlan | readonly TableDetails[] | undefined): found is readonly TableDetails[] =>
  Array.isArray(found);

/** The application's tables that a statement reads or writes. */
async function tablesOf(
  shadow: PostgresSession,
  statement: Explainable,
  tables: readonly TableDetails[],
): Promise<StatementPlan | readonly TableDetails[]> {
  try {
    const nodes = [...nodesOf(await explain(shadow, statement))];
    return tables.filter((table) =>
      nodes.some((node) => node.Schema === table.schema && node['Relation Name'] === table.relation),
    );
  } catch (error) {
    if (!(error instanceof StatementFailure)) throw error;
    return { unknown: error.message };
  }
}

/** Fills tables and then builds their indexes. A table that is not as the application's would be is unfit, with why. */
async function fillAll(
  shadow: PostgresSession,
  tables: readonly TableDetails[],
  isInsertedInto: ShadowOptions['isInsertedInto'],
): Promise<{ filled: Set<TableDetails>; unfit: Map<TableDetails, string> }> {
  const filled = new Set<TableDetails>();
  const unfit = new Map<TableDetails, string>();
  const withRows = new Set<string>();
  for (const table of tables) {
    const key = JSON.stringify([table.schema, table.relation]);
    try {
      if (table.isPartitioned) throw new StatementFailure('it is divided into partitions');
      const live = await readLiveValues(shadow, table);
      const there = rowsIn(live);
      const isLookup = there > 0 && there <= LOOKUP_ROWS && !isInsertedInto(table.schema, table.relation);
      if (there > 0) withRows.add(key);
      if (!isLookup) {
        const hasRows = (schema: string, relation: string) => withRows.has(JSON.stringify([schema, relation]));
        await fillTable(shadow, { table, rows: ROWS_PER_TABLE, live, hasRows });
        filled.add(table);
        withRows.add(key);
      }
      for (const index of table.indexes) await shadow.query(index.definition);
      await shadow.query(`vacuum (analyze) ${quoted(table.schema)}.${quoted(table.relation)}`);
    } catch (error) {
      if (!(error instanceof StatementFailure)) throw error;
      unfit.set(table, `the table ${nameOfTable(table)} could not be copied with many rows: ${error.message}`);
    }
  }
  return { filled, unfit };
}

function rowsIn(live: ReadonlyMap<string, LiveValues>): number {
  return Math.max(0, ...[...live.values()].map(({ rows }) => rows));
}
