import { posix } from 'node:path';
import type { SubmissionFiles } from './files.ts';

const POINTER = 'version https://git-lfs.github.com/spec/v1';
const LARGEST_POINTER = 1024;

/** Files that are only pointers to Git LFS: the bytes were not downloaded. */
export async function findLfsPointers(files: SubmissionFiles): Promise<string[]> {
  if (!(await usesLfs(files))) return [];
  const found: string[] = [];
  for (const path of files.paths) {
    // A file above the size of a pointer is refused before it is read.
    const text = await files.readText(path, LARGEST_POINTER).catch(() => '');
    if (text.startsWith(POINTER)) found.push(path);
  }
  return found;
}

async function usesLfs(files: SubmissionFiles): Promise<boolean> {
  for (const path of files.paths) {
    if (posix.basename(path) !== '.gitattributes') continue;
    if (/filter=lfs/.test(await files.readText(path).catch(() => ''))) return true;
  }
  return false;
}
