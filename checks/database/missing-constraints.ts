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
    const logins = (login?.columns ?? []).map((place) => ({
      ...place,
      guard: guardOf(
        place.column,
        own.find(({ name }) => name === place.table),
      ),
    }));
    const guarded = logins.some(({ guard }) => guard.kind === 'unique');
    const shared = logins.find(({ guard }) => guard.kind === 'together');
    if (login !== null && logins.length === 0 && keyless.length === 0)
      return {
        verdict: 'inconclusive',
        reason:
          'The logins of those who registered stand in no column of their own, so that it is not known what must be unique.',
      };

    const problems: { readonly text: string; readonly row: readonly [string, string, string] }[] = keyless.map(({ name }) => ({
      text: `${name} has no primary key`,
      row: [name, 'no primary key', `ALTER TABLE ${name} ADD PRIMARY KEY (…);`],
    }));
    const open = guarded ? undefined : (shared ?? logins[0]);
    if (open)
      problems.unshift({
        text:
          open.guard.kind === 'together'
            ? `${open.table}.${open.column} is unique only together with ${open.guard.with}`
            : `${open.table}.${open.column}, by which people log in, may be there twice`,
        row: [
          open.table,
          `${open.column}: ${open.guard.kind === 'together' ? `unique with ${open.guard.with} only` : 'no unique index'}`,
          `ALTER TABLE ${open.table} ADD UNIQUE (${open.column});`,
        ],
      });
    if (problems.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(own.length, 'table has a key', 'tables have keys')}${guarded ? `; ${logins.find(({ guard }) => guard.kind === 'unique')?.table}.${logins.find(({ guard }) => guard.kind === 'unique')?.column} is unique` : ''}.`,
      };
    const evidence: Evidence = {
      kind: 'table',
      columns: ['Table', 'What is missing', 'One way to mend it'],
      rows: problems.map(({ row }) => row),
    };
    const found = `${problems.map(({ text }) => text).join('; ')}.`;
    const isOpen = open !== undefined && open.guard.kind === 'none';
    if (isOpen || keyless.length === own.length) return { verdict: 'fail', found, evidence: [evidence] };
    const asked = own.length + (logins.length > 0 ? 1 : 0);
    return { verdict: 'partial', share: 1 - problems.length / asked, found, evidence: [evidence] };
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
