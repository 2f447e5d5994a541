import { z } from 'zod';
import type { PostgresSession } from './session.ts';

const columnSchema = z.object({
  name: z.string(),
  /** With its modifiers: `character varying(20)`. */
  type: z.string(),
  /** Name of the type below all domains: `int4`. */
  base: z.string(),
  /** PostgreSQL's category of types: S text, N numbers, A arrays, R ranges, … */
  category: z.string(),
  notNull: z.boolean(),
  default: z.string().nullable(),
  isIdentity: z.boolean(),
  isGenerated: z.boolean(),
  labels: z.array(z.string()).nullable(),
  modifier: z.number(),
  /** Definitions of the checks of its domain, in which the value is called VALUE. */
  domainChecks: z.array(z.string()),
});

const indexSchema = z.object({
  name: z.string(),
  definition: z.string(),
  keys: z.array(z.string()),
  /** Which of the keys are columns, not expressions. */
  plain: z.array(z.boolean()),
  unique: z.boolean(),
  primary: z.boolean(),
  partial: z.boolean(),
  method: z.string(),
});

const tableSchema = z.object({
  schema: z.string(),
  relation: z.string(),
  isPartitioned: z.boolean(),
  columns: z.array(columnSchema),
  indexes: z.array(indexSchema),
  checks: z.array(z.object({ name: z.string(), columns: z.array(z.string()), definition: z.string() })),
  references: z.array(
    z.object({ columns: z.array(z.string()), schema: z.string(), relation: z.string(), targets: z.array(z.string()) }),
  ),
});

export type ColumnDetails = z.infer<typeof columnSchema>;
export type TableDetails = z.infer<typeof tableSchema>;

/** More tables than any portfolio project has. */
const MAX_TABLES = 300;

/** The application's own tables: no partitions, which are read through their parent, and none that an extension brought. */
const TABLES = `
  select json_build_object(
    'schema', n.nspname, 'relation', t.relname, 'isPartitioned', t.relkind = 'p',
    'columns', coalesce((
      select json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base', base.typname, 'category', base.typcategory,
        'notNull', a.attnotnull or own.typnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
        'isIdentity', a.attidentity <> '', 'isGenerated', a.attgenerated <> '',
        'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = base.oid),
        'modifier', case when own.typtype = 'd' then own.typtypmod else a.atttypmod end,
        'domainChecks', coalesce((select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k where k.contypid = own.oid and k.contype = 'c'), '[]')
      ) order by a.attnum)
      from pg_attribute a join pg_type own on own.oid = a.atttypid
        join pg_type base on base.oid = case when own.typtype = 'd' then own.typbasetype else own.oid end
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped), '[]'),
    'indexes', coalesce((
      select json_agg(json_build_object(
        'name', c.relname, 'definition', pg_get_indexdef(i.indexrelid), 'unique', i.indisunique or i.indisexclusion,
        'primary', i.indisprimary, 'partial', i.indpred is not null, 'method', m.amname,
        'keys', (select json_agg(coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k.place::int, true)) order by k.place)
          from unnest(i.indkey::int2[]) with ordinality k(number, place)
            left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number and k.number > 0
          where k.place <= i.indnkeyatts),
        'plain', (select json_agg(k.number > 0 order by k.place) from unnest(i.indkey::int2[]) with ordinality k(number, place)
          where k.place <= i.indnkeyatts)
      ) order by c.relname collate "C")
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
      where i.indrelid = t.oid and i.indisvalid), '[]'),
    'checks', coalesce((
      select json_agg(json_build_object(
        'name', k.conname, 'definition', pg_get_constraintdef(k.oid),
        'columns', coalesce((select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = t.oid and a.attnum = any (k.conkey)), '[]')))
      from pg_constraint k where k.conrelid = t.oid and k.contype = 'c'), '[]'),
    'references', coalesce((
      select json_agg(json_build_object(
        'schema', fn.nspname, 'relation', f.relname,
        'columns', (select json_agg(a.attname order by u.place) from unnest(k.conkey) with ordinality u(number, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number),
        'targets', (select json_agg(a.attname order by u.place) from unnest(k.confkey) with ordinality u(number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number)
      ) order by k.conname collate "C")
      from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
      where k.conrelid = t.oid and k.contype = 'f'), '[]')
  )::text
  from pg_class t join pg_namespace n on n.oid = t.relnamespace
  where t.relkind in ('r', 'p') and not t.relispartition and t.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.deptype = 'e')
  order by n.nspname <> 'public', n.nspname collate "C", t.relname collate "C"
  limit ${MAX_TABLES}`;

/** Everything that the catalog says of the application's tables. */
export async function readTableDetails(session: PostgresSession): Promise<TableDetails[]> {
  const rows = await session.query(TABLES);
  return rows.map(([text]) => tableSchema.parse(JSON.parse(text ?? 'null')));
}

/** For people: with its schema, unless that is the usual one. */
export function nameOfTable({ schema, relation }: { readonly schema: string; readonly relation: string }): string {
  return schema === 'public' ? relation : `${schema}.${relation}`;
}
