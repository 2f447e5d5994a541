import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { measureInShadow, type StatementPlan } from '../../../src/database/postgres/shadow/shadow.ts';
import { startPostgres, type PostgresContainer } from './postgres-container.ts';

interface Labelled {
  readonly name: string;
  readonly sql: string;
  readonly parameters?: readonly (string | null)[];
  /** Indexes that are missing; none for a query that no index helps. */
  readonly missing?: readonly string[];
}

const SCHEMA = `
  create type visibility as enum ('public', 'private');
  create table roles (id serial primary key, name text not null unique);
  create table users (
    id serial primary key, email text not null, username text not null unique, role_id int references roles (id),
    status text not null default 'active' check (status in ('active', 'blocked')), age int check (age between 0 and 120),
    bio text, deleted_at timestamptz, created_at timestamptz not null default now());
  create table posts (
    id uuid primary key default gen_random_uuid(), user_id int not null references users (id), title varchar(200) not null,
    body text not null, category text, seen visibility not null default 'public', views int not null default 0,
    created_at timestamptz not null default now());
  create table comments (
    id bigint generated always as identity primary key, post_id uuid not null references posts (id),
    user_id int not null references users (id), parent_id bigint references comments (id), body text not null,
    created_at timestamptz not null default now());
  create table likes (user_id int references users (id), post_id uuid references posts (id), primary key (user_id, post_id));
  insert into roles (name) values ('admin'), ('member');
  insert into users (email, username, role_id) select 'u' || n || '@example.test', 'u' || n, 2 from generate_series(1, 6) n;
  insert into posts (user_id, title, body, category) select n, 'title ' || n, 'body ' || n, 'news' from generate_series(1, 6) n;
`;
const INDEXES = `
  create index on users (lower(email));
  create unique index on users (email);
  create index on posts (user_id, created_at desc);
  create index on posts (created_at desc);
  create index on comments (post_id, created_at);
  create index on comments (user_id);
  create index on likes (post_id);
`;

const PLANTED: readonly Labelled[] = [
  {
    name: 'login by e-mail',
    sql: 'SELECT * FROM users WHERE email = $1',
    parameters: ['u1@example.test'],
    missing: ['users(email)'],
  },
  {
    name: 'login that folds case',
    sql: 'SELECT * FROM users WHERE lower(email) = lower($1)',
    parameters: ['A@b.co'],
    missing: ['users(lower(email))'],
  },
  {
    name: 'list by foreign key',
    sql: 'SELECT * FROM posts WHERE user_id = $1 ORDER BY id',
    parameters: ['1'],
    missing: ['posts(user_id)'],
  },
  {
    name: 'list by foreign key, written in the text',
    sql: `select "p".* from "posts" as "p" where "p"."user_id" in (1, 2)`,
    missing: ['posts(user_id)'],
  },
  {
    name: 'page of a list of somebody’s',
    sql: 'SELECT * FROM posts WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2',
    parameters: ['1', '20'],
    missing: ['posts(user_id)'],
  },
  {
    name: 'newest first, a page',
    sql: 'SELECT p.id, u.username FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.created_at DESC LIMIT 20',
    missing: ['posts(created_at)'],
  },
  {
    name: 'comments of a post',
    sql: 'SELECT c.*, u.username FROM comments c JOIN users u ON u.id = c.user_id WHERE c.post_id = $1',
    parameters: ['00000000-0000-0000-0000-000000000001'],
    missing: ['comments(post_id)'],
  },
  {
    name: 'second column of a key',
    sql: 'SELECT count(*) FROM likes WHERE post_id = $1',
    parameters: ['00000000-0000-0000-0000-000000000001'],
    missing: ['likes(post_id)'],
  },
  {
    name: 'change by e-mail',
    sql: 'UPDATE users SET bio = $1 WHERE email = $2',
    parameters: ['x', 'nobody@example.test'],
    missing: ['users(email)'],
  },
  {
    name: 'delete by foreign key',
    sql: 'DELETE FROM comments WHERE user_id = $1',
    parameters: ['1'],
    missing: ['comments(user_id)'],
  },
  {
    name: 'whose owner is compared whole, by what is unique and by what is not',
    sql: 'SELECT count(DISTINCT p.id) FROM posts p LEFT JOIN users u ON u.id = p.user_id WHERE u.id = $1 AND u.username = $2 AND u.email = $3',
    parameters: ['1', 'u1', 'u1@example.test'],
    missing: ['posts(user_id)'],
  },
];

