import { expect, test } from 'vitest';
import type { ServicePlan, StackPlan } from '../../../src/sandbox/plan.ts';
import { hintedPlan } from '../../../src/sandbox/plan/hinted-plan.ts';

const service = (name: string): ServicePlan => ({
  name,
  environment: {},
  networks: {},
  ports: [3000, 8080],
  dependsOn: {},
  volumes: [],
  files: [],
  tmpfs: [],
  restart: 'no',
  stopGraceMs: 1,
  init: false,
  tty: false,
  stdinOpen: false,
  readOnly: false,
  groupAdd: [],
  capDrop: [],
});
const plan: StackPlan = {
  kind: 'dockerfile',
  from: 'Dockerfile',
  services: [service('app'), service('db')],
  networks: [],
  addedFiles: [],
  help: [],
  treatments: [],
};

test('the app alone gets the command and the port, and both are help', () => {
  const { services, help } = hintedPlan(plan, 'app', { file: '.roadworthy.yml', start: 'npm run serve', port: 8080 });
  expect(services).toEqual([
    { ...service('app'), entrypoint: ['/bin/sh', '-c'], command: ['npm run serve'], ports: [8080, 3000] },
    service('db'),
  ]);
  expect(help).toEqual([
    { kind: 'hint', what: 'started by `npm run serve` and reached on port 8080, as `.roadworthy.yml` says', documented: false },
  ]);
});

test('what is not hinted stays', () => {
  const { services, help } = hintedPlan(plan, 'app', { file: '.roadworthy.yaml', start: null, port: 3000 });
  expect(services[0]).toEqual(service('app'));
  expect(help[0]?.what).toBe('reached on port 3000, as `.roadworthy.yaml` says');
});
