import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { argon2id, bcrypt } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type pg from 'pg';
import type { Canary } from '../../../src/database/canary.ts';
import { connectDatabase } from '../../../src/database/connect.ts';
import type { DatabaseReader } from '../../../src/database/database.ts';
import { connectPostgres } from '../../../src/database/postgres/connect-postgres.ts';
import { PostgresSession } from '../../../src/database/postgres/session.ts';
import { readStoredPasswords } from '../../../src/database/stored-values.ts';
import { CANARIES, LONG, SHORT } from '../canaries.ts';
import { startPostgres, type PostgresContainer } from './postgres-container.ts';

let server: PostgresContainer;
beforeAll(async () => void (server = await startPostgres()), 120_000);
afterAll(() => server?.remove());

interface Case {
  readonly name: string;
  readonly schema: string;
  readonly fill: (client: pg.Client, canary: Canary, index: number) => Promise<unknown>;
  readonly expected: object;
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const crypt = (password: string) => bcrypt({ password, salt: randomBytes(16), costFactor: 10 });
const argon2 = (password: string) =>
  argon2id({
    password,
    salt: randomBytes(16),
    parallelism: 1,
    iterations: 2,
    memorySize: 19_456,
    hashLength: 32,
    outputType: 'encoded',
  });
const key = randomBytes(32);

function aes(password: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(password), cipher.final()]);
}

const USERS = `create table users (id serial primary key, email text unique, username text, password_hash text, created_at timestamptz default now());
  insert into users (email, username, password_hash) select 'seed' || n || '@example.test', 'seed' || n, md5(n::text) from generate_series(1, 20) n;`;

const addUser = (stored: (canary: Canary) => unknown) => async (client: pg.Client, canary: Canary) =>
  client.query('insert into users (email, username, password_hash) values ($1, $2, $3)', [...canary.login, await stored(canary)]);

