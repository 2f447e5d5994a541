import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { z } from 'zod';
import { within } from '../deadline.ts';
import { RoadworthyError, toError } from '../errors.ts';

/** What the engine says of itself; memory in bytes. */
export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly major: number;
  readonly storageDriver: string;
  readonly cgroupVersion: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly operatingSystem: string;
  readonly runtimes: readonly string[];
  readonly defaultRuntime: string;
  readonly rootless: boolean;
  readonly registryMirrors: readonly string[];
  readonly runcVersion: string;
  readonly dataRoot: string;
}

export interface Engine {
  readonly docker: Docker;
  readonly facts: EngineFacts;
}

const version = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  Components: z.array(z.object({ Name: z.string(), Version: z.string() })).default([]),
});
const info = z.object({
  Driver: z.string().default('unknown'),
  CgroupVersion: z.string().default('1'),
  NCPU: z.number().default(1),
  MemTotal: z.number().default(0),
  OperatingSystem: z.string().default('unknown'),
  Runtimes: z.record(z.string(), z.unknown()).default({}),
  DefaultRuntime: z.string().default('runc'),
  SecurityOptions: z.array(z.string()).nullish(),
  RegistryConfig: z.object({ Mirrors: z.array(z.string()).nullish() }).nullish(),
  DockerRootDir: z.string().default('/var/lib/docker'),
});

/** Where the engine listens: DOCKER_HOST, else the first socket that exists of the system's, Docker Desktop's and rootless Docker's. */
function engineSocket(): string | undefined {
  const candidates = [
    '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    ...(process.env['XDG_RUNTIME_DIR'] ? [join(process.env['XDG_RUNTIME_DIR'], 'docker.sock')] : []),
  ];
  return process.env['DOCKER_HOST'] ?? candidates.find((path) => existsSync(path));
}

/** The engine, after it has answered. Throws RoadworthyError `engine-unreachable`. */
export async function connectEngine(): Promise<Engine> {
  const socket = engineSocket();
  const docker =
    socket === undefined || socket === process.env['DOCKER_HOST'] ? new Docker() : new Docker({ socketPath: socket });
  try {
    const askedInfo: Promise<unknown> = docker.info();
    const [versionAnswer, infoAnswer] = await within(
      15_000,
      'Asking the Docker engine',
      Promise.all([docker.version(), askedInfo]),
    );
    const v = version.parse(versionAnswer);
    const i = info.parse(infoAnswer);
    return {
      docker,
      facts: {
        version: v.Version,
        apiVersion: v.ApiVersion,
        major: Number.parseInt(v.Version, 10),
        storageDriver: i.Driver,
        cgroupVersion: i.CgroupVersion,
        cpus: i.NCPU,
        memoryBytes: i.MemTotal,
        operatingSystem: i.OperatingSystem,
        runtimes: Object.keys(i.Runtimes).sort(),
        defaultRuntime: i.DefaultRuntime,
        rootless: (i.SecurityOptions ?? []).some((option) => option.includes('rootless')),
        registryMirrors: i.RegistryConfig?.Mirrors ?? [],
        runcVersion: v.Components.find((component) => component.Name === 'runc')?.Version ?? 'unknown',
        dataRoot: i.DockerRootDir,
      },
    };
  } catch (error) {
    throw new RoadworthyError(
      'engine-unreachable',
      `No Docker engine answers${socket ? ` at ${socket}` : ''} (${toError(error).message}). Start Docker, then run \`roadworthy doctor\`.`,
      { cause: error },
    );
  }
}

const plugins = z.array(z.object({ Name: z.string(), Path: z.string().optional(), Version: z.string().optional() })).nullable();

/**
 * The compose plug-in's own binary: it may lie in the user's home, and is later run with an empty one, where no credentials are.
 * Undefined when there is none.
 */
export async function findPlugin(name: 'compose' | 'buildx'): Promise<{ path: string; version: string } | undefined> {
  try {
    const { stdout } = await promisify(execFile)('docker', ['info', '--format', '{{json .ClientInfo.Plugins}}'], {
      timeout: 15_000,
    });
    const plugin = (plugins.parse(JSON.parse(stdout)) ?? []).find((one) => one.Name === name);
    return plugin?.Path ? { path: plugin.Path, version: plugin.Version ?? 'unknown' } : undefined;
  } catch {
    return undefined;
  }
}

/** Runtimes that put more than the kernel's namespaces between a container and the host. */
const ISOLATION: Readonly<Record<string, RegExp>> = { gvisor: /runsc|gvisor/, kata: /kata/, runc: /^runc$/ };

/** Throws RoadworthyError `isolation-missing` when the isolation that was asked for is not what containers get by default: there is no silent fallback. */
export function requireIsolation({ facts }: Engine, wanted: string | undefined): void {
  if (wanted === undefined) return;
  const pattern = ISOLATION[wanted];
  const given = wanted === 'rootless' ? facts.rootless : pattern?.test(facts.defaultRuntime) === true;
  if (given) return;
  throw new RoadworthyError(
    'isolation-missing',
    `--require-isolation ${wanted}: this engine runs containers with ${facts.defaultRuntime}${facts.rootless ? ', rootless' : ''}. Make ${wanted} its default runtime, or leave the option out.`,
  );
}
