import type { TableShape, UnreadTable } from '../database.ts';
import type { PostgresSession, Row } from './session.ts';

/** A table as PostgreSQL names it. */
export interface PostgresTable extends TableShape {
  readonly schema: string;
  readonly relation: string;
  /** The parent of partitions, which are read through it. */
  readonly isPartitioned: boolean;
}

export interface Catalog {
  readonly tables: readonly PostgresTable[];
  readonly unread: readonly UnreadTable[];
}

/** More tables than any portfolio project has. */
const MAX_TABLES = 500;

/**
 * Tables with data of their own: no views and materialised views (they show what is stored elsewhere), no partitions (read
 * through their parent), no foreign tables (their data is on another server).
 */
const TABLES = `
  select c.oid::text, n.nspname::text, c.relname::text, c.relkind::text,
    case when exists (
      with recursive part(oid) as (
        select c.oid union all select i.inhrelid from pg_catalog.pg_inherits i join part p on i.inhparent = p.oid)
      select from part join pg_catalog.pg_class leaf on leaf.oid = part.oid where leaf.relkind = 'f') then 'foreign' else '' end
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  order by n.nspname <> 'public', n.nspname collate "C", c.relname collate "C"
  limit ${MAX_TABLES + 1}`;

const COLUMNS = `
  select attrelid::text, attname::text from pg_catalog.pg_attribute
  where attrelid = any ($1::oid[]) and attnum > 0 and not attisdropped
  order by attrelid, attnum`;

const PRIMARY_KEYS = `
  select i.indrelid::text, a.attname::text
  from pg_catalog.pg_index i join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indisprimary and i.indrelid = any ($1::oid[])
  order by i.indrelid, a.attnum`;

const REFERENCES = `
  select k.conrelid::text, own.attname::text, k.confrelid::text, target.attname::text
  from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute own on own.attrelid = k.conrelid and own.attnum = k.conkey[1]
    join pg_catalog.pg_attribute target on target.attrelid = k.confrelid and target.attnum = k.confkey[1]
  where k.contype = 'f' and cardinality(k.conkey) = 1 and k.conrelid = any ($1::oid[])
  order by k.conrelid, own.attname collate "C", k.oid`;

export async function readCatalog(session: PostgresSession): Promise<Catalog> {
  const found = await session.query(TABLES);
  const listed = found.slice(0, MAX_TABLES).map(([id, schema, relation, kind, foreign]) => ({
    id: id ?? '',
    schema: schema ?? '',
    relation: relation ?? '',
    name: schema === 'public' ? (relation ?? '') : `${schema}.${relation}`,
    isPartitioned: kind === 'p',
    isForeign: kind === 'p' && foreign === 'foreign',
  }));
  const ids = [listed.map(({ id }) => id)];
  const columns = byTable(await session.query(COLUMNS, ids));
  const keys = byTable(await session.query(PRIMARY_KEYS, ids));
  const references = byTable(await session.query(REFERENCES, ids));
  const tables = listed
    .filter(({ isForeign }) => !isForeign)
    .map(({ isForeign: _, ...table }) => ({
      ...table,
      columns: (columns.get(table.id) ?? []).map(([, name]) => name ?? ''),
      primaryKey: (keys.get(table.id) ?? []).map(([, name]) => name ?? ''),
      references: (references.get(table.id) ?? []).map(([, column, tableId, target]) => ({
        column: column ?? '',
        tableId: tableId ?? '',
        target: target ?? '',
      })),
    }));
  const foreign = listed.filter(({ isForeign }) => isForeign);
  const unread = foreign.map(({ name }) => ({ table: name, why: 'some of its partitions are on another server' }));
  if (found.length > MAX_TABLES) unread.push({ table: 'others', why: `only ${MAX_TABLES} tables are read` });
  return { tables: tables.filter((table) => table.columns.length > 0), unread };
}

function byTable(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ([id]) => id ?? '');
}
