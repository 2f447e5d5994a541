import { describe, expect, test } from 'vitest';
import { ValueGenerator, isPlaceholder, isSecretLike } from '../../../src/sandbox/plan/generate-value.ts';
import { fillExample } from '../../../src/sandbox/plan/env-example.ts';
import { databaseFacts, isInfrastructure } from '../../../src/sandbox/plan/infrastructure.ts';
import { healthOf } from '../../../src/sandbox/plan/health.ts';
import { durationMs, sizeBytes } from '../../../src/sandbox/plan/quantities.ts';
import { readYaml } from '../../../src/sandbox/plan/yaml.ts';

test.each([
  ['1m30s', 90_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['0', 0],
  ['soon', undefined],
  [undefined, undefined],
])('duration %s', (text, ms) => expect(durationMs(text)).toBe(ms));

test.each([
  ['512m', 512 * 1024 ** 2],
  ['1.5GiB', 1.5 * 1024 ** 3],
  ['536870912', 536_870_912],
  ['100b', 100],
  ['0', undefined],
  ['-1', undefined],
])('size %s', (text, bytes) => expect(sizeBytes(text)).toBe(bytes));

describe('health checks at our pace, with their patience', () => {
  test.each([
    [
      { interval: '30s', retries: 3 },
      { intervalMs: 1000, retries: 90 },
    ],
    [
      { interval: '500ms', retries: 10 },
      { intervalMs: 500, retries: 10 },
    ],
    [
      { interval: '2.5s', retries: 3, timeout: '5s', start_period: '10s' },
      { intervalMs: 1000, retries: 8, timeoutMs: 5000, startPeriodMs: 10_000 },
    ],
    [{}, { intervalMs: 1000, retries: 90, timeoutMs: 30_000, startPeriodMs: 0, test: [] }],
    [{ disable: true, test: ['CMD', 'x'] }, { test: ['NONE'] }],
  ])('%j', (healthcheck, expected) => expect(healthOf({ healthcheck })).toMatchObject(expected));
});

test.each([
  ['postgres:16', true],
  ['ghcr.io/owner/postgres@sha256:1', true],
  ['mongodb/mongodb-community-server', true],
  ['mcr.microsoft.com/mssql/server:2022', true],
  ['localhost:5000/redis', true],
  ['node:20', false],
  ['me/server', false],
  ['me/redis-api', false],
])('%s is infrastructure: %s', (image, expected) => expect(isInfrastructure(image)).toBe(expected));

test.each([
  ['JWT_SECRET', true],
  ['jwtSecret', true],
  ['SECRET_ACCESS', true],
  ['DB_PASSWORD', true],
  ['JWT_EXPIRES_IN', false],
  ['TOKEN_TTL', false],
  ['KEYBOARD', false],
  ['PUBLIC_KEY', false],
])('%s is secret-like: %s', (name, expected) => expect(isSecretLike(name)).toBe(expected));

test.each([
  ['changeme', true],
  ['your_jwt_secret', true],
  ['<secret>', true],
  ['change-this-in-production', true],
  ['password', false],
  ['postgres', false],
  ['13adfadv', false],
])('%s is a placeholder: %s', (value, expected) => expect(isPlaceholder(value)).toBe(expected));

const facts = (text: string) => databaseFacts([readYaml(text)]);
const generator = (text = '{}') => new ValueGenerator('seed', facts(text));

test('generated values agree with each other and with the database of the file', () => {
  const postgres = generator('services: { db: { image: postgres, environment: { POSTGRES_PASSWORD: pw, POSTGRES_DB: shop } } }');
  expect(
    ['DB_USER', 'DB_PASSWORD', 'DATABASE_NAME', 'DB_HOST', 'DB_PORT', 'DATABASE_URL', 'DB_SSL'].map((name) =>
      postgres.valueFor(name),
    ),
  ).toEqual(['postgres', 'pw', 'shop', 'db', '5432', 'postgresql://postgres:pw@db:5432/shop', undefined]);
  const mongo = generator('services: { m: { image: mongo:7 } }');
  expect(['MONGO_URI', 'MONGO_USER', 'MONGO_PASSWORD'].map((name) => mongo.valueFor(name))).toEqual([
    'mongodb://m:27017/app',
    '',
    '',
  ]);
  const mysql = generator('services: { d: { image: mysql, environment: [MYSQL_ROOT_PASSWORD=root, MYSQL_DATABASE=x] } }');
  expect(['DB_USERNAME', 'DB_PASSWORD', 'DB_DATABASE', 'DB_PORT'].map((name) => mysql.valueFor(name))).toEqual([
    'root',
    'root',
    'x',
    '3306',
  ]);
  expect(generator().valueFor('POSTGRES_PASSWORD')).toBe(generator().valueFor('DB_PASS'));
  expect(generator().valueFor('JWT_SECRET')).not.toBe(new ValueGenerator('other', facts('{}')).valueFor('JWT_SECRET'));
});

describe('an example is filled where a person would have to think of something', () => {
  const fill = (example: string, elsewhere = '') =>
    fillExample(example, generator('services: { cache: { image: redis } }'), elsewhere);

  test.each([
    ['empty secret', 'JWT_SECRET=\r\nA=1\r\n', ['JWT_SECRET']],
    ['placeholder', 'export JWT_SECRET="your-secret" # note', ['JWT_SECRET']],
    ['a value that works', 'JWT_SECRET=abc123\nDB_PASSWORD=password', []],
    ['a placeholder that a connection string repeats', 'APP_SECRET=changeme\nAUTH=x:changeme@y', []],
    ['a database password works as it is written', 'DB_PASSWORD=changeme', []],
    ['accounts elsewhere', 'SMTP_PASSWORD=\nSTRIPE_SECRET_KEY=\nREDIS_PASSWORD=', []],
    ['an address of a service', 'REDIS_URL=', ['REDIS_URL']],
    [
      'database settings',
      'POSTGRES_USER=\nPOSTGRES_PASSWORD=\nPOSTGRES_DB=',
      ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'],
    ],
    ['not a secret', 'EMAIL_FROM=\nJWT_EXPIRES_IN=', []],
  ])('%s', (_, example, generated) => expect(fill(example).generated).toEqual(generated));

  test('lines that need nothing stay as they are', () => {
    const { text } = fill('# a note\r\nexport JWT_SECRET="your-secret" # note\r\nREDIS_URL=\r\nA=$B\r\n');
    expect(text).toMatch(/^# a note\r\nexport JWT_SECRET=[0-9a-f]{40}\r\nREDIS_URL=redis:\/\/cache:6379\r\nA=\$B\r\n$/);
  });

  test('a password that the compose file passes to a service is made up', () => {
    expect(fill('REDIS_PASSWORD=', 'command: redis-server --requirepass ${REDIS_PASSWORD}').generated).toEqual([
      'REDIS_PASSWORD',
    ]);
  });
});
