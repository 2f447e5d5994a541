import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CommandOptions, pipe, run } from './command.ts';
import { SetUpError } from './setup-error.ts';
import type { Store, StoredLayer } from './store.ts';

const BOOTSTRAP_MS = 600_000;
const DOWNLOAD_MS = 300_000;
const TAR_MS = 120_000;

/** What a layer is made with. */
export interface Workshop {
  store: Store;
  /** Scratch folder, emptied before and after. */
  folder: string;
  archive: string;
  aptSettings: string[];
  logOf(name: string): string;
}

export interface Layer {
  name: string;
  /** Everything that decides the content: the same key is the same layer. */
  key: string;
  make(workshop: Workshop, scratch: string, options: CommandOptions): Promise<StoredLayer>;
}

/** Makes a layer, or takes the one that was made before. */
export async function obtain(layer: Layer, workshop: Workshop): Promise<StoredLayer> {
  const known = await workshop.store.layer(layer.key);
  if (known) return known;
  const scratch = join(workshop.folder, layer.key);
  const log = workshop.logOf(`stand-in-${layer.name}`);
  await rm(log, { force: true });
  await mkdir(scratch, { recursive: true });
  const next =
    'see that this machine reaches its package registries (apt-get update, npm ping), then run npm run setup again: what is made is kept';
  const made = await layer.make(workshop, scratch, { deadlineMs: BOOTSTRAP_MS, log, next });
  await workshop.store.rememberLayer(layer.key, made);
  await rm(scratch, { recursive: true });
  return made;
}

interface DebianRecipe {
  suite: string;
  components?: string[];
  packages: string[];
  /** Shell lines run as root inside, at the end. */
  commands?: string[];
}

/** A root file system of Debian packages, signatures checked. */
export function debian(name: string, recipe: DebianRecipe): Layer {
  const common = ['ca-certificates', 'netbase', 'openssl', 'passwd', 'procps'];
  // nothing of this is read in a container; LLVM only speeds up PostgreSQL's long queries, and is half of its size
  const unwanted = ['/usr/share/man/*', '/usr/share/doc/*', '/usr/share/info/*', '/usr/share/locale/*', '/usr/lib/*/libLLVM*'];
  const arguments_ = [
    '--mode=root',
    '--variant=minbase',
    '--format=tar',
    '--skip=cleanup/run', // the databases' folders for sockets
    `--include=${[...common, ...recipe.packages].join(',')}`,
    ...[...unwanted.map((path) => `path-exclude=${path}`), 'path-include=/usr/share/doc/*/copyright', 'force-unsafe-io'].map(
      (option) => `--dpkgopt=${option}`,
    ),
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=APT::Install-Recommends "false"',
  ];
  return {
    name,
    key: keyOf(name, { ...recipe, arguments_ }),
    async make(workshop, scratch, options) {
      const hook = join(scratch, 'hook.sh');
      const lines = ['#!/bin/sh', 'set -eu', `chroot "$1" sh -eux <<'COMMANDS'`, ...(recipe.commands ?? []), 'COMMANDS'];
      await writeFile(hook, `${lines.join('\n')}\n`, { mode: 0o755 });
      const source = `deb ${workshop.archive} ${recipe.suite} ${(recipe.components ?? ['main']).join(' ')}`;
      const settings = workshop.aptSettings.map((line) => `--aptopt=${line.replace(/;$/, '')}`);
      return pipe(
        'mmdebstrap',
        [...arguments_, ...settings, `--customize-hook=${hook}`, recipe.suite, '-', source],
        { ...options, env: { TMPDIR: scratch } },
        (tar) => workshop.store.addLayer(this.key, tar),
      );
    },
  };
}

