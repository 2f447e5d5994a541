import type { PostgresTable } from './catalog.ts';

const MAX_ROWS = 40;
/** Characters of one value, of which wide rows get fewer. */
const MAX_VALUE = 4096;
const MIN_VALUE = 256;
const MAX_ROW = 256 * 1024;
/** Shown before the text that was looked for, where a longer value is cut. */
const LEAD = 200;

/**
 * Rows whose text holds one of `$1` (LIKE patterns); values are cut around the first of `$2` (the same texts, plain).
 * `format` prints a value as its own type does: unlike a cast to text it cannot be redefined. The C collation folds case
 * in ASCII alone, whatever the language of the database.
 */
export function rowsHoldingStatement(table: PostgresTable): string {
  const whole = `format('%s', row(${table.columns.map((name) => `x.${quoted(name)}`).join(', ')}))`;
  return select(table, `lower(${whole} collate "C") like any ($1::text[])`);
}

/** Rows in which the column, printed, is one of `$1`; long values are cut around `$2`. */
export function rowsWhereStatement(table: PostgresTable, column: string): string {
  return select(table, `${printed(column)} = any ($1::text[])`);
}

/** `%text%` for LIKE. */
export function likePattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** Three columns: physical address of the row, place of the column, value. */
function select(table: PostgresTable, condition: string): string {
  const limit = Math.max(MIN_VALUE, Math.min(MAX_VALUE, Math.floor(MAX_ROW / table.columns.length)));
  const source = `${table.isPartitioned ? '' : 'only '}${quoted(table.schema)}.${quoted(table.relation)}`;
  return `
    select r.address, v.place::text,
      case when length(v.value) <= ${limit} then v.value else substr(v.value, greatest(1, -${LEAD} + coalesce((
        select min(strpos(lower(v.value collate "C"), text)) from unnest($2::text[]) as text
        where strpos(lower(v.value collate "C"), text) > 0), 1)), ${limit}) end
    from (
      select format('%s %s', x.tableoid, x.ctid) as address, array[${table.columns.map(printed).join(', ')}]::text[] as list
      from ${source} as x where ${condition} limit ${MAX_ROWS}) as r
    cross join lateral unnest(r.list) with ordinality as v(value, place)
    where v.value <> ''`;
}

function printed(column: string): string {
  return `format('%s', x.${quoted(column)})`;
}

/** Names come from the catalog only, and may hold anything but a null character. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
