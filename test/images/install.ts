import { mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, run, startDetached } from './command.ts';
import type { Engine } from './engine.ts';
import { type Machine, aptArchive, aptSettings } from './machine.ts';
import { say } from './progress.ts';
import { type Settings, daemonConfig, logFile, mirrorAddress } from './settings.ts';
import { SetUpError } from './setup-error.ts';

const APT_MS = 300_000;
const DAEMON_START_MS = 60_000;
const PLUGIN_FOLDER = '/usr/local/lib/docker/cli-plugins';
/** The first Debian whose packages hold Compose 2 and buildx; older ones borrow them from it. */
const PLUGIN_SUITE = 'trixie';

/** Remembers across runs that this set-up installed the engine, so that it may start it again. */
const marker = (settings: Settings): string => join(settings.stateFolder, 'engine-installed-by-set-up');

export const installedByUs = (settings: Settings): boolean => existsSync(marker(settings));

export async function installEngine(settings: Settings, machine: Machine): Promise<void> {
  await mkdir(settings.stateFolder, { recursive: true });
  const isHalfInstalled = installedByUs(settings) && !(await isInstalled('docker.io'));
  if (!machine.hasDockerd || isHalfInstalled) {
    say('installing Docker Engine from the packages of this distribution');
    await writeFile(marker(settings), `${new Date().toISOString()}\n`);
    await keepingServicesDown(() => installPackages(settings, ['docker.io', 'iptables', 'ca-certificates'], ['docker-cli']));
  }
  await installPlugins(settings, machine);
}

/** Installs what is missing of `required`, and of `wanted` what this distribution has. */
export async function installPackages(settings: Settings, required: string[], wanted: string[] = []): Promise<void> {
  const missing = await filterAsync([...required, ...wanted], async (name) => !(await isInstalled(name)));
  if (missing.length === 0) return;
  const options = aptOptions(settings);
  await run('dpkg', ['--configure', '-a'], options); // what an interrupted run left half installed
  await run('apt-get', ['update', '-qq'], options);
  const available = await filterAsync(missing, async (name) => required.includes(name) || (await candidate(name)) !== undefined);
  const flags = ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0'];
  await run('apt-get', ['install', ...flags, ...available], options);
}

const aptOptions = (settings: Settings) => ({
  deadlineMs: APT_MS,
  log: logFile(settings, 'apt'),
  next: 'see that apt-get update and apt-get install work on this machine, then run npm run setup again',
});

/** Installing docker.io would start a daemon with a configuration that is not ours. */
async function keepingServicesDown(install: () => Promise<void>): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    say('masking docker.service: set-up starts the daemon itself (undo: systemctl unmask docker.service docker.socket)');
    await ask('systemctl', ['mask', 'docker.service', 'docker.socket']);
  }
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  const lift = () => rmSync(policy, { force: true });
  process.once('exit', lift);
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    lift();
  }
}

async function installPlugins(settings: Settings, machine: Machine): Promise<void> {
  const missing = await filterAsync(
    ['compose', 'buildx'],
    async (plugin) => (await ask('docker', [plugin, 'version'])) === undefined,
  );
  if (missing.length === 0) return;
  say(`installing ${missing.map((plugin) => `docker ${plugin}`).join(' and ')}`);
  if (machine.distribution === 'ubuntu') return installPackages(settings, ['docker-compose-v2', 'docker-buildx']);
  if ((await candidate('docker-buildx')) !== undefined) return installPackages(settings, ['docker-compose', 'docker-buildx']);
  await borrowPlugins(settings, machine);
}

/** Takes the two programs out of a newer Debian's packages; the packages themselves are not installed. */
async function borrowPlugins(settings: Settings, machine: Machine): Promise<void> {
  const folder = join(settings.cacheFolder, 'plugins');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'archives/partial'), { recursive: true });
  await writeFile(join(folder, 'sources.list'), `deb ${await aptArchive(machine)} ${PLUGIN_SUITE} main\n`);
  await writeFile(join(folder, 'apt.conf'), (await aptSettings()).join('\n'));
  const places = [
    `Dir::Etc::SourceList=${folder}/sources.list`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${folder}/lists`,
    `Dir::Cache=${folder}`,
    'APT::Sandbox::User=root',
  ].flatMap((place) => ['-o', place]);
  const options = { ...aptOptions(settings), cwd: folder };
  await run('apt-get', [...places, 'update', '-qq'], options);
  await run('apt-get', [...places, 'download', '-qq', 'docker-compose', 'docker-buildx'], options);
  const unpack = 'for package in *.deb; do dpkg-deb -x "$package" unpacked; done';
  const install = `mkdir -p ${PLUGIN_FOLDER} && install -m 755 unpacked/usr/libexec/docker/cli-plugins/docker-* ${PLUGIN_FOLDER}`;
  await run('sh', ['-euc', `${unpack}; ${install}`], options);
  await rm(folder, { recursive: true });
}

/** Starts dockerd, detached, with a configuration file of set-up's own. */
export async function startDaemon(settings: Settings, engine: Engine): Promise<void> {
  say('starting dockerd');
  const log = logFile(settings, 'dockerd');
  await mkdir(settings.stateFolder, { recursive: true });
  await writeFile(daemonConfig(settings), `${JSON.stringify({ 'registry-mirrors': [mirrorAddress(settings)] }, null, 2)}\n`);
  const daemon = startDetached(
    'dockerd',
    ['--config-file', daemonConfig(settings), '-H', settings.dockerHost, ...settings.dockerdFlags],
    log,
  );
  const deadline = Date.now() + DAEMON_START_MS;
  while (!(await engine.answers())) {
    if (daemon.exitCode !== null)
      throw new SetUpError(`dockerd ended with ${daemon.exitCode}`, 'mend what dockerd says, then run npm run setup again', log);
    if (Date.now() > deadline)
      throw new SetUpError(
        `dockerd did not answer within ${DAEMON_START_MS / 1000} s`,
        'mend what dockerd says, then run npm run setup again',
        log,
      );
    await sleep(100);
  }
}

async function isInstalled(name: string): Promise<boolean> {
  return (await ask('dpkg-query', ['-W', '-f', '${db:Status-Status}', name])) === 'installed';
}

async function candidate(name: string): Promise<string | undefined> {
  const version = /Candidate: (?!\(none\))(.+)/.exec((await ask('apt-cache', ['policy', name])) ?? '')?.[1];
  return version;
}

async function filterAsync<T>(items: T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, index) => kept[index]);
}
