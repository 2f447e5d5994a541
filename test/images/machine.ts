import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { parseEnv } from 'node:util';
import { isJsonObject, readJson } from '../../src/json.ts';
import { ask } from './command.ts';
import { SetUpError } from './setup-error.ts';

export interface Machine {
  /** `debian`, `ubuntu`, or whatever else /etc/os-release says. */
  distribution: string;
  codename: string;
  isRoot: boolean;
  hasDockerd: boolean;
}

export async function readMachine(): Promise<Machine> {
  const release = parseEnv(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  return {
    distribution: release['ID'] ?? process.platform,
    codename: release['VERSION_CODENAME'] ?? '',
    isRoot: process.getuid?.() === 0,
    hasDockerd: isOnPath('dockerd'),
  };
}

export const isDebianOrUbuntu = (machine: Machine): boolean => ['debian', 'ubuntu'].includes(machine.distribution);

function isOnPath(command: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Builds that run side by side; each keeps one core busy. */
export const buildSlots = (): number => Math.max(2, Math.min(4, availableParallelism()));

/** Where this machine's apt gets the distribution's main packages from. */
export async function aptArchive(machine: Machine): Promise<string> {
  const targets = await ask('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME) $(COMPONENT)',
    'Created-By: Packages',
  ]);
  const lines = (targets ?? '').split('\n').map((line) => line.split(' '));
  const archive = lines.find(([, codename, component]) => codename === machine.codename && component === 'main')?.[0];
  if (archive === undefined)
    throw new SetUpError(
      `apt knows no archive with the main packages of ${machine.codename}`,
      'name one in /etc/apt/sources.list.d, run apt-get update, then npm run setup',
    );
  return archive;
}

/** apt's proxies and date rules on this machine, as lines of an apt.conf. */
export async function aptSettings(): Promise<string[]> {
  const dump = (await ask('apt-config', ['dump', '--no-empty', '--format', '%F "%v";%n'])) ?? '';
  const kept = /^Acquire::((https?|ftp)::(.*::)?proxy|Check-Valid-Until|Check-Date)\b/i;
  const fromEnvironment = (['http', 'https'] as const).flatMap((scheme) => {
    const proxy = process.env[`${scheme}_proxy`] ?? process.env[`${scheme.toUpperCase()}_PROXY`];
    return proxy ? [`Acquire::${scheme}::Proxy "${proxy}";`] : [];
  });
  return [...fromEnvironment, ...dump.split('\n').filter((line) => kept.test(line))];
}

/** The registry and proxies of this machine's npm, as lines of an npmrc; nothing where they are npm's own. */
export async function npmSettings(): Promise<string[]> {
  const keys = ['registry', 'proxy', 'https-proxy', 'noproxy'];
  const settings = readJson((await ask('npm', ['config', 'ls', '--json'])) ?? '{}');
  const config = new Map(isJsonObject(settings) ? Object.entries(settings) : []);
  return keys.flatMap((key) => {
    const value = config.get(key);
    return typeof value === 'string' && value !== '' ? [`${key}=${value}`] : [];
  });
}

/** The package index of this machine's pip, as a pip.conf; nothing where it is pip's own. */
export async function pipSettings(): Promise<string[]> {
  const lines = ((await ask('pip', ['config', 'list'])) ?? '').split('\n');
  const kept = lines.flatMap(
    (line) => /^[^:].*\.((?:extra-)?index-url|trusted-host|proxy)='(.*)'$/.exec(line)?.slice(1, 3).join(' = ') ?? [],
  );
  return kept.length > 0 ? ['[global]', ...kept] : [];
}
