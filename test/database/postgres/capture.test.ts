import { describe, expect, test } from 'vitest';
import { captureAdjustment } from '../../../src/database/postgres/capture.ts';
import { captureFor } from '../../../src/database/look-inside.ts';
import type { ServicePlan } from '../../../src/sandbox/plan.ts';

const service = (change: Partial<ServicePlan>): ServicePlan => ({
  name: 'db',
  environment: {},
  networks: {},
  ports: [],
  dependsOn: {},
  volumes: [],
  files: [],
  tmpfs: [],
  restart: 'no',
  stopGraceMs: 10_000,
  init: false,
  tty: false,
  stdinOpen: false,
  readOnly: false,
  groupAdd: [],
  capDrop: [],
  ...change,
});
const commandOf = (change: Partial<ServicePlan>) => captureAdjustment(service(change))?.command?.(change.command);

describe('statements are captured', () => {
  test.each([
    'postgres',
    'postgres:16-alpine',
    'docker.io/library/postgres:17',
    'registry.example.com:5000/postgres:15',
    'postgis/postgis:16-3.4',
    'pgvector/pgvector:pg17',
  ])('in %s', (image) => expect(commandOf({ image })?.slice(0, 3)).toEqual(['postgres', '-c', 'logging_collector=on']));
  test('with what the author set', () => {
    const command = ['postgres', '-c', 'max_connections=20'];
    expect(commandOf({ image: 'postgres:17', command })?.slice(0, 5)).toEqual([...command, '-c', 'logging_collector=on']);
    expect(commandOf({ image: 'postgres:17', command: ['-c', 'log_statement=none'] })?.at(-1)).not.toBe('log_statement=none');
  });
  test.each(['bitnami/postgresql:16', 'supabase/postgres:15', 'someone/postgres', 'timescale/timescaledb-ha:pg16', 'mysql:8'])(
    'not in %s',
    (image) => expect(commandOf({ image })).toBeUndefined(),
  );
  test('not where another program is started', () => {
    expect(commandOf({ image: 'postgres:17', command: ['sh', '-c', 'postgres'] })).toBeUndefined();
    expect(commandOf({ image: 'postgres:17', entrypoint: ['/start.sh'] })).toBeUndefined();
    expect(commandOf({})).toBeUndefined();
  });
  test('in the database alone', () => {
    const services = [
      service({ name: 'api', image: 'node:24' }),
      service({ image: 'postgres:17' }),
      service({ name: 'cache', image: 'redis:7' }),
    ];
    expect(Object.keys(captureFor(services))).toEqual(['db']);
  });
});
