import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Exchange } from '../api/exchange.ts';
import { RoadworthyError, toError } from '../errors.ts';
import { camelCase } from './check.ts';
import type { Records } from './findings.ts';
import type { Provenance } from './scorecard.ts';
import { exchangeSchema, provenanceSchema } from './scorecard-schema.ts';

const marker = z.looseObject({ tool: z.literal('roadworthy') });

/**
 * Everything that a run leaves: written as `<out>.partial`, renamed when it is complete. An earlier run is replaced, any other
 * folder is refused.
 */
export class RunFolder {
  readonly path: string;
  readonly #partial: string;

  private constructor(path: string) {
    this.path = path;
    this.#partial = `${path}.partial`;
  }

  /** Throws RoadworthyError `out-unwritable` or `out-occupied`. */
  static async open(out: string): Promise<RunFolder> {
    const path = resolve(out);
    await refuseForeign(path);
    await refuseForeign(`${path}.partial`);
    const folder = new RunFolder(path);
    try {
      await makeFolders(dirname(path));
      await access(dirname(path), constants.W_OK);
      if (basename(dirname(path)) === 'roadworthy-runs') await writeFile(join(dirname(path), '.gitignore'), '*\n');
      await rm(folder.#partial, { recursive: true, force: true });
      for (const name of ['artifacts', 'probes', 'logs']) await mkdir(join(folder.#partial, name), { recursive: true });
    } catch (error) {
      throw new RoadworthyError(
        'out-unwritable',
        `Cannot write to ${path}: ${toError(error).message}. Choose another folder with --out.`,
        { cause: error },
      );
    }
    return folder;
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.writeText(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  async writeText(name: string, text: string): Promise<void> {
    try {
      await writeFile(join(this.#partial, name), text);
    } catch (error) {
      throw new RoadworthyError(
        'out-unwritable',
        `Cannot write ${join(this.path, name)}: ${toError(error).message}. Make room or choose another folder with --out.`,
        { cause: error },
      );
    }
  }

  async writeExchanges(exchanges: readonly Exchange[]): Promise<void> {
    await this.writeText('exchanges.jsonl', exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
  }

  /** Puts the complete run in the place of an earlier one. */
  async finish(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    await rename(this.#partial, this.path);
  }

  async discard(): Promise<void> {
    await rm(this.#partial, { recursive: true, force: true });
  }
}

/** One level after another: a recursive `mkdir` never returns where the kernel refuses a folder with ENOENT, as in /proc. */
async function makeFolders(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  await makeFolders(dirname(path));
  await mkdir(path);
}

/** A folder that is there and is no run of ours is never touched. */
async function refuseForeign(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return;
  const isRun =
    there.isDirectory() &&
    (await readRun(path).then(
      () => true,
      () => false,
    ));
  const isEmpty = there.isDirectory() && (await readdir(path)).length === 0;
  if (!isRun && !isEmpty)
    throw new RoadworthyError('out-occupied', `${path} exists and holds no run of roadworthy. Choose another folder with --out.`);
}

async function readRun(path: string): Promise<unknown> {
  return marker.parse(JSON.parse(await readFile(join(path, 'run.json'), 'utf8')));
}

const json = z.unknown();
const missing = z.object({ reason: z.string(), fault: z.enum(['submission', 'grader', 'nobody']), by: z.string() });
// what the ledger wrote is ours: its frame is checked, its content has the types it was written with
const recordsSchema: z.ZodType<Records> = z.custom<Records>();
/** As the ledger writes them. */
const outcome = z.union([
  z.object({ missing }),
  z.object({ absent: z.string() }),
  z.object({ threw: z.string() }),
  z.looseObject({ value: json }),
]);

/** A stored run: provenance, records and exchanges, as `judge` reads them. Throws RoadworthyError `not-a-run`. */
export async function readRunFolder(folder: string): Promise<{ run: Provenance; records: Records; exchanges: Exchange[] }> {
  const path = resolve(folder);
  const readAll = async (name: string) => {
    const files = (await readdir(join(path, name))).filter((file) => file.endsWith('.json')).sort();
    return Promise.all(
      files.map(
        async (file) =>
          [file.slice(0, -'.json'.length), outcome.parse(JSON.parse(await readFile(join(path, name, file), 'utf8')))] as const,
      ),
    );
  };
  try {
    const lines = (await readFile(join(path, 'exchanges.jsonl'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
    const artifacts = (await readAll('artifacts')).map(([name, recorded]) => [camelCase(name), recorded] as const);
    return {
      run: provenanceSchema.parse(await readRun(path)),
      records: recordsSchema.parse({
        artifacts: Object.fromEntries(artifacts),
        probes: Object.fromEntries(await readAll('probes')),
      }),
      exchanges: lines.map((line) => exchangeSchema.parse(JSON.parse(line))),
    };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isAbsent ? 'it has no run.json and artifacts' : toError(error).message.split('\n')[0];
    throw new RoadworthyError('not-a-run', `${path} is no run folder of roadworthy: ${reason}.`, { cause: error });
  }
}

/** A short name for bytes: the first 12 hexadecimal digits of their SHA-256. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