const CASES: readonly Case[] = [
  {
    name: 'plain text',
    schema: USERS,
    fill: addUser(({ password }) => password),
    expected: {
      userTables: ['users'],
      findings: [
        {
          table: 'users',
          column: 'password_hash',
          level: 'plaintext',
          identities: ['A', 'B', 'C'],
          sample: '{{AB.password}}',
          verified: true,
          sameForEqualPasswords: true,
        },
      ],
    },
  },
  {
    name: 'md5',
    schema: USERS,
    fill: addUser(({ password }) => digest('md5', password)),
    expected: {
      findings: [
        {
          column: 'password_hash',
          level: 'fast-unsalted',
          scheme: 'md5',
          identities: ['A', 'B', 'C'],
          sample: digest('md5', SHORT).slice(0, 7),
          sameForEqualPasswords: true,
        },
      ],
    },
  },
  {
    name: 'bcrypt',
    schema: USERS,
    fill: addUser(({ password }) => crypt(password)),
    expected: {
      findings: [
        {
          table: 'users',
          column: 'password_hash',
          level: 'ok',
          scheme: 'bcrypt',
          detail: 'cost 10',
          verified: true,
          identities: ['A', 'B', 'C'],
          sample: '$2a$10$',
          sameForEqualPasswords: false,
        },
      ],
    },
  },
  {
    name: 'argon2 in a column of jsonb',
    schema: 'create table accounts (doc jsonb)',
    fill: async (client, { login, password }) =>
      client.query('insert into accounts values ($1)', [
        { profile: { email: login[0] }, auth: { password: await argon2(password) } },
      ]),
    expected: {
      userTables: ['accounts'],
      findings: [{ table: 'accounts', column: 'doc.auth.password', level: 'ok', scheme: 'argon2id', verified: true }],
    },
  },
  {
    name: 'salted sha256 with a column for the salt',
    schema: 'create table users (email text, password bytea, salt bytea)',
    fill: (client, { login, password }) => {
      const salt = randomBytes(12);
      return client.query('insert into users values ($1, $2, $3)', [
        login[0],
        createHash('sha256').update(salt).update(password).digest(),
        salt,
      ]);
    },
    expected: { findings: [{ column: 'password', level: 'fast-salted', verified: true, sameForEqualPasswords: false }] },
  },
  {
    name: 'credentials in a table of their own, with a foreign key',
    schema: `${USERS} create table account (id text primary key, "userId" int references users (id), "providerId" text, password text, "accessToken" text);`,
    fill: async (client, canary) => {
      await addUser(() => 'x')(client, canary);
      const token = randomBytes(32).toString('hex');
      await client.query(`insert into account select $1::text, id, 'credential', $2, $3 from users where email = $4`, [
        token.slice(5, 20),
        await crypt(canary.password),
        token,
        canary.login[0],
      ]);
    },
    expected: {
      userTables: ['users'],
      findings: [{ table: 'account', column: 'password', level: 'ok', verified: true, identities: ['A', 'B', 'C'] }],
    },
  },
  {
    name: 'credentials that only the name of a column ties to users',
    schema: `${USERS} create table credentials (user_id int, secret text); insert into credentials select n, md5(n::text) from generate_series(1, 20) n;`,
    fill: async (client, canary) => {
      await addUser(() => null)(client, canary);
      await client.query('insert into credentials select id, $1 from users where email = $2', [
        await crypt(canary.password),
        canary.login[0],
      ]);
    },
    expected: { findings: [{ table: 'credentials', column: 'secret', level: 'ok', verified: true }] },
  },
  {
    name: 'users that point at their credentials',
    schema: `create table logins (id serial primary key, digest text); create table members (email text, login_id int references logins (id), role text default 'member');`,
    fill: async (client, canary) =>
      client.query(
        'with made as (insert into logins (digest) values ($1) returning id) insert into members select $2, id from made',
        [digest('sha1', `${canary.login[0]}${canary.password}`), canary.login[0]],
      ),
    expected: {
      userTables: ['members'],
      findings: [{ table: 'logins', column: 'digest', level: 'fast-salted', verified: true }],
    },
  },
  {
    name: 'AES',
    schema: 'create table users (email text, password bytea)',
    fill: (client, { login, password }) => client.query('insert into users values ($1, $2)', [login[0], aes(password)]),
    expected: { findings: [{ column: 'password', level: 'reversible', scheme: 'encryption', verified: true }] },
  },
  {
    name: 'the password as bytes',
    schema: 'create table users (email text, password bytea)',
    fill: (client, { login, password }) => client.query('insert into users values ($1, $2)', [login[0], Buffer.from(password)]),
    expected: { findings: [{ column: 'password', level: 'plaintext', sample: '{{AB.password}}', identities: ['A', 'B', 'C'] }] },
  },
  {
    name: 'bcrypt for the users and plain text in a log',
    schema: `${USERS} create schema audit; create table audit.requests (id serial, at timestamptz default now(), payload jsonb);`,
    fill: async (client, canary) => {
      await addUser(({ password }) => crypt(password))(client, canary);
      await client.query('insert into audit.requests (payload) values ($1)', [
        { path: '/login', body: { login: canary.login[0], password: canary.password } },
      ]);
    },
    expected: {
      userTables: ['users', 'audit.requests'],
      findings: [
        { table: 'audit.requests', column: 'payload.body.password', level: 'plaintext' },
        { table: 'users', column: 'password_hash', level: 'ok' },
      ],
    },
  },
  {
    name: 'partitions',
    schema: `create table people (email text, region text, password text) partition by list (region);
      create table people_north partition of people for values in ('north'); create table people_south partition of people default;`,
    fill: async (client, { login, password, identity }) =>
      client.query('insert into people values ($1, $2, $3)', [
        login[0],
        identity === 'A' ? 'north' : 'south',
        await crypt(password),
      ]),
    expected: {
      tablesRead: 1,
      userTables: ['people'],
      findings: [{ table: 'people', level: 'ok', identities: ['A', 'B', 'C'] }],
    },
  },
  {
    name: 'nothing of the users',
    schema: USERS,
    fill: async () => {},
    expected: { nothingFound: 'no row of the registered users was found', findings: [], userTables: [] },
  },
];

