import { expect, test } from 'vitest';
import { appService } from '../../src/sandbox/app-service.ts';
import { databasesFirst } from '../../src/sandbox/databases-first.ts';
import { withoutTools } from '../../src/sandbox/needed-services.ts';
import type { ServicePlan, StackPlan } from '../../src/sandbox/plan.ts';

const service = (name: string, more: Partial<ServicePlan> = {}): ServicePlan => ({
  name,
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
  ...more,
});
const built = { build: { context: '', dockerfile: { path: 'Dockerfile' }, args: {} } };
const plan = (...services: ServicePlan[]): StackPlan => ({
  kind: 'compose',
  from: 'compose.yaml',
  services,
  networks: [],
  help: [],
  treatments: [],
  addedFiles: [],
});

test('the graded service is built, published and waits for a database', () => {
  const worker = service('worker', { ...built, dependsOn: { db: 'service_started' } });
  const api = service('backend', { ...built, ports: [3000], dependsOn: { db: 'service_healthy' } });
  const web = service('frontend', { ...built, ports: [80], dependsOn: { backend: 'service_started' } });
  expect(appService(plan(service('db', { image: 'postgres:16' }), worker, web, api))?.name).toBe('backend');
  expect(appService(plan(service('db', { image: 'postgres:16' }), service('admin', { image: 'adminer' })))).toBeUndefined();
});

test('tools are not started, and it is said; what the app names or waits for is', () => {
  const app = service('app', {
    ...built,
    environment: { CACHE: 'redis://cache:6379', MAIL_HOST: 'mailhog' },
    dependsOn: { db: 'service_healthy' },
  });
  const { services, treatments } = withoutTools(
    plan(
      app,
      service('db', { image: 'postgres:16' }),
      service('cache', { image: 'redis' }),
      service('mailhog', { image: 'mailhog/mailhog' }),
      service('pgadmin', { image: 'dpage/pgadmin4', dependsOn: { db: 'service_started' } }),
      service('proxy', { image: 'nginx', dependsOn: { app: 'service_started' } }),
    ),
  );
  expect(services.map(({ name }) => name)).toEqual(['app', 'db', 'cache', 'mailhog']);
  expect(treatments.map(({ service: name }) => name)).toEqual(['pgadmin', 'proxy']);
});

test('more services than a stack may have are refused by name of the limit', () => {
  const many = Array.from({ length: 9 }, (_, index) => service(`part${index}`, built));
  expect(() => withoutTools(plan(...many))).toThrow(/9 services; roadworthy starts at most 8/);
});

test('what starts after a database starts when that takes connections', () => {
  const healthcheck = { test: ['CMD', 'true'], intervalMs: 1, timeoutMs: 1, startPeriodMs: 0, retries: 1 };
  const made = databasesFirst(
    plan(
      service('db', { image: 'postgres:16' }),
      service('cache', { image: 'redis', healthcheck }),
      service('mail', { image: 'mailhog/mailhog' }),
      service('app', { ...built, dependsOn: { db: 'service_started', cache: 'service_started', mail: 'service_started' } }),
      service('job', { ...built, dependsOn: { cache: 'service_healthy' } }),
    ),
  );
  expect(made.services.map(({ dependsOn }) => dependsOn)).toEqual([
    {},
    {},
    {},
    { db: 'service_answers', cache: 'service_started', mail: 'service_started' },
    { cache: 'service_healthy' },
  ]);
  expect(made.services.map((one) => one.healthcheck?.test.at(-1))).toEqual([
    'pg_isready -h 127.0.0.1',
    'true',
    undefined,
    undefined,
    undefined,
  ]);
  expect(made.treatments.map(({ service: name }) => name)).toEqual(['app']);
});
