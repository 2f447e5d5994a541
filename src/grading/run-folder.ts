import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Exchange } from '../api/exchange.ts';
import { RoadworthyError, toError } from '../errors.ts';

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
      await mkdir(dirname(path), { recursive: true });
      await access(dirname(path), constants.W_OK);
      if (basename(dirname(path)) === 'roadworthy-runs') await writeFile(join(dirname(path), '.gitignore'), '*\n');
      await rm(folder.#partial, { recursive: true, force: true });
      for (const name of ['artifacts', 'probes', 'logs']) await mkdir(join(folder.#partial, name), { recursive: true });
    } catch (error) {
      throw new RoadworthyError('out-unwritable', `Cannot write to ${path}: ${toError(error).message}. Choose another folder with --out.`, { cause: error });
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
      throw new RoadworthyError('out-unwritable', `Cannot write ${join(this.path, name)}: ${toError(error).message}. Make room or choose another folder with --out.`, { cause: error });
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

/** A folder that is there and is no run of ours is never touched. */
async function refuseForeign(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return;
  const isRun = there.isDirectory() && (await readRun(path).then(() => true, () => false));
  const isEmpty = there.isDirectory() && (await readdir(path)).length === 0;
  if (!isRun && !isEmpty) throw new RoadworthyError('out-occupied', `${path} exists and holds no run of roadworthy. Choose another folder with --out.`);
}

async function readRun(path: string): Promise<unknown> {
  return marker.parse(JSON.parse(await readFile(join(path, 'run.json'), 'utf8')));
}

const recorded = z.record(z.string(), z.unknown());

/** A stored run: provenance and records, as `judge` reads them. Throws RoadworthyError `not-a-run`. */
export async function readRunFolder(
  folder: string,
): Promise<{ run: unknown; artifacts: Record<string, unknown>; probes: Record<string, unknown>; exchanges: unknown[] }> {
  const path = resolve(folder);
  try {
    const readAll = async (name: string) => {
      const files = (await readdir(join(path, name))).filter((file) => file.endsWith('.json')).sort();
      const entries = await Promise.all(files.map(async (file) => [file.slice(0, -5), JSON.parse(await readFile(join(path, name, file), 'utf8'))] as const));
      return recorded.parse(Object.fromEntries(entries));
    };
    const lines = (await readFile(join(path, 'exchanges.jsonl'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
    return {
      run: await readRun(path),
      artifacts: await readAll('artifacts'),
      probes: await readAll('probes'),
      exchanges: lines.map((line): unknown => JSON.parse(line)),
    };
  } catch (error) {
    throw new RoadworthyError('not-a-run', `${path} is no run folder of roadworthy: ${toError(error).message}.`, { cause: error });
  }
}

/** A short name for bytes: the first 12 hexadecimal digits of their SHA-256. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
