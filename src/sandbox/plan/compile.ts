import { posix } from 'node:path';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { BuildPlan, DependsOn, ServicePlan } from '../plan.ts';
import type { Environment } from './environment.ts';
import { ENV_FILE_BYTES } from './environment.ts';
import { healthOf } from './health.ts';
import type { FileSource, Loaded } from './load.ts';
import type { ModelService } from './model.ts';
import { mountsOf } from './mounts.ts';
import { networking } from './networks.ts';
import { serviceLimits } from './policy.ts';
import { durationMs, sizeBytes } from './quantities.ts';
import type { Resolved } from './resolve.ts';

/** Makes our own services out of the resolved model. */
export async function compileServices(
  files: SubmissionFiles,
  environment: Environment,
  loaded: Loaded,
  resolved: Resolved,
): Promise<ServicePlan[]> {
  const joined = networking(resolved.model, loaded.treatments);
  const context = { files, resolved, volumes: loaded.volumes, added: environment.added, treatments: loaded.treatments };
  const plans: ServicePlan[] = [];
  for (const [name, service] of Object.entries(resolved.model.services)) {
    plans.push({
      name,
      ...imageOrBuild(service, resolved, loaded, name),
      ...(service.command ? { command: service.command } : {}),
      ...(service.entrypoint ? { entrypoint: service.entrypoint } : {}),
      environment: definedOnly(service.environment ?? {}, resolved.top),
      ...(service.user === undefined || /^:?$/.test(service.user) ? {} : { user: service.user }),
      ...(service.working_dir === undefined ? {} : { workingDir: service.working_dir }),
      ...(service.hostname === undefined ? {} : { hostname: service.hostname }),
      ...(joined.get(name) ?? { networks: {} }),
      ports: portsOf(service),
      ...optional('healthcheck', healthOf(service)),
      dependsOn: dependenciesOf(service, resolved),
      ...mountsOf(name, service, context),
      files: await filesOf(name, service, files, environment, loaded),
      restart: restartOf(service),
      ...(service.stop_signal === undefined ? {} : { stopSignal: service.stop_signal }),
      stopGraceMs: Math.min(durationMs(service.stop_grace_period) ?? 10_000, serviceLimits.stopGraceMs),
      init: service.init ?? false,
      tty: service.tty ?? false,
      stdinOpen: service.stdin_open ?? false,
      readOnly: service.read_only ?? false,
      groupAdd: service.group_add ?? [],
      capDrop: service.cap_drop ?? [],
      ...limitsOf(service),
    });
  }
  return plans;
}

function imageOrBuild(
  service: ModelService,
  { top }: Resolved,
  { treatments }: Loaded,
  name: string,
): Pick<ServicePlan, 'image' | 'build'> {
  const { build } = service;
  if (!build) return service.image === undefined ? {} : { image: service.image };
  const context = build.context === undefined ? '' : posix.relative(top, build.context);
  const args = Object.entries(build.args ?? {}).filter((arg): arg is [string, string] => arg[1] !== null);
  if (args.some(([key]) => key === 'BUILDKIT_SYNTAX')) {
    treatments.add(
      'stripped',
      'build.args',
      'Sets `BUILDKIT_SYNTAX`. Dockerfiles are read by the frontend built into the engine.',
      name,
    );
  }
  const contexts = Object.entries(build.additional_contexts ?? {}).map(([key, source]) => [key, contextOf(source, top)] as const);
  return {
    build: {
      context,
      dockerfile:
        build.dockerfile_inline === undefined
          ? { path: posix.join(context, build.dockerfile ?? 'Dockerfile') }
          : { inline: build.dockerfile_inline },
      ...(build.target === undefined || build.target === '' ? {} : { target: build.target }),
      args: Object.fromEntries(args.filter(([key]) => key !== 'BUILDKIT_SYNTAX')),
      ...(build.network === 'none' ? { network: 'none' as const } : {}),
      ...(contexts.length === 0 ? {} : { contexts: Object.fromEntries(contexts) }),
    },
  };
}

