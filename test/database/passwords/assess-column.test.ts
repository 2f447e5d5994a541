import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { bcrypt } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import type { Canary } from '../../../src/database/canary.ts';
import { assessColumn, type StoredValue } from '../../../src/database/passwords/assess-column.ts';
import { WorkBudget } from '../../../src/database/passwords/work-budget.ts';
import { CANARIES } from '../canaries.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

interface Row {
  readonly text: string;
  /** Other columns of the row. */
  readonly [name: string]: string;
}

interface Case {
  readonly name: string;
  readonly column?: string;
  readonly secrets?: readonly string[];
  readonly row: (canary: Canary) => Row;
  /** Undefined: not a word about this column. */
  readonly expected: { readonly level: string; readonly scheme?: string; readonly verified: boolean } | undefined;
}

const sha256 = (...parts: string[]) => createHash('sha256').update(parts.join('')).digest('hex');
const hexSalt = () => randomBytes(16).toString('hex');
const key = randomBytes(32);
const email = (canary: Canary) => canary.login[0] ?? '';

function encrypted(cipher: 'aes-256-cbc' | 'aes-256-ecb' | 'aes-256-gcm', password: string): Buffer {
  const iv = cipher === 'aes-256-ecb' ? null : randomBytes(16);
  const machine = createCipheriv(cipher, key, iv);
  return Buffer.concat([iv ?? Buffer.alloc(0), machine.update(password), machine.final()]);
}

const peppered = async (password: string): Promise<Row> => ({
  text: await bcrypt({ password: `pepper${password}`, salt: randomBytes(16), costFactor: 10 }),
});
const [a, b, c] = await Promise.all(CANARIES.map(({ password }) => peppered(password)));
const PEPPERED = { A: a ?? { text: '' }, B: b ?? { text: '' }, C: c ?? { text: '' } };

/** Columns beside `text` are salts, logins and so on. */
const SALTED: readonly Case[] = [
  {
    name: 'sha256, salt in a column',
    row: ({ password }) => withSalt((salt) => sha256(salt, password)),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'sha256, password first',
    row: ({ password }) => withSalt((salt) => sha256(password, salt)),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'sha256 with the e-mail',
    row: (canary) => ({ text: sha256(canary.password, email(canary)), email: email(canary) }),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'md5 with the id',
    row: ({ password, identity }) => ({
      text: createHash('md5').update(`id-${identity}${password}`).digest('hex'),
      id: `id-${identity}`,
    }),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'HMAC with a secret of the environment',
    secrets: ['super-jwt-secret'],
    row: ({ password }) => ({ text: createHmac('sha256', 'super-jwt-secret').update(password).digest('hex') }),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'salt and digest with a colon',
    row: ({ password }) => inline((salt) => `${salt}:${sha256(salt, password)}`),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'salt and digest run together',
    row: ({ password }) => inline((salt) => salt + sha256(salt, password)),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'salt and digest as bytes in base64',
    row: ({ password }) => inlineBytes((salt) => createHash('sha256').update(salt).update(password).digest()),
    expected: { level: 'fast-salted', verified: true },
  },
  {
    name: 'salted digest in a column of any name',
    column: 'blob',
    row: ({ password }) => withSalt((salt) => sha256(salt, password)),
    expected: { level: 'fast-salted', verified: true },
  },
];

