import { mkdir, realpath, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { checkOut } from './check-out.ts';
import { clone } from './clone.ts';
import { openFiles, type SubmissionFiles } from './files.ts';
import { copyFolder, type FolderCopy } from './folder.ts';
import { git } from './git.ts';
import { defaultLimits, type SubmissionLimits } from './limits.ts';
import { findBareRepository, type BareRepository, type LocalRepository } from './local-repository.ts';
import { findLfsPointers } from './not-fetched.ts';
import { parseTarget, type Target } from './target.ts';
import { createWorkFolder } from './work-folder.ts';

/** What is graded: files of our own copy, and where they came from. */
export interface Submission {
  /** Safe as part of a file name. */
  readonly name: string;
  readonly source:
    | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly subdir?: string }
    | { readonly kind: 'folder'; readonly path: string };
  readonly commit: string;
  readonly dirty: boolean;
  /** Of the folder that is graded. */
  readonly files: SubmissionFiles;
  /** All files of the repository, and where in it the graded folder is ('' for its top): a build may take what lies beside it. */
  readonly repository: { readonly files: SubmissionFiles; readonly folder: string };
  readonly history: GivenHistory | MissingHistory;
  /** Where the files of the commit below them are looked up; absent without git. It is there, too, when the history is not. */
  readonly base?: CommitBase;
  /** Submodules, LFS files and nested repositories whose content is not in `files`. */
  readonly notFetched: readonly string[];
  /** Removes our copy. */
  dispose(): Promise<void>;
}

/** A commit, and the folder of it that is graded; '' for all of it. */
export interface CommitBase {
  readonly gitDir: string;
  readonly head: string;
  readonly under: string;
}

export interface GivenHistory extends CommitBase {
  readonly available: true;
  readonly commits: number;
}

export interface MissingHistory {
  readonly available: false;
  readonly reason: string;
  /** What a person does to have it read. */
  readonly todo: string;
}

export interface AcquireOptions {
  readonly ref?: string | undefined;
  readonly subdir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<SubmissionLimits>;
  /** For tests only: plain http and addresses of this machine. */
  readonly allowLoopback?: boolean;
}

