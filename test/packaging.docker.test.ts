// No container is needed, but time: a build, a pack and an install from the registry or npm's cache.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { checkIds } from '../src/commands/load-checks.ts';
import { PROJECT } from '../src/version.ts';

const INSTALL_MB = 350;
/** The aim is 150 ms; other tests may share the machine. */
const HELP_MS = 400;
const ROUNDS = 5;
const SYSTEM_NODE = '/usr/bin/node';
/** For machines whose own Node is new enough. */
const PRETENDED = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';

let folder = '';
let empty = '';
let installed = '';
const environment = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` };
const npm = (args: readonly string[], cwd: string) =>
  execFileSync('npm', [...args, '--loglevel=error'], { cwd, env: environment, encoding: 'utf8', stdio: 'pipe' });

/** The published command, called as a user of it does. */
const roadworthy = (...args: readonly string[]) =>
  execFileSync('npx', ['--no-install', 'roadworthy', ...args], { cwd: empty, env: environment, encoding: 'utf8', stdio: 'pipe' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-packaging-'));
  empty = join(folder, 'elsewhere');
  installed = join(empty, 'node_modules/roadworthy');
  npm(['pack', '--pack-destination', folder], PROJECT);
  await mkdir(empty);
  // or npm takes the next folder above that has one
  await writeFile(join(empty, 'package.json'), '{ "private": true }');
  const tarball = join(folder, `roadworthy-${manifest.version}.tgz`);
  npm(['install', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', tarball], empty);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the packed tarball answers in an empty folder', () => {
  expect(roadworthy('--version').trim()).toBe(manifest.version);
  const help = roadworthy('--help');
  for (const command of ['grade', 'judge', 'checks', 'rubrics', 'doctor', 'clean']) expect(help).toContain(`\n  ${command}`);
  const listed = roadworthy('checks');
  for (const id of checkIds) expect(listed).toContain(`  ${id} `);
  expect(roadworthy('rubrics')).toContain('backend-roadmap');
});

test('what is read at run time comes along unchanged, and nothing of development', async () => {
  const read = ['src/**/*.{mjs,cjs,py}', 'reports/**/*.{hbs,css}', 'rubrics/*.yaml'];
  const assets = globSync(read, { cwd: PROJECT });
  expect(assets.length).toBeGreaterThanOrEqual(15);
  for (const path of assets)
    expect(await readFile(join(installed, 'dist', path), 'utf8'), path).toBe(await readFile(join(PROJECT, path), 'utf8'));
  expect(existsSync(join(installed, 'README.md'))).toBe(true);
  expect(globSync(['**/*.{ts,map}', '**/{test,development}/**'], { cwd: join(installed, 'dist') })).toEqual([]);
});

test(`a production install stays under ${INSTALL_MB} MB`, async () => {
  let bytes = 0;
  for await (const entry of glob('**', { cwd: join(empty, 'node_modules'), withFileTypes: true })) {
    // as the disk counts, in blocks
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).blocks * 512;
  }
  console.log(`production install: ${Math.round(bytes / 2 ** 20)} MB`);
  expect(bytes).toBeLessThan(INSTALL_MB * 2 ** 20);
  expect(bytes).toBeGreaterThan(2 ** 20);
});

test('--help is quick', () => {
  const bare: number[] = [];
  const help: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(elapsed(['-e', '0']));
    help.push(elapsed([join(installed, 'dist/src/cli.js'), '--help']));
  }
  const more = median(help) - median(bare);
  console.log(`roadworthy --help: ${Math.round(median(help))} ms, ${Math.round(more)} ms more than node -e 0 (aim: 150 ms)`);
  expect(more).toBeLessThan(HELP_MS);
});

test('an older Node is told which one is needed, in one line', () => {
  const old =
    existsSync(SYSTEM_NODE) && isOlder(execFileSync(SYSTEM_NODE, ['-p', 'process.versions.node'], { encoding: 'utf8' }));
  const [node, before] = old ? [SYSTEM_NODE, []] : [process.execPath, ['--import', PRETENDED]];
  const { status, stdout, stderr } = spawnSync(node, [...before, join(installed, 'dist/src/cli.js'), '--version'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^roadworthy needs Node 22\.19 or later, this is \d+\.\d+\.\d+\..*\n$/);
});

function elapsed(args: readonly string[]): number {
  const from = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - from;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 19);
}