const DERIVED: readonly Case[] = [
  {
    name: 'Node scrypt, salt.key',
    row: ({ password }) => inline((salt) => `${scryptSync(password, salt, 64).toString('hex')}.${salt}`),
    expected: { level: 'below-owasp', scheme: 'scrypt', verified: true },
  },
  {
    name: 'Node scrypt, salt:key, salt as bytes',
    row: ({ password }) => inline((salt) => `${salt}:${scryptSync(password, Buffer.from(salt, 'hex'), 64).toString('hex')}`),
    expected: { level: 'below-owasp', scheme: 'scrypt', verified: true },
  },
  {
    name: 'Better Auth',
    row: ({ password }) =>
      inline((salt) => `${salt}:${scryptSync(password, salt, 64, { N: 2 ** 14, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex')}`),
    expected: { level: 'below-owasp', scheme: 'scrypt', verified: true },
  },
  {
    name: 'scrypt in columns hash and salt',
    column: 'hash',
    row: ({ password }) => withSalt((salt) => scryptSync(password, salt, 32).toString('base64')),
    expected: { level: 'below-owasp', scheme: 'scrypt', verified: true },
  },
  {
    name: 'passport-local-mongoose',
    column: 'hash',
    row: ({ password }) => withSalt((salt) => pbkdf2Sync(password, salt, 25_000, 512, 'sha256').toString('hex')),
    expected: { level: 'below-owasp', scheme: 'PBKDF2', verified: true },
  },
  {
    name: 'PBKDF2, 1000 iterations',
    row: ({ password }) => withSalt((salt) => pbkdf2Sync(password, salt, 1000, 64, 'sha512').toString('hex')),
    expected: { level: 'weak-kdf', scheme: 'PBKDF2', verified: true },
  },
  {
    name: 'PBKDF2 of a C# tutorial: salt and key as bytes',
    row: ({ password }) => inlineBytes((salt) => pbkdf2Sync(password, salt, 100_000, 20, 'sha1')),
    expected: { level: 'below-owasp', scheme: 'PBKDF2', verified: true },
  },
  {
    name: 'PBKDF2, 310 000 iterations, binary salt in a column (missed by the prototype)',
    row: ({ password }) => bytesSalt((salt) => pbkdf2Sync(password, salt, 310_000, 32, 'sha256').toString('hex')),
    expected: { level: 'below-owasp', scheme: 'PBKDF2', verified: true },
  },
];

const ENCRYPTED: readonly Case[] = [
  {
    name: 'AES-CBC with iv, hexadecimal',
    row: ({ password }) => ({ text: encrypted('aes-256-cbc', password).toString('hex') }),
    expected: { level: 'reversible', scheme: 'encryption', verified: true },
  },
  {
    name: 'AES-ECB, base64',
    row: ({ password }) => ({ text: encrypted('aes-256-ecb', password).toString('base64') }),
    expected: { level: 'reversible', scheme: 'encryption', verified: true },
  },
  {
    name: 'AES-GCM in bytea',
    row: ({ password }) => ({ text: String.raw`\x` + encrypted('aes-256-gcm', password).toString('hex') }),
    expected: { level: 'reversible', scheme: 'encryption', verified: true },
  },
  {
    name: 'bytes whose length varies by itself: A and B differ, too',
    row: ({ identity }) => ({ text: randomBytes({ A: 32, B: 48, C: 64 }[identity]).toString('hex') }),
    expected: { level: 'unknown', verified: false },
  },
  {
    name: 'a document that grows with the login',
    column: 'password_profile',
    row: ({ password }) => ({ text: Buffer.from(JSON.stringify({ n: 'x'.repeat(password.length) })).toString('base64') }),
    expected: { level: 'unknown', verified: false },
  },
];