/** Node of one major with the package managers that the official images bring, all from the npm registry. */
export function node(major: number): Layer {
  const runtime = `node-linux-${process.arch}`;
  const packages = [`${runtime}@${major}`, `npm@${major >= 24 ? 11 : 10}`, 'yarn@1', 'corepack@0'];
  return {
    name: `node-${major}`,
    key: keyOf('node', packages),
    async make(workshop, scratch, options) {
      const prefix = join(scratch, 'usr/local');
      const modules = join(prefix, 'lib/node_modules');
      await mkdir(prefix, { recursive: true });
      const flags = ['--global', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=warn'];
      // the machine's npm decides whether a package suits the machine's Node; these are for another one
      const env = { npm_config_engine_strict: 'false', npm_config_strict_allow_scripts: 'false' };
      await run('npm', ['install', ...flags, ...packages], { ...options, deadlineMs: DOWNLOAD_MS, cwd: scratch, env });
      await rm(join(prefix, 'bin'), { recursive: true });
      await mkdir(join(prefix, 'bin'));
      await rename(join(modules, runtime, 'bin/node'), join(prefix, 'bin/node'));
      await rename(join(modules, runtime, 'include'), join(prefix, 'include'));
      const version = versionIn(await readFile(join(modules, runtime, 'package.json'), 'utf8'));
      await rm(join(modules, runtime), { recursive: true });
      for (const [link, target] of Object.entries(nodeCommands))
        await symlink(`../lib/node_modules/${target}`, join(prefix, 'bin', link));
      return { ...(await pack(this.key, scratch, workshop, options)), version };
    },
  };
}

const nodeCommands = {
  nodejs: '../../bin/node',
  npm: 'npm/bin/npm-cli.js',
  npx: 'npm/bin/npx-cli.js',
  yarn: 'yarn/bin/yarn.js',
  yarnpkg: 'yarn/bin/yarn.js',
  corepack: 'corepack/dist/corepack.js',
};

export interface File {
  /** Where it goes in the image. */
  path: string;
  content: Buffer;
  isExecutable?: boolean;
}

/** A file of test/images/files/. */
export const ownFile = (path: string, source: string): File => ({
  path,
  content: readFileSync(join(import.meta.dirname, 'files', source)),
  isExecutable: true,
});

export function files(name: string, contents: File[]): Layer {
  return {
    name,
    key: keyOf(
      name,
      contents.map(({ path, content, isExecutable }) => [path, createHash('sha256').update(content).digest('hex'), isExecutable]),
    ),
    async make(workshop, scratch, options) {
      for (const file of contents) {
        const target = join(scratch, file.path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, file.content);
        await chmod(target, file.isExecutable ? 0o755 : 0o644);
      }
      return pack(this.key, scratch, workshop, options);
    },
  };
}

/** The Go toolchain of this machine makes one static program out of a main.go of test/images/files/. */
export function goProgram(path: string, source: string, requirement: string): Layer {
  const main = join(import.meta.dirname, 'files', source);
  return {
    name: basename(path),
    key: keyOf(basename(path), [path, readFileSync(main, 'utf8'), requirement]),
    async make(workshop, scratch, options) {
      const module = join(scratch, 'module');
      const root = join(scratch, 'root');
      await mkdir(module);
      await copyFile(main, join(module, 'main.go'));
      const inModule = {
        ...options,
        cwd: module,
        env: { CGO_ENABLED: '0' },
        next: 'install Go 1.22 or later (this stand-in is compiled), then run npm run setup again',
      };
      await run('go', ['mod', 'init', 'stand-in'], inModule);
      await run('go', ['mod', 'edit', `-require=${requirement}`], inModule);
      await run('go', ['build', '-mod=mod', '-o', join(root, path), '.'], inModule);
      return pack(this.key, root, workshop, options);
    },
  };
}

function pack(key: string, root: string, workshop: Workshop, options: CommandOptions): Promise<StoredLayer> {
  const flags = ['--sort=name', '--numeric-owner', '--owner=0', '--group=0'];
  return pipe('tar', [...flags, '-C', root, '-c', '.'], { ...options, deadlineMs: TAR_MS }, (tar) =>
    workshop.store.addLayer(key, tar),
  );
}

function versionIn(manifest: string): string {
  const version = /"version":\s*"([^"]+)"/.exec(manifest)?.[1];
  if (version === undefined) throw new SetUpError('a package came without a version', 'run npm run setup again');
  return version;
}

const keyOf = (name: string, inputs: unknown): string =>
  `${name}-${createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16)}`;
