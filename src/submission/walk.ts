import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isUtf8 } from 'node:buffer';
import { defaultLimits, type SubmissionLimits, tooLarge, tooManyBytes, tooManyFiles } from './limits.ts';

/** What a folder holds, by relative path with forward slashes. */
export interface Listing {
  readonly files: ReadonlyMap<string, { readonly size: number; readonly mode: number }>;
  readonly folders: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Names that are not UTF-8, shown with replacement characters: no path can name them. */
  readonly unnameable: readonly string[];
}

/** Lists a folder with lstat alone: no link is followed, nothing is opened. `.git` is left out at every depth. */
export async function walk(
  root: string,
  options: { limits?: SubmissionLimits; skip?: (name: string, path: string) => boolean; signal?: AbortSignal } = {},
): Promise<Listing> {
  const { limits = defaultLimits, skip = () => false, signal } = options;
  const files = new Map<string, { size: number; mode: number }>();
  const folders: string[] = [];
  const links: { path: string; target: string }[] = [];
  const unnameable: string[] = [];
  const waiting = [''];
  let bytes = 0;

  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal?.throwIfAborted();
    for (const raw of await readdir(join(root, folder), { encoding: 'buffer' })) {
      const name = raw.toString('utf8');
      const path = folder === '' ? name : `${folder}/${name}`;
      if (!isUtf8(raw)) {
        unnameable.push(path);
        continue;
      }
      if (name === '.git' || skip(name, path)) continue;
      if (files.size + folders.length + links.length >= limits.files) throw tooManyFiles(limits);
      const stat = await lstat(join(root, path));
      if (stat.isSymbolicLink()) links.push({ path, target: await readlink(join(root, path)) });
      else if (stat.isDirectory()) {
        if (path.split('/').length >= limits.depth) throw tooLarge(`folders nested deeper than ${limits.depth}`);
        folders.push(path);
        waiting.push(path);
      } else if (stat.isFile()) {
        files.set(path, { size: stat.size, mode: stat.mode & 0o777 });
        bytes += stat.size;
        if (bytes > limits.bytes) throw tooManyBytes(limits);
      }
    }
  }
  return { files, folders, links, unnameable };
}