/** Copies or clones a target into a folder of ours. Rejects with one clear line when it cannot, and leaves nothing behind. */
export async function acquire(target: string, options: AcquireOptions = {}): Promise<Submission> {
  options.signal?.throwIfAborted();
  const parsed = parseTarget(target, options);
  const work = await createWorkFolder();
  const dispose = () => rm(work, { recursive: true, force: true, maxRetries: 3 });
  const inside = { ...options, limits: { ...defaultLimits, ...options.limits } };
  try {
    const acquired = parsed.kind === 'git' ? await acquireClone(parsed, work, inside) : await acquireFolder(parsed, work, inside);
    return { ...acquired, name: parsed.name, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

type Acquired = Omit<Submission, 'name' | 'dispose'>;
type Inside = AcquireOptions & { readonly limits: SubmissionLimits };

async function acquireClone(target: Extract<Target, { kind: 'git' }>, work: string, options: Inside): Promise<Acquired> {
  const { gitDir, workTree, ref, subdir, commit, submodules } = await clone(target, work, options);
  const files = await openInside(workTree, subdir, target.url, options);
  const notFetched = [...submodules.map((path) => `submodule ${oneLine(path)}`), ...(await lfsFiles(files))];
  const source = {
    kind: 'git' as const,
    url: target.url,
    ...(ref === undefined ? {} : { ref }),
    ...(subdir === '' ? {} : { subdir }),
  };
  const history = {
    available: true as const,
    gitDir,
    head: commit,
    commits: await countCommits(gitDir, commit, options.signal),
    under: subdir,
  };
  const repository = await aroundIt(workTree, subdir, files, options);
  return { source, commit, dirty: false, files, repository, history, base: history, notFetched };
}

/** The whole repository; where that is larger than the limits, the graded folder alone. */
async function aroundIt(
  top: string,
  folder: string,
  files: SubmissionFiles,
  { limits, signal }: Inside,
): Promise<Submission['repository']> {
  if (folder === '') return { files, folder };
  const all = await openFiles(top, { limits, ...(signal ? { signal } : {}) }).catch(unlessTooLarge);
  return all === undefined ? { files, folder: '' } : { files: all, folder };
}

function unlessTooLarge(error: unknown): undefined {
  if (error instanceof RoadworthyError && error.code === 'repository-too-large') return undefined;
  throw error;
}

async function openInside(workTree: string, subdir: string, url: string, options: Inside): Promise<SubmissionFiles> {
  const root = join(await realpath(workTree), subdir);
  const real = await realpath(root).catch(() => undefined);
  const { limits, signal } = options;
  // A link to another folder has another real path and is refused with the same words.
  const files = real === root ? await openFiles(root, { limits, ...(signal ? { signal } : {}) }).catch(notAFolder) : undefined;
  if (!files) throw subdirNotFound(subdir, url);
  if (files.paths.length === 0)
    throw new RoadworthyError('empty-repository', `${url} holds no files: there is nothing to grade.`, { fault: 'submission' });
  return files;
}

function notAFolder(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
  throw error;
}

function subdirNotFound(subdir: string, where: string): RoadworthyError {
  return new RoadworthyError('subdir-not-found', `There is no folder "${oneLine(subdir)}" in ${oneLine(where)}. Check --subdir.`);
}

async function acquireFolder(target: Extract<Target, { kind: 'folder' }>, work: string, options: Inside): Promise<Acquired> {
  const { limits, signal } = options;
  const top = await realpath(target.path).catch(() => target.path);
  const bare = await findBareRepository(top, work, { ref: target.ref, signal });
  if (bare) return acquireBare(bare, top, { target, work, options });
  if (target.ref !== undefined)
    throw new RoadworthyError(
      'bad-target',
      'A folder with files is graded as it stands: --ref is for addresses and bare repositories.',
    );
  const path = join(top, target.subdir ?? '');
  if (target.subdir && (await realpath(path).catch(() => undefined)) !== path) throw subdirNotFound(target.subdir, target.path);
  const subdir = relative(top, path).split(sep).join('/');
  const whole = subdir === '' ? undefined : await copyWith(subdir, top, work, options);
  const copy = whole ?? (await copyFolder(path, work, { limits, signal }));
  const folder = whole === undefined ? '' : subdir;
  const root = join(copy.root, folder);
  const files = await openFiles(root, { limits, ...(signal ? { signal } : {}) });
  const repository = await aroundIt(copy.root, folder, files, options);
  const submodules = repository.files.has('.gitmodules') ? await submodulePaths(repository.files) : [];
  const notFetched = [...submodules, ...copy.notCopied, ...(await lfsFiles(files))];
  return {
    source: { kind: 'folder', path },
    commit: copy.commit,
    dirty: copy.dirty,
    files,
    repository,
    history: await historyOf(copy, folder, signal),
    ...(copy.repository && { base: baseOf(copy.repository, folder) }),
    notFetched,
  };
}

async function acquireBare(
  { view, head, incomplete }: BareRepository,
  path: string,
  given: { target: Extract<Target, { kind: 'folder' }>; work: string; options: Inside },
): Promise<Acquired> {
  const { target, work, options } = given;
  const { limits, signal = new AbortController().signal } = options;
  const workTree = join(work, 'files');
  await mkdir(workTree);
  const indexFile = join(work, 'index');
  const { submodules } = await checkOut({ gitDir: view, workTree, indexFile, commit: head, limits, signal });
  const under = target.subdir ?? '';
  const files = await openInside(workTree, under, path, options);
  const whole = async () => ({
    available: true as const,
    gitDir: view,
    head,
    commits: await countCommits(view, head, options.signal),
    under,
  });
  return {
    source: { kind: 'folder', path },
    commit: head,
    dirty: false,
    files,
    repository: await aroundIt(workTree, under, files, options),
    history: incomplete ? incompleteHistory(incomplete) : await whole(),
    base: { gitDir: view, head, under },
    notFetched: [...submodules.map((one) => `submodule ${oneLine(one)}`), ...(await lfsFiles(files))],
  };
}

/** A copy of all that is around the folder; undefined when that is too large, or leaves out the folder because git ignores it. */
async function copyWith(subdir: string, top: string, work: string, { limits, signal }: Inside): Promise<FolderCopy | undefined> {
  const copy = await copyFolder(top, work, { limits, signal }).catch(unlessTooLarge);
  if (copy === undefined || (await realpath(join(copy.root, subdir)).catch(() => undefined)) !== undefined) return copy;
  await rm(copy.root, { recursive: true, force: true });
  return undefined;
}

async function submodulePaths(files: SubmissionFiles): Promise<string[]> {
  const text = await files.readText('.gitmodules').catch(() => '');
  return [...text.matchAll(/^\s*path\s*=\s*(.+)$/gm)].map(([, path = '']) => `submodule ${oneLine(path)}`);
}

async function lfsFiles(files: SubmissionFiles): Promise<string[]> {
  return (await findLfsPointers(files)).map((path) => `LFS file ${oneLine(path)}`);
}

const baseOf = ({ view, head, prefix }: LocalRepository, folder: string): CommitBase => ({
  gitDir: view,
  head,
  under: [prefix, folder].filter((part) => part !== '').join('/'),
});

async function historyOf({ repository }: FolderCopy, under: string, signal?: AbortSignal): Promise<Submission['history']> {
  if (!repository)
    return missing('The folder has no git history.', 'Give the top folder of a git work tree, or the address of the repository.');
  if (repository.prefix !== '') {
    return missing(
      'The folder is a part of a larger repository, whose history is not its own.',
      `To have it read, give the address of the repository and \`--subdir ${repository.prefix}\`.`,
    );
  }
  if (repository.incomplete) return incompleteHistory(repository.incomplete);
  const { view, head } = repository;
  return { available: true, gitDir: view, head, commits: await countCommits(view, head, signal), under };
}

function incompleteHistory(why: 'shallow' | 'partial'): MissingHistory {
  return why === 'shallow'
    ? missing('The clone is shallow.', 'Run "git fetch --unshallow"; in GitHub Actions check out with "fetch-depth: 0".')
    : missing('The clone is a partial one.', 'Clone again without --filter.');
}

const missing = (reason: string, todo: string): MissingHistory => ({ available: false, reason, todo });

async function countCommits(gitDir: string, commit: string, signal: AbortSignal | undefined): Promise<number> {
  return Number(await git(['--git-dir=.', 'rev-list', '--count', commit], { cwd: gitDir, signal }));
}
