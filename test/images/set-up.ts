import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { buildStandIns } from './build-stand-ins.ts';
import type { Engine } from './engine.ts';
import { installEngine, installedByUs, startDaemon } from './install.ts';
import { lock } from './lock.ts';
import { type Machine, isDebianOrUbuntu, readMachine } from './machine.ts';
import { say, timed } from './progress.ts';
import { standInMarker, usesStandIns } from './ready.ts';
import { type Settings, helperImage, logFile, mirrorAddress } from './settings.ts';
import { SetUpError } from './setup-error.ts';
import { type Family, defaultFamilies, families } from './stand-ins.ts';
import { startMirror } from './start-mirror.ts';

interface Wish {
  /** The user said --yes. */
  isAllowed: boolean;
  /** What --images says; undefined for what the tests need. */
  images: string | undefined;
}

/** Tags that no stand-in has as its own: pulling them goes the whole way. */
const proofs: Partial<Record<Family, string>> = { node: helperImage, postgres: 'postgres:16-alpine' };

/** From a bare machine to an engine that can pull; each step is left out where its work is done. The answer is an exit code. */
export async function setUp(engine: Engine, wish: Wish, settings: Settings): Promise<number> {
  try {
    const wanted = readFamilies(wish.images);
    const machine = await readMachine();
    if (!(await engine.answers()) && !mayInstall(machine, wish, settings)) return refer('no Docker engine answers');
    if (machine.isRoot) await lock(join(settings.stateFolder, 'lock'));
    if (!(await engine.answers())) {
      await installEngine(settings, machine);
      await startDaemon(settings, engine);
    }
    if (usesStandIns(settings)) await startMirror(settings);
    const problem = await reachRegistry(engine, wish, settings);
    if (problem !== undefined) await standIn(problem, wanted, engine, machine, settings);
    say('ready');
    return 0;
  } catch (error) {
    const known = error instanceof SetUpError;
    process.stderr.write(
      known ? `${error.explain()}\n` : `set-up failed by a mistake of its own, please report it: ${inspect(error)}\n`,
    );
    return 2;
  }
}

function readFamilies(images: string | undefined): readonly Family[] {
  if (images === undefined) return defaultFamilies;
  if (images === 'all') return families;
  return images.split(',').map((name) => {
    const family = families.find((known) => known === name);
    if (!family) throw new SetUpError(`--images knows no "${name}"`, `choose from ${families.join(', ')}, or all`);
    return family;
  });
}

function mayInstall(machine: Machine, wish: Wish, settings: Settings): boolean {
  if (!isDebianOrUbuntu(machine) || !machine.isRoot) return false;
  return !machine.hasDockerd || installedByUs(settings) || wish.isAllowed;
}

/** What a registry, or the stand-ins made before, answer to a pull; undefined when nothing is left to do. */
async function reachRegistry(engine: Engine, wish: Wish, settings: Settings): Promise<string | undefined> {
  if (wish.images !== undefined && usesStandIns(settings)) return 'no registry answered the first set-up';
  if (wish.images === undefined && (await engine.hasImage(helperImage))) return undefined;
  say(`pulling ${helperImage}`);
  const problem = await engine.pull(helperImage);
  if (problem === undefined) say(usesStandIns(settings) ? 'pulled the stand-in' : 'a registry answers: no stand-ins are needed');
  return problem;
}

async function standIn(
  problem: string,
  wanted: readonly Family[],
  engine: Engine,
  machine: Machine,
  settings: Settings,
): Promise<void> {
  const mirrors = await engine.registryMirrors();
  if (!mirrors.some((mirror) => mirror.replace(/\/$/, '') === mirrorAddress(settings)))
    throw new SetUpError(
      `a Docker engine answers that set-up did not start, and it cannot pull ${helperImage}: ${problem}`,
      `let that engine reach a registry, or load the image into it; or name ${mirrorAddress(settings)} among its registry-mirrors and run npm run setup again`,
    );
  if (!isDebianOrUbuntu(machine) || !machine.isRoot)
    throw new SetUpError(
      `nothing can be pulled (${problem}), and stand-ins are made by root on Debian or Ubuntu only`,
      'run npm run setup as root',
    );
  say(`stand-ins are needed: ${problem}`);
  await buildStandIns(wanted, settings, machine);
  await startMirror(settings);
  await writeFile(standInMarker(settings), `${new Date().toISOString()}\n`);
  await Promise.all(wanted.map((family) => prove(proofs[family], engine, settings)));
}

async function prove(image: string | undefined, engine: Engine, settings: Settings): Promise<void> {
  if (image === undefined) return;
  const problem = await timed(`docker pull ${image}`, () => engine.pull(image));
  if (problem !== undefined)
    throw new SetUpError(`docker pull ${image} did not work: ${problem}`, 'run npm run setup again', logFile(settings, 'mirror'));
}

/** Where set-up may not act, doctor says what is missing and how it is mended. */
function refer(reason: string): number {
  const root = join(import.meta.dirname, '../..');
  const cli = join(root, 'src/cli.ts');
  const doctor = existsSync(cli)
    ? spawnSync(process.execPath, [cli, 'doctor'], { stdio: ['ignore', 'inherit', 'pipe'], timeout: 60_000, encoding: 'utf8' })
    : undefined;
  const couldRun = doctor?.status === 0 || doctor?.status === 1 || doctor?.status === 2;
  if (couldRun) process.stderr.write(doctor.stderr);
  const where = 'set-up installs one only as root on Debian or Ubuntu without Docker, or with --yes';
  process.stderr.write(`set-up: ${reason}; ${where}; else install Docker (docs.docker.com/engine/install) and start it\n`);
  return 2;
}
