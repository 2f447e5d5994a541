import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type Table = Artifacts['schema']['tables'][number];

/** Tables that a migration tool or an ORM keeps for itself. */
const TOOLS =
  /^(?:_prisma_migrations|knex_migrations(?:_lock)?|sequelizemeta|migrations|typeorm_(?:metadata|migrations)|alembic_version|aerich|django_\w+|auth_permission|flyway_schema_history|databasechangelog(?:lock)?|schema_migrations|goose_db_version|__drizzle_migrations|__efmigrationshistory|mikro_orm_migrations|kysely_migration(?:_lock)?|pgmigrations|_sqlx_migrations|__diesel_schema_migrations|ar_internal_metadata|phinxlog|gorp_migrations|atlas_schema_revisions)$/i;
/** Rows that are only ever added and never asked for one by one. */
const LOGS =
  /(?:^|_)(?:logs?|audits?|events?|histor(?:y|ies)|metrics?|measurements?|readings?)(?:_|$)|[a-z](?:Logs?|Audits?|Events?|History)$/;

export default defineCheck({
  id: 'missing-constraints',
  title: 'Tables have keys, and a login exists once',
  failureTitle: 'The database allows what must not be twice',
  why: 'Two requests at the same moment both find an e-mail address free and both take it: only the database can refuse the second. A row without a key cannot be changed or deleted by itself.',
  fix: 'Give every table a primary key, and the column that people log in with a UNIQUE constraint, or a unique index on lower(email) where case does not matter.',
  references: { cwe: 362 },
  stability: 'stable',
  needs: ['schema'],
  judge({ schema: { tables, login } }) {
    const own = tables.filter(({ name }) => !TOOLS.test(relationOf(name)));
    if (own.length === 0) return { verdict: 'not-applicable', reason: 'The database holds no table of the application.' };
    const keyless = own.filter((table) => !hasKey(table) && !(LOGS.test(relationOf(table.name)) && !isReferredTo(table, own)));
    const logins = (login && 'columns' in login ? login.columns : []).map(({ table, column }) => ({
      place: `${table}.${column}`,
      table,
      column,
      guard: guardOf(
        column,
        tables.find(({ name }) => name === table),
      ),
    }));
    if (login !== null && logins.length === 0 && keyless.length === 0)
      return {
        verdict: 'inconclusive',
        reason:
          'unknown' in login
            ? login.unknown
            : 'The logins of those who registered stand in no column of their own: it is not known what must be unique.',
      };
    // one column that keeps logins apart is enough: others may hold the same address for other reasons
    const kept = logins.find(({ guard }) => guard.kind === 'unique');
    const open = kept ? undefined : (logins.find(({ guard }) => guard.kind === 'together') ?? logins[0]);
    const rows = keyless.map(({ name }) => [name, 'no primary key', `ALTER TABLE ${name} ADD PRIMARY KEY (…);`]);
    if (open)
      rows.unshift([open.table, `${open.column}: ${said(open.guard)}`, `ALTER TABLE ${open.table} ADD UNIQUE (${open.column});`]);
    const problems = [
      ...(open ? [`${open.place}, by which people log in, is ${said(open.guard)}`] : []),
      ...keyless.map(({ name }) => `${name} has no primary key`),
    ];
    if (problems.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(own.length, 'table')} can tell their rows apart${kept ? `; ${kept.place} is unique` : ''}.`,
      };
    const evidence: Evidence = { kind: 'table', columns: ['Table', 'What is missing', 'One way to mend it'], rows };
    const found = `${problems.join('; ')}.`;
    if (open?.guard.kind === 'none' || keyless.length === own.length) return { verdict: 'fail', found, evidence: [evidence] };
    const share = 1 - problems.length / (own.length + (logins.length > 0 ? 1 : 0));
    return { verdict: 'partial', share, found, evidence: [evidence] };
  },
});

const relationOf = (name: string) => name.split('.').at(-1) ?? name;

/** A primary key, or what is as good as one: a unique index over columns that are never null. */
function hasKey({ primaryKey, indexes, columns }: Table): boolean {
  const isRequired = (key: string) => columns.some(({ name, nullable }) => name === key && !nullable);
  return primaryKey.length > 0 || indexes.some(({ unique, partial, keys }) => unique && !partial && keys.every(isRequired));
}

function isReferredTo({ name }: Table, tables: readonly Table[]): boolean {
  return tables.some(({ references }) => references.some((one) => one.table === name));
}

type Guard = { readonly kind: 'unique' } | { readonly kind: 'together'; readonly with: string } | { readonly kind: 'none' };

const said = (guard: Guard) => (guard.kind === 'together' ? `unique only together with ${guard.with}` : 'not unique');

/** An index over the column alone, also with its case folded, or only of rows that are not deleted, keeps a login from being there twice. */
function guardOf(column: string, table: Table | undefined): Guard {
  const about = (table?.indexes ?? []).filter(({ unique, keys }) => unique && keys.some((key) => isOf(key, column)));
  if (about.some(({ keys }) => keys.length === 1)) return { kind: 'unique' };
  const [together] = about.map(({ keys }) => keys.filter((key) => !isOf(key, column)).join(', '));
  return together === undefined ? { kind: 'none' } : { kind: 'together', with: together };
}

/** The column itself, or an expression of nothing but it: `lower(email)`, `lower((email)::text)`. */
function isOf(key: string, column: string): boolean {
  if (key === column) return true;
  const names = key.replaceAll(/::[\w ]+|'[^']*'/g, '').match(/"(?:[^"]|"")*"|[A-Za-z_]\w*(?!\w*\()/g) ?? [];
  return key.includes('(') && names.length === 1 && names[0]?.replaceAll('"', '') === column;
}
