import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { ask } from './command.ts';
import { installPackages } from './install.ts';
import { type File, type Layer, type Workshop, files, obtain, ownFile } from './layers.ts';
import { type Machine, aptArchive, aptSettings, buildSlots, npmSettings, pipSettings } from './machine.ts';
import { say, timed } from './progress.ts';
import { type Settings, logFile, storeFolder } from './settings.ts';
import { SetUpError } from './setup-error.ts';
import { type Family, type StandIn, debianStandIns, ubuntuStandIns } from './stand-ins.ts';
import { Store, type StoredLayer } from './store.ts';

const systemBundle = '/etc/ssl/certs/ca-certificates.crt';
const architectures: Record<string, string> = { x64: 'amd64' };

/** Each client of a submission's build finds the machine's certificates by another variable. */
const environment = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'LANG=C.UTF-8',
  ...['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].map(
    (name) => `${name}=${systemBundle}`,
  ),
];

/** Makes the stand-ins of these families, two or more at a time, and skips what was made before. */
export async function buildStandIns(wanted: readonly Family[], settings: Settings, machine: Machine): Promise<void> {
  const store = new Store(storeFolder(settings));
  const folder = await freshScratch(settings);
  const images = await choose(wanted, machine);
  await installPackages(settings, ['mmdebstrap']);
  say(`making stand-ins: ${images.map((image) => `${image.repository}:${image.tag}`).join(', ')}`);
  const workshop: Workshop = {
    store,
    folder,
    archive: await aptArchive(machine),
    aptSettings: await aptSettings(),
    logOf: (name) => logFile(settings, name),
  };
  const ofMachine = await machineLayer(workshop);
  // the root file systems take longest, so they go first
  const ordered = [
    ...images.flatMap((image) => image.layers.slice(0, 1)),
    ...images.flatMap((image) => image.layers.slice(1)),
    ofMachine,
  ];
  const layers = new Map(ordered.map((layer) => [layer.key, layer]));
  const made = await makeAll([...layers.values()], workshop);
  for (const image of images)
    await store.addImage(image.repository, image.tag, architectures[arch()] ?? arch(), ...assemble(image, ofMachine, made));
  await rm(folder, { recursive: true });
}

/** A folder of this run's own: what an interrupted run started may still be tidying up in another. */
async function freshScratch(settings: Settings): Promise<string> {
  const scratch = join(settings.cacheFolder, 'scratch');
  const left = await readdir(scratch).catch(() => []);
  for (const name of left) await rm(join(scratch, name), { recursive: true, force: true }).catch(() => undefined);
  const folder = join(scratch, String(process.pid));
  await mkdir(folder, { recursive: true });
  return folder;
}

async function makeAll(layers: Layer[], workshop: Workshop): Promise<Map<string, StoredLayer>> {
  const queue = new PQueue({ concurrency: buildSlots() });
  const made = layers.map((layer) =>
    queue.add(async (): Promise<[string, StoredLayer]> => {
      const known = await workshop.store.layer(layer.key);
      return [layer.key, known ?? (await timed(`made ${layer.name}`, () => obtain(layer, workshop)))];
    }),
  );
  return new Map(await Promise.all(made));
}

function assemble(
  image: StandIn,
  ofMachine: Layer,
  made: Map<string, StoredLayer>,
): [StoredLayer[], Parameters<Store['addImage']>[4]] {
  const layers = [...image.layers, ofMachine].flatMap((layer) => made.get(layer.key) ?? []);
  const nodeVersion = layers.flatMap((layer) => (layer.version === undefined ? [] : [`NODE_VERSION=${layer.version}`]));
  const own = [...(image.config.Env ?? []), ...nodeVersion];
  const names = new Set(own.map((line) => line.split('=')[0]));
  const Env = [...environment.filter((line) => !names.has(line.split('=')[0])), ...own];
  return [
    layers,
    { ...image.config, Env, Labels: { 'roadworthy.stand-in': `${image.repository}:${image.tag}: ${image.origin}` } },
  ];
}

async function choose(wanted: readonly Family[], machine: Machine): Promise<StandIn[]> {
  if (machine.distribution === 'debian') return wanted.flatMap((family) => debianStandIns[family]());
  const version = /Candidate: (\d+)/.exec((await ask('apt-cache', ['policy', 'postgresql'])) ?? '')?.[1] ?? '16';
  const known = ubuntuStandIns(machine.codename, Number(version));
  return wanted.flatMap((family) => {
    const make = known[family];
    if (!make)
      throw new SetUpError(
        `on Ubuntu there is no stand-in for ${family}`,
        `leave ${family} out of --images, or run set-up on Debian`,
      );
    return make();
  });
}

/** What must be in every stand-in for this machine's network: its certificates, package registries and proxies; and alpine's commands. */
async function machineLayer(workshop: Workshop): Promise<Layer> {
  const text = (path: string, lines: string[]): File[] =>
    lines.length > 0 ? [{ path, content: Buffer.from(`${lines.map(withoutCredentials).join('\n')}\n`) }] : [];
  return files('machine', [
    ownFile('usr/local/bin/apk', 'apk'),
    ownFile('usr/local/sbin/adduser', 'adduser'),
    ownFile('usr/local/sbin/addgroup', 'addgroup'),
    ...(await certificates()),
    ...text('etc/apt/apt.conf.d/90stand-in', ['APT::Install-Recommends "false";', ...workshop.aptSettings]),
    ...text('usr/local/etc/npmrc', await npmSettings()),
    ...text('etc/pip.conf', await pipSettings()),
  ]);
}

async function certificates(): Promise<File[]> {
  const bundle = [process.env['SSL_CERT_FILE'], systemBundle].find((path) => path !== undefined && existsSync(path));
  const local = '/usr/local/share/ca-certificates';
  const names = (await readdir(local).catch(() => [])).filter((name) => name.endsWith('.crt'));
  const java = '/etc/ssl/certs/java/cacerts';
  const sources = [
    ...(bundle === undefined ? [] : [[systemBundle, bundle] as const]),
    ...names.map((name) => [join(local, name), join(local, name)] as const),
    ...(existsSync(java) ? [[java, java] as const] : []),
  ];
  return Promise.all(sources.map(async ([path, source]) => ({ path: path.slice(1), content: await readFile(source) })));
}

/** An image is no place for a password, not even a local one. */
const withoutCredentials = (line: string): string => line.replace(/:\/\/[^/@\s"]*@/, '://');
