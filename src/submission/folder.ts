import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { copyFile } from './copy-file.ts';
import { type SubmissionLimits, tooLarge, tooManyBytes, tooManyFiles } from './limits.ts';
import { listTree } from './list-tree.ts';
import { findLocalRepository, listLocalFiles, type LocalRepository } from './local-repository.ts';
import { findRunFolders, isInRunFolder, RUNS_FOLDER } from './run-folders.ts';
import { walk } from './walk.ts';

export interface FolderCopy {
  readonly root: string;
  /** HEAD, HEAD and a hash of what is there when something changed, or a hash alone without git. */
  readonly commit: string;
  readonly dirty: boolean;
  readonly repository?: LocalRepository;
  readonly notCopied: readonly string[];
}

/** One copied file or link, as far as it makes the tree hash. */
interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly hash: string;
  readonly gitIds: readonly string[];
}

/** What a person never means to hand in, where git does not say so. */
const LEFT_OUT = new Set([
  '.git', '.hg', '.svn', 'node_modules', 'bower_components', '.venv', 'venv', 'virtualenv', '__pycache__', '.pytest_cache', '.mypy_cache', '.ruff_cache',
  '.tox', '.nox', '.gradle', '.idea', '.vs', '.next', '.nuxt', '.turbo', '.cache', '.nyc_output', 'coverage', '.DS_Store', RUNS_FOLDER,
]); // prettier-ignore

/** Copies the files of a local folder into `work` as they are: tracked or not ignored where git knows, links as links. */
export async function copyFolder(
  path: string,
  work: string,
  options: { limits: SubmissionLimits; signal?: AbortSignal | undefined },
): Promise<FolderCopy> {
  const { limits, signal } = options;
  const folder = await realFolder(path);
  const repository = await findLocalRepository(folder, work, signal);
  const listed = await listFolder(folder, repository, options);
  const runFolders = await findRunFolders(folder, listed.paths);
  if (runFolders.has(''))
    throw new RoadworthyError(
      'run-folder',
      `${oneLine(path)} is a run folder of roadworthy, not a submission. "roadworthy judge" reads it.`,
    );
  const wanted = listed.paths.filter((one) => !isInRunFolder(one, runFolders)).sort();
  await checkLimits(folder, wanted, limits);

  const root = join(work, 'files');
  await mkdir(root);
  const algorithm = repository && (repository.head.length === 64 ? 'sha256' : 'sha1');
  const entries: Entry[] = [];
  const safeFolders = new Map<string, Promise<boolean>>();
  await copyAll(wanted, async (one) => {
    signal?.throwIfAborted();
    if (!(await isRealFolder(folder, dirname(one), safeFolders))) return;
    const entry = await copyEntry(folder, root, one, algorithm);
    if (entry) entries.push(entry);
  });
  if (entries.length === 0)
    throw new RoadworthyError('empty-folder', `${oneLine(path)} holds no files to grade.`, { fault: 'submission' });
  entries.sort((one, other) => (one.path < other.path ? -1 : 1));
  return {
    root,
    notCopied: listed.notCopied,
    ...(repository ? { repository } : {}),
    ...(await nameOf(entries, repository, runFolders, signal)),
  };
}

/** Some at a time; when one fails the others have ended before it is told, so that the copy can be removed. */
async function copyAll(paths: readonly string[], copyOne: (path: string) => Promise<void>): Promise<void> {
  const queue = new PQueue({ concurrency: 16 });
  try {
    await queue.addAll(paths.map((path) => () => copyOne(path)));
  } catch (error) {
    queue.clear();
    await queue.onIdle();
    throw error;
  }
}

async function realFolder(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  const stat = real && (await lstat(real));
  if (real && stat && stat.isDirectory()) return real;
  const shown = oneLine(path);
  const advice = /^(?:www\.)?[\w-]+\.(?:com|org|net|io|dev)\//i.test(path)
    ? ` For a repository write https://${shown}`
    : ' Give a folder or an https:// address.';
  throw new RoadworthyError('no-such-folder', `There is no folder ${shown}.${advice}`);
}

