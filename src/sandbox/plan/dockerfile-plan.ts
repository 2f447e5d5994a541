import { posix } from 'node:path';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { Help, ServicePlan, StackPlan, Treatment } from '../plan.ts';
import { copiedPaths, dockerfileFacts } from './dockerfile-facts.ts';
import type { Environment } from './environment.ts';
import { folderOf } from './env-example.ts';
import { join } from './load.ts';
import { pointAtServices } from './point-at-services.ts';

/** What comes from a compose file beside the app: its databases, or the reason why it is not used. */
export interface Beside {
  readonly services: readonly ServicePlan[];
  readonly help: readonly Help[];
  readonly treatments: readonly Treatment[];
}

/** One service built from a Dockerfile, beside the databases of a compose file that starts nothing else. */
export async function dockerfilePlan(
  files: SubmissionFiles,
  dockerfile: string,
  environment: Environment,
  beside: Beside,
): Promise<StackPlan> {
  const text = await files.readText(dockerfile, 256 * 1024);
  const context = contextOf(files, dockerfile, text);
  const variables = await variablesOf(context, dockerfile, environment);
  const pointed = pointAtServices(Object.fromEntries(variables), beside.services);
  const networks = new Set(beside.services.flatMap((service) => Object.keys(service.networks)));
  if (networks.size === 0) networks.add('default');
  const app: ServicePlan = {
    name: nameFor(beside.services),
    build: { context, dockerfile: { path: dockerfile }, args: {} },
    environment: pointed.environment,
    networks: Object.fromEntries([...networks].map((network) => [network, []])),
    ports: [...dockerfileFacts(text).exposes],
    dependsOn: Object.fromEntries(
      beside.services.map(({ name, healthcheck }) => [name, healthcheck ? 'service_healthy' : 'service_started'] as const),
    ),
    volumes: [],
    files: [],
    tmpfs: [],
    restart: beside.services.length > 0 ? 'on-failure' : 'no',
    stopGraceMs: 10_000,
    init: false,
    tty: false,
    stdinOpen: false,
    readOnly: false,
    groupAdd: [],
    capDrop: [],
  };
  return {
    kind: 'dockerfile',
    from: dockerfile,
    services: [...beside.services, app],
    networks: [...networks].sort(),
    addedFiles: [...environment.added].map(([path, content]) => ({ path, content })),
    help: unique([...environment.help, ...beside.help, ...pointed.help]),
    treatments: beside.treatments,
  };
}

/** The folder in which more of what the file copies is found: its own, or the top when it lies in a folder for Docker files. */
function contextOf(files: SubmissionFiles, dockerfile: string, text: string): string {
  const own = folderOf(dockerfile);
  const paths = copiedPaths(text);
  const foundIn = (folder: string) => paths.filter((path) => files.resolve(path, folder) !== undefined).length;
  const parents = own.split('/').map((_, index, parts) => parts.slice(0, parts.length - 1 - index).join('/'));
  return [own, ...parents].reduce((best, folder) => (foundIn(folder) > foundIn(best) ? folder : best), own);
}

async function variablesOf(context: string, dockerfile: string, environment: Environment): Promise<ReadonlyMap<string, string>> {
  for (const folder of new Set([context, folderOf(dockerfile), posix.dirname(context) === '.' ? '' : posix.dirname(context)])) {
    const variables = await environment.read(join(folder, '.env'));
    if (variables) return variables;
  }
  return new Map();
}

function nameFor(services: readonly ServicePlan[]): string {
  return ['app', 'api', 'application'].find((name) => services.every((service) => service.name !== name)) ?? 'roadworthy-app';
}

function unique(help: readonly Help[]): Help[] {
  return help.filter((one, index) => help.findIndex((other) => other.what === one.what) === index);
}
