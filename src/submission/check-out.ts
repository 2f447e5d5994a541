import { lstat, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './git.ts';
import { type SubmissionLimits, tooLarge, tooManyBytes, tooManyFiles } from './limits.ts';
import { listTree, type TreeEntry } from './list-tree.ts';

/**
 * Writes the files of a commit. They are counted first; git writes links as plain files, so that no file can be written
 * through one, and they are made links when everything is there. No hook, filter or submodule runs.
 */
export async function checkOut(options: {
  gitDir: string;
  workTree: string;
  /** A file for git's own list of what it wrote. */
  indexFile: string;
  commit: string;
  limits: SubmissionLimits;
  signal: AbortSignal;
}): Promise<{ submodules: string[] }> {
  const { gitDir, workTree, indexFile, commit, limits, signal } = options;
  const entries = await countedTree(gitDir, commit, limits, signal);
  const environment = { GIT_INDEX_FILE: indexFile };
  const repository = [`--git-dir=${gitDir}`, `--work-tree=${workTree}`];
  await git([...repository, 'read-tree', commit], { cwd: workTree, signal, environment });
  await git([...repository, 'checkout-index', '--all', '--force', '--quiet'], { cwd: workTree, signal, environment });
  for (const { path, mode } of entries) if (mode === '120000') await restoreLink(join(workTree, path));
  return { submodules: entries.filter(({ mode }) => mode === '160000').map(({ path }) => path) };
}

async function countedTree(gitDir: string, commit: string, limits: SubmissionLimits, signal: AbortSignal): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  let bytes = 0;
  for await (const entry of listTree(gitDir, commit, { signal })) {
    entries.push(entry);
    bytes += entry.size;
    if (entries.length > limits.files) throw tooManyFiles(limits);
    if (bytes > limits.bytes) throw tooManyBytes(limits);
    if (entry.path.split('/').length > limits.depth) throw tooLarge(`folders nested deeper than ${limits.depth}`);
  }
  return entries;
}

const LONGEST_LINK = 4096;

async function restoreLink(path: string): Promise<void> {
  const stat = await lstat(path).catch(() => undefined);
  if (!stat?.isFile() || stat.size === 0 || stat.size > LONGEST_LINK) return;
  const target = await readFile(path);
  if (target.includes(0)) return;
  await rm(path);
  await symlink(target, path);
}
