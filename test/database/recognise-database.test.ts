import { describe, expect, test } from 'vitest';
import { recogniseDatabase } from '../../src/database/recognise-database.ts';

const IMAGES: readonly (readonly [image: string, engine: string | undefined])[] = [
  ['postgres', 'postgresql'],
  ['postgres:17-alpine', 'postgresql'],
  ['docker.io/library/postgres:16@sha256:0123456789abcdef', 'postgresql'],
  ['registry.example.com:5000/mirror/postgres:15', 'postgresql'],
  ['bitnami/postgresql:16', 'postgresql'],
  ['bitnamilegacy/postgresql-repmgr', 'postgresql'],
  ['postgis/postgis:16-3.4', 'postgresql'],
  ['timescale/timescaledb:latest-pg16', 'postgresql'],
  ['timescale/timescaledb-ha:pg16', 'postgresql'],
  ['pgvector/pgvector:pg17', 'postgresql'],
  ['supabase/postgres:15.1.0.147', 'postgresql'],
  ['rhel9/postgresql-15', 'postgresql'],
  ['mysql:8.0', 'mysql'],
  ['mysql/mysql-server:8.0', 'mysql'],
  ['mariadb:11', 'mysql'],
  ['percona/percona-server:8.0', 'mysql'],
  ['mongo:7', 'mongodb'],
  ['mongodb/mongodb-community-server:7.0-ubi8', 'mongodb'],
  ['bitnami/mongodb', 'mongodb'],
  ['redis:7-alpine', 'redis'],
  ['redis/redis-stack-server', 'redis'],
  ['valkey/valkey:8', 'redis'],
  ['dpage/pgadmin4', undefined],
  ['postgrest/postgrest', undefined],
  ['prometheuscommunity/postgres-exporter', undefined],
  ['mongo-express:1', undefined],
  ['rediscommander/redis-commander', undefined],
  ['phpmyadmin', undefined],
  ['edoburu/pgbouncer', undefined],
  ['node:24', undefined],
];

describe('by image', () => {
  test.each(IMAGES)('%s', (image, engine) => {
    expect(recogniseDatabase({ name: 'x', image, environment: {}, ports: [] })).toBe(engine);
  });
});

describe('an image of unknown name', () => {
  const built = { name: 'db', environment: { POSTGRES_PASSWORD: 'pw' }, ports: [5432] };

  test('with the variables and the port of PostgreSQL', () => expect(recogniseDatabase(built)).toBe('postgresql'));
  test('with its variables alone, as an application has them', () => {
    expect(recogniseDatabase({ ...built, ports: [3000] })).toBeUndefined();
  });
  test('with its port alone', () => expect(recogniseDatabase({ ...built, environment: {} })).toBeUndefined());
});
