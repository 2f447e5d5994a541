import { StatementFailure, type PostgresSession } from '../session.ts';
import { quoted } from '../names.ts';
import type { TableDetails } from '../table-details.ts';
import type { LiveValues } from './live-values.ts';
import { syntheticValue } from './synthetic-value.ts';

/** Children of one parent that has any: what a list of somebody's records returns. */
const FAN_OUT = 20;
/** Checks that cannot be met are dropped one by one, in the shadow alone. */
const MAX_DROPPED = 12;

export interface FillRequest {
  readonly table: TableDetails;
  readonly rows: number;
  readonly live: ReadonlyMap<string, LiveValues>;
  /** Whether a table that this one refers to has rows. */
  readonly hasRows: (schema: string, relation: string) => boolean;
}

/** Parents before their children; a circle is entered where it is met first. */
export function parentsFirst(tables: readonly TableDetails[]): TableDetails[] {
  const ordered = new Set<TableDetails>();
  const visit = (table: TableDetails, path: ReadonlySet<TableDetails>) => {
    if (path.has(table) || ordered.has(table)) return;
    for (const parent of parentsOf(table, tables)) visit(parent, new Set([...path, table]));
    ordered.add(table);
  };
  for (const table of tables) visit(table, new Set());
  return [...ordered];
}

/** These tables and all that they refer to, directly or not. */
export function withParents(wanted: readonly TableDetails[], all: readonly TableDetails[]): TableDetails[] {
  const found = new Set(wanted);
  for (const table of found) for (const parent of parentsOf(table, all)) found.add(parent);
  return [...found];
}

function parentsOf(table: TableDetails, all: readonly TableDetails[]): TableDetails[] {
  return table.references.flatMap(({ schema, relation }) =>
    all.filter((one) => one !== table && one.schema === schema && one.relation === relation),
  );
}

/** Adds synthetic rows to a table that has no indexes yet. Rejects with StatementFailure when it takes none. */
export async function fillTable(session: PostgresSession, request: FillRequest): Promise<void> {
  const { table, rows } = request;
  const target = `${quoted(table.schema)}.${quoted(table.relation)}`;
  const { columns, values, joins, parents } = planOf(request);
  for (const parent of parents) await session.query(parent);
  const insert =
    columns.length === 0
      ? undefined
      : `insert into ${target} (${columns.map(quoted).join(', ')}) select ${values.join(', ')}
         from generate_series(1, ${rows}) as n(g) ${joins.join(' ')}`;
  if (insert === undefined) throw new StatementFailure('no column of it can be filled');
  for (let dropped = 0; ; dropped += 1) {
    try {
      await session.query(insert);
      return;
    } catch (error) {
      const check = error instanceof StatementFailure ? checkNamedIn(error.message, table) : undefined;
      if (check === undefined || dropped >= MAX_DROPPED) throw error;
      await session.query(`alter table ${target} drop constraint ${quoted(check)}`);
    }
  }
}

function checkNamedIn(message: string, { checks }: TableDetails): string | undefined {
  return checks.find(({ name }) => message.includes(`check constraint "${name}"`))?.name;
}

interface FillPlan {
  readonly columns: readonly string[];
  readonly values: readonly string[];
  readonly joins: readonly string[];
  /** Statements that number the keys of the tables that this one refers to. */
  readonly parents: readonly string[];
}

function planOf({ table, rows, live, hasRows }: FillRequest): FillPlan {
  const uniques = table.indexes.filter(({ unique, plain }) => unique && plain.every(Boolean)).map(({ keys }) => keys);
  const unique = new Set(uniques.filter((keys) => keys.length === 1).flat());
  for (const { unique: isUnique, plain, keys } of table.indexes)
    // an expression such as lower(email) is unique when its column is
    if (isUnique && !plain.every(Boolean))
      for (const column of table.columns) if (keys.join(' ').includes(column.name)) unique.add(column.name);
  const given = new Map<string, string>();
  const joins: string[] = [];
  const parents: string[] = [];
  table.references.forEach((reference, index) => {
    if (reference.columns.some((column) => given.has(column))) return;
    const isSelf = reference.schema === table.schema && reference.relation === table.relation;
    const nullable = reference.columns.every((name) => table.columns.find((column) => column.name === name)?.notNull === false);
    if (isSelf || !hasRows(reference.schema, reference.relation)) {
      if (nullable) for (const column of reference.columns) given.set(column, 'null');
      return;
    }
    const keys = `rw_parent_${index}`;
    const target = `${quoted(reference.schema)}.${quoted(reference.relation)}`;
    parents.push(
      `drop table if exists pg_temp.${keys}`,
      `create temp table ${keys} as select row_number() over () - 1 as number, ${reference.targets
        .map((column, place) => `${quoted(column)} as k${place}`)
        .join(', ')} from ${target}`,
      `analyze ${keys}`,
    );
    reference.columns.forEach((column, place) => given.set(column, `${keys}.k${place}`));
    const isOneToOne = reference.columns.every((column) => unique.has(column));
    const isPartOfKey = uniques.some((key) => key.length > 1 && reference.columns.every((column) => key.includes(column)));
    const count = `(select count(*) from ${keys})`;
    const children = Math.max(1, Math.ceil(rows / FAN_OUT));
    // in a key of several parents the first turns slowly and the others fast: no pair comes twice
    const pick = isOneToOne
      ? 'g - 1'
      : isPartOfKey && index > 0
        ? `(g / ${FAN_OUT} * ${index} + g % ${FAN_OUT} * 37) % ${count}`
        : isPartOfKey
          ? `(g / ${FAN_OUT}) % ${count}`
          : `(hashint8extended(g, ${index + 1}) & 2147483647) % least(${count}, ${children})`;
    joins.push(`join ${keys} on ${keys}.number = ${pick}`);
  });
  for (const keys of uniques) {
    // a key of several columns is unique when one of them is
    const free = keys.find((column) => !given.has(column));
    if (keys.length > 1 && free !== undefined && !keys.some((column) => unique.has(column))) unique.add(free);
  }
  const columns: string[] = [];
  const values: string[] = [];
  table.columns.forEach((column, place) => {
    if (column.isGenerated) return;
    const key = given.get(column.name);
    if (key === undefined && (column.isIdentity || isMadeByDefault(column.default, unique.has(column.name)))) return;
    const checks = [
      ...table.checks.filter((check) => check.columns.includes(column.name)).map(({ definition }) => definition),
      ...column.domainChecks,
    ];
    const value = key ?? syntheticValue({ column, place, checks, unique: unique.has(column.name), live: live.get(column.name) });
    if (value === undefined) return;
    columns.push(column.name);
    values.push(value);
  });
  return { columns, values, joins, parents };
}

/** A sequence, or a default that makes a key. */
function isMadeByDefault(expression: string | null, unique: boolean): boolean {
  return expression !== null && (/^nextval\(/.test(expression) || (unique && /uuid|cuid|nanoid|ulid/i.test(expression)));
}
