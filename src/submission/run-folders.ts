import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isJsonObject, readJson } from '../json.ts';

/** Where runs are written by default. */
export const RUNS_FOLDER = 'roadworthy-runs';

/** Folders among these paths that an earlier run of ours wrote: they are no part of the submission. '' stands for the top. */
export async function findRunFolders(root: string, paths: Iterable<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const path of paths) {
    if (posix.basename(path) !== 'run.json') continue;
    if (await isOurs(join(root, path))) found.add(posix.dirname(path) === '.' ? '' : posix.dirname(path));
  }
  return found;
}

/** Whether a path lies in one of these folders or in `roadworthy-runs/`. */
export function isInRunFolder(path: string, folders: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  if (parts.slice(0, -1).includes(RUNS_FOLDER)) return true;
  return parts.some((_, length) => length > 0 && folders.has(parts.slice(0, length).join('/')));
}

const LARGEST_RUN_FILE = 256 * 1024;

async function isOurs(path: string): Promise<boolean> {
  try {
    await using handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > LARGEST_RUN_FILE) return false;
    const run = readJson(await handle.readFile('utf8'));
    return isJsonObject(run) && run['tool'] === 'roadworthy';
  } catch {
    return false;
  }
}