describe('stored passwords', () => {
  test.each(CASES)('$name', { timeout: 60_000 }, async ({ name, schema, fill, expected }) => {
    const client = await server.database(name, schema);
    for (const [index, canary] of CANARIES.entries()) await fill(client, canary, index);
    const stored = await read(name);
    expect(stored).toMatchObject(expected);
    expect(JSON.parse(JSON.stringify(stored))).toEqual(stored);
    for (const password of [SHORT, LONG]) expect(JSON.stringify(stored)).not.toContain(password);
  });
});

test('what is not the password of a canary is not reported', { timeout: 60_000 }, async () => {
  const client = await server.database(
    'quiet',
    `create table users (id uuid primary key default gen_random_uuid(), email text, avatar text, api_token text, reset_token_hash text, password text);
     create table sessions (user_id uuid, token text, data jsonb);
     create materialized view everybody as select * from users;`,
  );
  for (const { login, password } of CANARIES) {
    const values = [
      login[0],
      digest('md5', login[0] ?? ''),
      randomBytes(32).toString('hex'),
      await crypt('something else'),
      await crypt(password),
    ];
    await client.query(
      'insert into users (email, avatar, api_token, reset_token_hash, password) values ($1, $2, $3, $4, $5)',
      values,
    );
    await client.query('insert into sessions select id, $1, $2 from users where email = $3', [
      randomBytes(24).toString('base64'),
      { email: login[0], ip: '::1' },
      login[0],
    ]);
  }
  await client.query('refresh materialized view everybody');
  const { findings, tablesRead } = await read('quiet');
  expect(findings).toMatchObject([{ table: 'users', column: 'password', level: 'ok' }]);
  expect(tablesRead).toBe(2);
});

/** Everything that a schema may do to a reader that trusts it. */
const HOSTILE = `
  create schema "we""ird; drop table users; --";
  create table "we""ird; drop table users; --"."Us'ers $1 \\" ("e""mail" text, "pass word" text, "__proto__" text, "x" text, "row" text, "constructor" text);
  create function public.lower(text) returns text language sql as $$ select 'fooled'::text $$;
  create function public.format(text, text) returns text language sql as $$ select 'fooled'::text $$;
  create function public.no(text, text) returns boolean language sql as $$ select false $$;
  create operator public.~~ (leftarg = text, rightarg = text, function = public.no);
  create table pg_class_like as select 1 as ctid_, repeat('x', 30000000) as huge;
  create table empty_one ();
  create view leak as select 1 / 0 as broken;
  create table locked (email text, password text);
  alter table locked enable row level security;
  alter role postgres in database hostile set search_path = public;
  alter role postgres in database hostile set statement_timeout = 1;
  alter role postgres in database hostile set bytea_output = 'escape';`;

