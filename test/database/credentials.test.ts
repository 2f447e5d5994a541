import { describe, expect, test } from 'vitest';
import { credentialsOf, type DatabaseService } from '../../src/database/credentials.ts';

type Environment = Readonly<Record<string, string>>;

interface Case {
  readonly name: string;
  readonly service?: Partial<DatabaseService>;
  readonly applications?: readonly Environment[];
  /** `user:password@database` */
  readonly expected: readonly string[];
}

const OFFICIAL = { POSTGRES_USER: 'shop', POSTGRES_PASSWORD: 'pw', POSTGRES_DB: 'store' };

const CASES: readonly Case[] = [
  { name: 'the official image', service: { environment: OFFICIAL }, expected: ['shop:pw@store'] },
  { name: 'its defaults', service: { environment: { POSTGRES_PASSWORD: 'pw' } }, expected: ['postgres:pw@postgres'] },
  {
    name: 'a database named like the user',
    service: { environment: { POSTGRES_PASSWORD: 'pw', POSTGRES_USER: 'shop' } },
    expected: ['shop:pw@shop'],
  },
  {
    name: 'no password at all',
    service: { environment: { POSTGRES_HOST_AUTH_METHOD: 'trust' } },
    expected: ['postgres:@postgres'],
  },
  {
    name: 'files of secrets',
    service: {
      environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/pw', POSTGRES_DB_FILE: 'already-resolved' },
      files: { '/run/secrets/pw': 'from file\n' },
    },
    expected: ['postgres:from file@already-resolved'],
  },
  { name: 'a file that is not known', service: { environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/pw' } }, expected: [] },
  {
    name: 'Bitnami',
    service: { environment: { POSTGRESQL_USERNAME: 'shop', POSTGRESQL_PASSWORD: 'pw', POSTGRESQL_DATABASE: 'store' } },
    expected: ['shop:pw@store'],
  },
  {
    name: 'an application in another database of the same server: the owner looks there first',
    service: { environment: OFFICIAL },
    applications: [{ DATABASE_URL: 'postgresql://app:s3cret@db:5432/made_by_migration?schema=public' }],
    expected: ['shop:pw@made_by_migration', 'shop:pw@store', 'app:s3cret@made_by_migration'],
  },
  {
    name: 'only a connection string',
    applications: [{ ANY_NAME: 'postgres://app:p%40ss%2F@db/store' }],
    expected: ['app:p@ss/@store'],
  },
  {
    name: 'SQLAlchemy',
    applications: [{ SQLALCHEMY_DATABASE_URI: 'postgresql+asyncpg://app:pw@db/store' }],
    expected: ['app:pw@store'],
  },
  {
    name: 'JDBC with user and password beside it',
    applications: [
      {
        SPRING_DATASOURCE_URL: 'jdbc:postgresql://db:5432/store',
        SPRING_DATASOURCE_USERNAME: 'app',
        SPRING_DATASOURCE_PASSWORD: 'pw',
      },
    ],
    expected: ['app:pw@store'],
  },
  {
    name: 'parts, by libpq',
    applications: [{ PGHOST: 'db', PGUSER: 'app', PGPASSWORD: 'pw', PGDATABASE: 'store' }],
    expected: ['app:pw@store'],
  },
  {
    name: 'parts, by custom',
    applications: [{ DB_HOST: 'db', DB_USERNAME: 'app', DB_PASS: 'pw', DB_NAME: 'store' }],
    expected: ['app:pw@store'],
  },
  {
    name: 'one login said twice',
    service: { environment: OFFICIAL },
    applications: [{ DATABASE_URL: 'postgres://shop:pw@db/store' }],
    expected: ['shop:pw@store'],
  },
  {
    name: 'another host',
    applications: [{ DATABASE_URL: 'postgres://app:pw@db.example.com/store', PGHOST: 'localhost', PGUSER: 'app' }],
    expected: [],
  },
  { name: 'another engine', applications: [{ DATABASE_URL: 'mysql://app:pw@db/store' }], expected: [] },
  { name: 'a broken string', applications: [{ DATABASE_URL: 'postgres://app:%zz@db/store' }], expected: ['app:%zz@store'] },
];

describe('credentials', () => {
  test.each(CASES)('$name', ({ service = {}, applications = [], expected }) => {
    const found = credentialsOf({ names: ['db'], environment: {}, ...service }, applications);
    expect(found.map(({ user, password, database }) => `${user}:${password}@${database}`)).toEqual(expected);
    expect(new Set(found.map(({ engine }) => engine)).size).toBeLessThanOrEqual(1);
  });
});
