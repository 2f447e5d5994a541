import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { git } from './git.ts';
import { refNotFound } from './remote-refs.ts';

/** The repository that a local folder belongs to. */
export interface LocalRepository {
  /** A repository of ours without any setting of theirs: it borrows the objects of the real one. */
  readonly view: string;
  /** Top of the work tree. */
  readonly top: string;
  /** The folder, relative to the top; '' when it is the top. */
  readonly prefix: string;
  readonly head: string;
  readonly index: string;
  readonly excludeFile: string;
  /** Why the history is not whole, if so. */
  readonly incomplete?: 'shallow' | 'partial';
}

/**
 * Finds the repository of a folder and makes a view of it in `work`. A repository's own configuration can name programs
 * that git would start (fsmonitor, filters, signatures, hooks), so it is asked for paths only; the rest is asked of the view.
 * Undefined when the folder belongs to none, or to one without a commit.
 */
export async function findLocalRepository(
  folder: string,
  work: string,
  signal?: AbortSignal,
): Promise<LocalRepository | undefined> {
  const top = await findTop(folder);
  if (top === undefined) return undefined;
  const facts = await ask(
    top,
    [
      'rev-parse',
      '--path-format=absolute',
      '--git-path',
      'objects',
      '--git-path',
      'index',
      '--git-path',
      'info/exclude',
      '--is-shallow-repository',
      '--show-object-format',
    ],
    signal,
  );
  const head = await ask(top, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal);
  const [objects, index, excludeFile, shallow, format] = facts?.split('\n') ?? [];
  if (head === undefined || !objects || !index || !excludeFile || !format) return undefined;
  const view = await makeView({ work, objects, format, head, signal });
  if (view === undefined) return undefined;
  const incomplete = shallow === 'true' ? 'shallow' : (await isPartial(objects)) ? 'partial' : undefined;
  const prefix = relative(top, folder).split(sep).join('/');
  return { view, top, prefix, head, index, excludeFile, ...(incomplete ? { incomplete } : {}) };
}

/** A bare repository: what a push leaves on a server, without files beside it. */
export interface BareRepository {
  readonly view: string;
  /** The commit that `ref` names, HEAD without one. */
  readonly head: string;
  readonly incomplete?: 'shallow' | 'partial';
}

/** The bare repository at this folder, seen through a view in `work` as above; undefined when it is none. Rejects for a ref that it does not have. */
export async function findBareRepository(
  folder: string,
  work: string,
  { ref, signal }: { ref?: string | undefined; signal?: AbortSignal | undefined },
): Promise<BareRepository | undefined> {
  const parts = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => lstat(join(folder, name)).catch(() => undefined)));
  if (!parts[0]?.isFile() || !parts[1]?.isDirectory() || !parts[2]?.isDirectory()) return undefined;
  const inside = ['--git-dir=.', 'rev-parse'];
  const facts = await ask(folder, [...inside, '--is-shallow-repository', '--show-object-format'], signal);
  const [shallow, format] = facts?.split('\n') ?? [];
  if (format === undefined) return undefined;
  const head = await ask(folder, [...inside, '--verify', '--quiet', '--end-of-options', `${ref ?? 'HEAD'}^{commit}`], signal);
  if (head === undefined) {
    if (ref !== undefined) throw refNotFound(ref, new Set(await refsOf(folder, signal)));
    throw new RoadworthyError('empty-repository', `${oneLine(folder)} has no commits: there is nothing to grade.`, {
      fault: 'submission',
    });
  }
  const objects = join(folder, 'objects');
  const view = await makeView({ work, objects, format, head, signal });
  const incomplete = shallow === 'true' ? 'shallow' : (await isPartial(objects)) ? 'partial' : undefined;
  return view === undefined ? undefined : { view, head, ...(incomplete ? { incomplete } : {}) };
}

async function refsOf(folder: string, signal?: AbortSignal): Promise<string[]> {
  const names = ['for-each-ref', '--count=50', '--format=%(refname:lstrip=2)', 'refs/heads', 'refs/tags'];
  return ((await ask(folder, ['--git-dir=.', ...names], signal)) ?? '').split('\n').filter(Boolean);
}

async function findTop(folder: string): Promise<string | undefined> {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const stat = await lstat(join(here, '.git')).catch(() => undefined);
    if (stat?.isDirectory() || (stat?.isFile() && (await isOwnPointer(here)))) return here;
    if (stat || here === dirname(here)) return undefined;
  }
}

/** A `.git` file of a linked work tree or a submodule. One that points at a stranger's repository would give us its history. */
async function isOwnPointer(folder: string): Promise<boolean> {
  const pointer = join(folder, '.git');
  const [, to] = /^gitdir: (.+)$/m.exec(await readFile(pointer, 'utf8').catch(() => '')) ?? [];
  if (to === undefined) return false;
  const gitDir = resolve(folder, to.trim());
  const back = await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => '');
  if (back !== '') return resolve(gitDir, back.trim()) === pointer;
  const [owner] = gitDir.split(`${sep}.git${sep}modules${sep}`);
  return owner !== gitDir && folder.startsWith(`${owner}${sep}`);
}

async function ask(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await git(args, { cwd, signal, maxBytes: 64 * 1024 })).trimEnd();
  } catch (error) {
    // Without git, or with a broken repository, the folder is graded as a plain one.
    if (error instanceof RoadworthyError && (error.code === 'git-failed' || error.code === 'git-missing')) return undefined;
    throw error;
  }
}

async function makeView(parts: {
  work: string;
  objects: string;
  format: string;
  head: string;
  signal: AbortSignal | undefined;
}): Promise<string | undefined> {
  const { work, objects, format, head, signal } = parts;
  if (/[\n"]/.test(objects)) return undefined;
  const view = join(work, 'git');
  await git(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, view], { cwd: work, signal });
  await writeFile(join(view, 'objects', 'info', 'alternates'), `${objects}\n`);
  await writeFile(join(view, 'HEAD'), `${head}\n`);
  return view;
}

async function isPartial(objects: string): Promise<boolean> {
  const packs = await readdir(join(objects, 'pack')).catch(() => []);
  return packs.some((name) => name.endsWith('.promisor'));
}

/** Paths below the folder that are tracked or not ignored, as they are named there. Nested repositories end with a slash. */
export async function listLocalFiles(repository: LocalRepository, maxBytes: number, signal?: AbortSignal): Promise<string[]> {
  const { view, top, prefix, index, excludeFile } = repository;
  const exclude = (await isReadable(excludeFile)) ? [`--exclude-from=${excludeFile}`] : [];
  const output = await git(
    [`--git-dir=${view}`, `--work-tree=${top}`, 'ls-files', '-co', '-z', '--exclude-standard', ...exclude, '--', '.'],
    {
      cwd: join(top, prefix),
      signal,
      maxBytes,
      environment: { GIT_INDEX_FILE: index },
    },
  );
  return [...new Set(output.split('\0').filter((path) => path !== ''))];
}

async function isReadable(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