describe('a hostile schema', () => {
  let reader: DatabaseReader;

  beforeAll(async () => {
    const client = await server.database('hostile', HOSTILE);
    for (const { login, password } of CANARIES) {
      const insert = String.raw`insert into "we""ird; drop table users; --"."Us'ers $1 \" values ($1, $2, $3, $3, $3, $3)`;
      await client.query(insert, [login[0], await crypt(password), `{"${password}": true}`]);
    }
    reader = await open('hostile');
  }, 60_000);

  afterAll(() => reader?.close());

  test('is read all the same, and nothing of the password is shown', { timeout: 60_000 }, async () => {
    const stored = await readStoredPasswords(reader, CANARIES);
    const table = String.raw`we"ird; drop table users; --.Us'ers $1 \ `.trimEnd();
    expect(stored.userTables).toEqual([table]);
    expect(stored.findings.find(({ column }) => column === 'pass word')).toMatchObject({ table, level: 'ok', verified: true });
    expect(stored.findings.filter(({ level }) => level === 'plaintext').map(({ column }) => column)).toContain('__proto__');
    expect(JSON.stringify(stored)).not.toContain(SHORT);
    expect(stored.unread).toBeUndefined();
  });

  test('gets a huge value cut around what was looked for', async () => {
    const client = await server.database(
      'huge',
      `create table logs (line text); insert into logs values (repeat('x', 20000000) || '${SHORT}' || repeat('y', 20000000));`,
    );
    await client.end();
    const huge = await open('huge');
    const { rows } = await huge.rowsHolding([SHORT]);
    const line = rows[0]?.values.get('line') ?? '';
    expect(line).toContain(SHORT);
    expect(line.length).toBeLessThanOrEqual(4096);
    await huge.close();
  });

  test('cannot make us write, and leaves our settings alone', async () => {
    const { host, port, user, password } = server;
    const session = await PostgresSession.open({ host, port, user, password, database: 'hostile', deadlineMs: 60_000 });
    await expect(session.query('create table public.ours (a int)')).rejects.toThrow('read-only');
    const settings = ['search_path', 'statement_timeout', 'bytea_output'].map((name) => `current_setting('${name}')`);
    expect(await session.query(`select ${settings.join(', ')}`)).toEqual([['pg_catalog,pg_temp', '15s', 'hex']]);
    await session.close();
  });

  test('is asked for nothing that it does not have', async () => {
    await expect(reader.rowsWhere('0', 'x', ['y'])).resolves.toEqual({ rows: [], unread: [] });
  });
});

test('a table of 100 000 rows takes seconds', { timeout: 120_000 }, async () => {
  const client = await server.database(
    'large',
    `${USERS} create table posts (id serial primary key, user_id int, title text, body text, created_at timestamptz default now());
     insert into posts (user_id, title, body) select n % 20, 'Title ' || n, repeat(md5(n::text) || ' ', 5) from generate_series(1, 100000) n;`,
  );
  for (const canary of CANARIES) await addUser(({ password }) => crypt(password))(client, canary);
  const { ms, findings } = await read('large');
  console.log(`100 000 rows: ${ms} ms`);
  expect(findings).toMatchObject([{ level: 'ok' }]);
  expect(ms).toBeLessThan(30_000);
});

test('a refused login and a closed port are told apart', async () => {
  const where = {
    host: server.host,
    port: server.port,
    user: server.user,
    password: server.password,
    database: 'postgres',
    deadlineMs: 20_000,
  };
  await expect(connectPostgres({ ...where, password: 'wrong' })).rejects.toMatchObject({ code: 'database-login-refused' });
  await expect(connectPostgres({ ...where, password: '' })).rejects.toMatchObject({ code: 'database-login-refused' });
  await expect(connectPostgres({ ...where, database: 'absent' })).rejects.toMatchObject({ code: 'database-login-refused' });
  await expect(connectPostgres({ ...where, port: 1 })).rejects.toMatchObject({ code: 'database-unreachable' });
});

test('the first credentials that fit are taken', async () => {
  const { host, port, user, password } = server;
  const right = { engine: 'postgresql', user, password, database: 'postgres' } as const;
  const wrong = { ...right, password: 'wrong' };
  const reader = await connectDatabase([wrong, { ...right, database: 'absent' }, right], { host, port, deadlineMs: 20_000 });
  expect(reader.engine).toBe('postgresql');
  await reader.close();
  await expect(connectDatabase([wrong], { host, port, deadlineMs: 20_000 })).rejects.toMatchObject({
    code: 'database-login-refused',
  });
});

function open(database: string): Promise<DatabaseReader> {
  const { host, port, user, password } = server;
  return connectPostgres({ host, port, user, password, database, deadlineMs: 60_000 });
}

async function read(database: string) {
  const reader = await open(database);
  try {
    return await readStoredPasswords(reader, CANARIES);
  } finally {
    await reader.close();
  }
}
