import type { PostgresSession } from '../session.ts';
import { quoted } from '../names.ts';
import type { TableDetails } from '../table-details.ts';

/** What the rows of a column show: how many there are, how many are null, and the values when they are few. */
export interface LiveValues {
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  /** At most nine, as text. */
  readonly values: readonly string[];
}

const SAMPLE_ROWS = 500;
const MAX_VALUES = 9;
const MAX_LENGTH = 200;

/** By name of the column. */
export async function readLiveValues(session: PostgresSession, table: TableDetails): Promise<Map<string, LiveValues>> {
  const source = `(select * from ${quoted(table.schema)}.${quoted(table.relation)} limit ${SAMPLE_ROWS}) as x`;
  const parts = table.columns.map((column) => {
    const value = `format('%s', x.${quoted(column.name)})`;
    return `select count(*)::text, (count(*) - count(x.${quoted(column.name)}))::text,
        count(distinct ${value}) filter (where x.${quoted(column.name)} is not null)::text,
        (select json_agg(v)::text from (select distinct left(${value}, ${MAX_LENGTH}) as v from ${source}
          where x.${quoted(column.name)} is not null order by 1 limit ${MAX_VALUES}) as few)
      from ${source}`;
  });
  if (parts.length === 0) return new Map();
  const found = await session.query(parts.join('\nunion all\n'));
  return new Map(
    table.columns.map((column, index) => {
      const [rows, nulls, distinct, values] = found[index] ?? [];
      return [
        column.name,
        { rows: Number(rows), nulls: Number(nulls), distinct: Number(distinct), values: textsOf(values ?? null) },
      ] as const;
    }),
  );
}

function textsOf(json: string | null): string[] {
  const values: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}