const DECOYS: readonly Labelled[] = [
  { name: 'full list', sql: 'SELECT * FROM users' },
  { name: 'full list in order', sql: 'SELECT * FROM posts ORDER BY created_at DESC' },
  { name: 'count(*)', sql: 'SELECT count(*) FROM posts' },
  { name: 'GROUP BY over everything', sql: 'SELECT user_id, count(*) FROM posts GROUP BY user_id' },
  { name: 'low selectivity: status', sql: 'SELECT * FROM users WHERE status = $1', parameters: ['active'] },
  { name: 'low selectivity: role', sql: 'SELECT * FROM users WHERE role_id = $1', parameters: ['2'] },
  { name: 'low selectivity: enum', sql: 'SELECT count(*) FROM posts WHERE seen = $1', parameters: ['public'] },
  { name: 'low selectivity: text without a list', sql: 'SELECT * FROM posts WHERE category = $1', parameters: ['news'] },
  { name: 'deleted rows left out', sql: 'SELECT * FROM users WHERE deleted_at IS NULL' },
  { name: 'wide range', sql: `SELECT * FROM posts WHERE created_at > now() - interval '300 days'` },
  { name: 'wide range of ages', sql: 'SELECT * FROM users WHERE age >= 18' },
  { name: 'LIMIT that stops early', sql: `SELECT * FROM users WHERE status = 'active' LIMIT 20` },
  { name: 'first page without order', sql: 'SELECT * FROM posts LIMIT $1 OFFSET $2', parameters: ['20', '0'] },
  { name: 'ORDER BY random()', sql: 'SELECT * FROM posts ORDER BY random() LIMIT 5' },
  { name: 'whole-table join', sql: 'SELECT p.*, u.username FROM posts p JOIN users u ON u.id = p.user_id' },
  { name: 'deep OFFSET on the key', sql: 'SELECT * FROM users ORDER BY id LIMIT 20 OFFSET 19000' },
  {
    name: 'by the key',
    sql: 'SELECT * FROM posts WHERE id = $1 AND user_id = $2',
    parameters: ['00000000-0000-0000-0000-000000000001', '1'],
  },
  { name: 'change by the key', sql: 'UPDATE users SET bio = $1 WHERE id = $2 RETURNING *', parameters: ['x', '1'] },
  { name: 'unique name', sql: 'SELECT * FROM users WHERE username = $1', parameters: ['u1'] },
  { name: 'a small table', sql: 'SELECT * FROM roles WHERE name = $1 OR id > 0', parameters: ['admin'] },
  { name: 'first column of a key', sql: 'SELECT * FROM likes WHERE user_id = $1', parameters: ['1'] },
];

let server: PostgresContainer;
beforeAll(async () => void (server = await startPostgres()), 120_000);
afterAll(() => server?.remove());

async function measureAll(database: string, queries: readonly Labelled[]): Promise<StatementPlan[]> {
  const { host, port, user, password } = server;
  return measureInShadow({
    connect: { host, port, user, password, database, deadlineMs: 60_000 },
    run: (command, options) => server.run(command, options),
    statements: queries.map(({ sql, parameters = [] }) => ({ sql, parameters })),
    isInsertedInto: (_schema, relation) => relation !== 'roles',
  });
}
const missingOf = (plan: StatementPlan | undefined) => (plan && 'missing' in plan ? (plan.missing?.on ?? []) : plan?.unknown);

describe('a schema whose foreign keys and sort orders have no index', () => {
  const queries = [...PLANTED, ...DECOYS];
  let client: pg.Client;
  let plans: StatementPlan[];
  beforeAll(async () => {
    client = await server.database('app', SCHEMA);
    plans = await measureAll('app', queries);
  }, 120_000);

  test.each(queries.map(({ name, missing = [] }, index) => ({ name, missing, index })))('$name', ({ missing, index }) => {
    expect(missingOf(plans[index])).toEqual(missing);
  });

  test('the database of the application is as it was, and no other is left', async () => {
    const left = await client.query('select datname from pg_database where not datistemplate order by 1');
    expect(left.rows).toEqual([{ datname: 'app' }, { datname: 'postgres' }]);
    const rows = await client.query(
      'select (select count(*) from users) as users, (select count(*) from pg_indexes where indexname like $1) as tries',
      ['rw_%'],
    );
    expect(rows.rows).toEqual([{ users: '6', tries: '0' }]);
  });
});

test('nothing is missing where the indexes are there', async () => {
  await server.database('indexed', SCHEMA + INDEXES);
  const queries = [...PLANTED, ...DECOYS];
  const plans = await measureAll('indexed', queries);
  expect(plans.map((plan, index) => [queries[index]?.name, missingOf(plan)])).toEqual(queries.map(({ name }) => [name, []]));
  expect(plans[0]).toMatchObject({ indexes: ['users(email)'] });
}, 120_000);

test('a statement that cannot be measured says why, and does not stop the others', async () => {
  await server.database('odd', SCHEMA);
  const plans = await measureAll('odd', [
    { name: 'several', sql: 'SELECT 1; DROP TABLE users' },
    { name: 'gone', sql: 'SELECT * FROM nothing' },
    { name: 'login', sql: 'SELECT * FROM users WHERE email = $1', parameters: ['x'] },
  ]);
  expect(plans.map(missingOf)).toEqual([
    expect.stringMatching(/multiple commands/),
    expect.stringMatching(/does not exist/),
    ['users(email)'],
  ]);
}, 120_000);