const OTHERS: readonly Case[] = [
  {
    name: 'an unknown hash in a column named for the password',
    row: () => ({ text: randomBytes(32).toString('hex') }),
    expected: { level: 'unknown', verified: false },
  },
  { name: 'a random token', column: 'api_token', row: () => ({ text: randomBytes(32).toString('hex') }), expected: undefined },
  {
    name: 'a reset token',
    column: 'passwordResetToken',
    row: () => ({ text: randomBytes(32).toString('hex') }),
    expected: undefined,
  },
  {
    name: 'a secret of two-factor login',
    column: 'secret',
    row: () => ({ text: randomBytes(20).toString('hex') }),
    expected: undefined,
  },
  {
    name: 'the md5 of the e-mail',
    column: 'avatar',
    row: (canary) => ({ text: createHash('md5').update(email(canary)).digest('hex') }),
    expected: undefined,
  },
  {
    name: 'the md5 of the e-mail, in a column named hash',
    column: 'hash',
    row: (canary) => ({ text: createHash('md5').update(email(canary)).digest('hex') }),
    expected: undefined,
  },
  {
    name: 'the md5 of the e-mail, in a column named for the password',
    row: (canary) => ({ text: createHash('md5').update(email(canary)).digest('hex') }),
    expected: undefined,
  },
  {
    name: 'a bcrypt hash of something else',
    column: 'refresh_token',
    row: ({ identity }) => PEPPERED[identity],
    expected: undefined,
  },
  {
    name: 'a bcrypt hash with a pepper, in a column named for the password',
    row: ({ identity }) => PEPPERED[identity],
    expected: { level: 'ok', scheme: 'bcrypt', verified: false },
  },
  {
    name: 'one value for everybody',
    row: () => ({ text: '$2b$10$V/vsEwz4Gx/03/q9zwLLyeUXQbC2.cwnUgm4HuwdIQmEgd6t4fBNK' }),
    expected: undefined,
  },
];

describe.each([
  ['salted digests', SALTED, 400],
  ['derived keys', DERIVED, 6000],
  ['encryption', ENCRYPTED, 400],
  ['others', OTHERS, 400],
] as const)('%s', (_group, cases, keysMs) => {
  test.each<Case>(cases)('$name', { timeout: 60_000 }, async ({ column = 'password_hash', secrets = [], row, expected }) => {
    const values = CANARIES.map((canary): StoredValue => {
      const { text, ...others } = row(canary);
      const login = canary.login.map((name) => ({ name: 'login', text: name }));
      const neighbours = [...Object.entries(others).map(([name, other]) => ({ name, text: other })), ...login];
      return { canary, text, neighbours, secrets };
    });
    const [found] = await assessColumn(
      { table: 'users', column, values },
      { verify: new WorkBudget(10_000), digests: new WorkBudget(1000), keys: new WorkBudget(keysMs) },
    );
    if (!expected) expect(found).toBeUndefined();
    else expect(found?.assessment).toMatchObject(expected);
  });
});

test('an unknown value ends when the budget is spent', async () => {
  const [canary] = CANARIES;
  if (!canary) throw new Error('no canary');
  const start = cpuTimeMs();
  const text = `${hexSalt()}:${randomBytes(64).toString('hex')}`;
  const neighbours = Array.from({ length: 60 }, (_, index) => ({ name: `salt_${index}`, text: hexSalt() }));
  const column = { table: 'users', column: 'password', values: [{ canary, text, neighbours, secrets: [] }] };
  const [found] = await assessColumn(column, {
    verify: new WorkBudget(0),
    digests: new WorkBudget(1000),
    keys: new WorkBudget(300),
  });
  expect(found?.assessment.level).toBe('unknown');
  expect(cpuTimeMs() - start).toBeLessThan(4000);
});

test('without budget for it, a named format is told by its form', async () => {
  const values = CANARIES.map((canary) => ({ canary, ...PEPPERED[canary.identity], neighbours: [], secrets: [] }));
  const start = cpuTimeMs();
  const found = await assessColumn(
    { table: 'users', column: 'password', values },
    { verify: new WorkBudget(0), digests: new WorkBudget(0), keys: new WorkBudget(0) },
  );
  expect(found).toMatchObject([{ assessment: { level: 'ok', scheme: 'bcrypt', verified: false } }]);
  expect(cpuTimeMs() - start).toBeLessThan(50);
});

function withSalt(make: (salt: string) => string): Row {
  const salt = hexSalt();
  return { text: make(salt), salt };
}

function bytesSalt(make: (salt: Buffer) => string): Row {
  const salt = randomBytes(16);
  return { text: make(salt), password_salt: String.raw`\x` + salt.toString('hex') };
}

function inline(make: (salt: string) => string): Row {
  return { text: make(hexSalt()) };
}

function inlineBytes(make: (salt: Buffer) => Buffer): Row {
  const salt = randomBytes(16);
  return { text: Buffer.concat([salt, make(salt)]).toString('base64') };
}