function contextOf(source: string, top: string): NonNullable<BuildPlan['contexts']>[string] {
  if (source.startsWith('service:')) return { service: source.slice('service:'.length) };
  const image = /^docker-image:(?:\/\/)?(.*)$/.exec(source)?.[1];
  return image === undefined ? { folder: posix.relative(top, source) } : { image };
}

/** A path of the copy that compose saw would differ from run to run. */
function definedOnly(environment: Readonly<Record<string, string | null>>, top: string): Record<string, string> {
  const defined = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(defined.map(([name, value]) => [name, value.replaceAll(top, '/submission')]));
}

function portsOf(service: ModelService): number[] {
  const published = (service.ports ?? []).filter((port) => port.protocol !== 'udp').map((port) => port.target);
  const exposed = (service.expose ?? []).flatMap((entry) => {
    const parts = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(entry);
    const first = Number(parts?.[1] ?? NaN);
    const last = Math.min(Number(parts?.[2] ?? first), first + 100);
    return Number.isNaN(first) ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set([...published, ...exposed])];
}

function dependenciesOf(service: ModelService, { model }: Resolved): Record<string, DependsOn> {
  const known: Record<string, DependsOn> = {
    service_healthy: 'service_healthy',
    service_completed_successfully: 'service_completed_successfully',
  };
  return Object.fromEntries(
    Object.entries(service.depends_on ?? {})
      .filter(([name]) => Object.hasOwn(model.services, name))
      .map(([name, { condition }]) => [name, known[condition] ?? 'service_started']),
  );
}

async function filesOf(
  service: string,
  { secrets, configs }: ModelService,
  files: SubmissionFiles,
  environment: Environment,
  loaded: Loaded,
): Promise<ServicePlan['files']> {
  const plans: { path: string; content: string; mode: number }[] = [];
  for (const { source, target } of secrets ?? []) {
    const content =
      (await read(loaded.secrets.get(source), files)) ??
      environment.secretFile(source, pathOf(loaded.secrets.get(source)) ?? source);
    plans.push({ path: posix.resolve('/run/secrets', target ?? source), content, mode: 0o444 });
  }
  for (const { source, target } of configs ?? []) {
    const content = await read(loaded.configs.get(source), files);
    if (content === undefined) {
      loaded.treatments.add(
        'stripped',
        'configs',
        `The config \`${source}\` is not in the repository; started without it.`,
        service,
      );
      continue;
    }
    plans.push({ path: posix.resolve('/', target ?? source), content, mode: 0o444 });
  }
  return plans;
}

async function read(source: FileSource | undefined, files: SubmissionFiles): Promise<string | undefined> {
  if (source?.content !== undefined) return source.content;
  return source?.file?.is === 'there' && files.has(source.file.path)
    ? files.readText(source.file.path, ENV_FILE_BYTES)
    : undefined;
}

function pathOf(source: FileSource | undefined): string | undefined {
  return source?.file && 'path' in source.file ? source.file.path : undefined;
}

function restartOf(service: ModelService): ServicePlan['restart'] {
  const policy = service.restart ?? service.deploy?.restart_policy?.condition ?? 'no';
  if (policy.startsWith('on-failure')) return 'on-failure';
  return policy === 'always' || policy === 'unless-stopped' || policy === 'any' ? 'always' : 'no';
}

function limitsOf(service: ModelService): Pick<ServicePlan, 'memoryBytes' | 'cpus' | 'pids'> {
  const limits = service.deploy?.resources?.limits;
  const memoryBytes = smaller(sizeBytes(service.mem_limit) ?? sizeBytes(limits?.memory), serviceLimits.memoryBytes);
  const cpus = smaller(service.cpus ?? Number(limits?.cpus ?? NaN), serviceLimits.cpus);
  const pids = smaller(service.pids_limit ?? limits?.pids, serviceLimits.pids);
  return { ...optional('memoryBytes', memoryBytes), ...optional('cpus', cpus), ...optional('pids', pids) };
}

function smaller(theirs: number | undefined, ours: number): number | undefined {
  return theirs !== undefined && theirs > 0 && theirs < ours ? theirs : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