async function listFolder(
  folder: string,
  repository: LocalRepository | undefined,
  { limits, signal }: { limits: SubmissionLimits; signal?: AbortSignal | undefined },
): Promise<{ paths: string[]; notCopied: string[] }> {
  // 300 bytes a path: a listing above that is over the limit of files anyway.
  const known = repository ? await listLocalFiles(repository, limits.files * 300, signal) : [];
  if (known.length > limits.files) throw tooManyFiles(limits);
  const nested = known.filter((path) => path.endsWith('/')).map((path) => `nested repository ${path}`);
  const inside = known.filter(
    (path) => !path.endsWith('/') && !path.startsWith('../') && path.split('/').every((part) => part !== '.git'),
  );
  if (inside.length > 0) return { paths: inside, notCopied: nested };
  // A folder that is ignored by the repository around it is still the one that was asked for.
  const listing = await walk(folder, { limits, skip: (name) => LEFT_OUT.has(name), ...(signal ? { signal } : {}) });
  const notCopied = [...nested, ...listing.unnameable.map((name) => `file name that is not UTF-8: ${oneLine(name)}`)];
  return { paths: [...listing.files.keys(), ...listing.links.map(({ path }) => path)], notCopied };
}

async function checkLimits(folder: string, paths: readonly string[], limits: SubmissionLimits): Promise<void> {
  let bytes = 0;
  for (const path of paths) {
    if (path.split('/').length > limits.depth) throw tooLarge(`folders nested deeper than ${limits.depth}`);
    const stat = await lstat(join(folder, path)).catch(() => undefined);
    if (stat?.isFile()) bytes += stat.size;
    if (bytes > limits.bytes) throw tooManyBytes(limits);
  }
}

/** Git lists what its index holds, also below a folder that has become a link since. */
function isRealFolder(root: string, path: string, known: Map<string, Promise<boolean>>): Promise<boolean> {
  const absolute = join(root, path);
  const answer = known.get(path) ?? realpath(absolute).then((real) => real === absolute, () => false); // prettier-ignore
  known.set(path, answer);
  return answer;
}

async function copyEntry(
  folder: string,
  root: string,
  path: string,
  algorithm: 'sha1' | 'sha256' | undefined,
): Promise<Entry | undefined> {
  const stat = await lstat(join(folder, path)).catch(() => undefined);
  if (stat?.isSymbolicLink()) {
    const target = await readlink(join(folder, path));
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
    const id = createHash(algorithm ?? 'sha1')
      .update(`blob ${Buffer.byteLength(target)}\0${target}`)
      .digest('hex');
    return { path, mode: '120000', hash: createHash('sha256').update(target).digest('hex'), gitIds: [id] };
  }
  if (!stat?.isFile()) return undefined;
  const copied = await copyFile(join(folder, path), join(root, path), algorithm);
  return copied && { path, mode: copied.executable ? '100755' : '100644', hash: copied.sha256, gitIds: copied.gitIds };
}

async function nameOf(
  entries: readonly Entry[],
  repository: LocalRepository | undefined,
  runFolders: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<{ commit: string; dirty: boolean }> {
  const tree = createHash('sha256');
  for (const { mode, path, hash } of entries) tree.update(`${mode} ${path}\0${hash}\n`);
  const treeHash = tree.digest('hex');
  if (!repository) return { commit: `tree-${treeHash.slice(0, 40)}`, dirty: false };
  const dirty = await isChanged(entries, repository, runFolders, signal);
  return { commit: dirty ? `${repository.head}-dirty-${treeHash.slice(0, 12)}` : repository.head, dirty };
}

/** Compares ids instead of asking `git status`, which runs the filters that a repository's configuration names. */
async function isChanged(
  entries: readonly Entry[],
  { view, head, prefix }: LocalRepository,
  runFolders: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const left = new Map(entries.map((entry) => [entry.path, entry]));
  try {
    for await (const { path, mode, id } of listTree(view, head, { under: prefix, signal })) {
      if (mode === '160000' || isInRunFolder(path, runFolders)) continue;
      const entry = left.get(path);
      if (!entry || entry.mode !== mode || !entry.gitIds.includes(id)) return true;
      left.delete(path);
    }
  } catch (error) {
    // A folder that HEAD does not have is new as a whole.
    if (error instanceof RoadworthyError && error.code === 'git-failed') return true;
    throw error;
  }
  return left.size > 0;
}
