import { lstat, mkdir, opendir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimpleGit } from 'simple-git';
import { RoadworthyError, toError } from '../errors.ts';
import { checkOut } from './check-out.ts';
import { cloneFailure, isRefusal } from './clone-failure.ts';
import { git, gitEnvironment } from './git.ts';
import { gitAuthorization, githubServer } from './github-server.ts';
import { type SubmissionLimits, tooManyBytes } from './limits.ts';
import { parseRefs, type Place, placeOf, refNotFound } from './remote-refs.ts';
import type { Target } from './target.ts';

type GitTarget = Extract<Target, { kind: 'git' }>;

interface Clone {
  readonly gitDir: string;
  /** The whole work tree, without `.git`. */
  readonly workTree: string;
  readonly ref?: string;
  readonly subdir: string;
  readonly commit: string;
  readonly submodules: readonly string[];
}

/**
 * Clones into `work`: full history of one branch, nothing of the repository executed, nothing but https.
 * Size and time are watched while git works, and every file is counted before one is written.
 */
export async function clone(
  target: GitTarget,
  work: string,
  options: { limits: SubmissionLimits; signal?: AbortSignal | undefined; allowLoopback?: boolean | undefined },
): Promise<Clone> {
  const { limits, signal, allowLoopback } = options;
  const deadline = AbortSignal.timeout(limits.cloneMs);
  const watch = new AbortController();
  const stop = AbortSignal.any([deadline, watch.signal, ...(signal ? [signal] : [])]);
  const gitDir = join(work, 'git');
  const watching = watchSize(gitDir, limits, watch, stop);
  try {
    const protocols = gitEnvironment(allowLoopback ? 'https:http' : 'https');
    const fetchWith = async (authorization: Record<string, string>) => {
      const remote = await hardenedGit(work, stop, { ...protocols, ...authorization });
      const place = await findPlace(remote, target);
      await fetchHistory(remote, target.url, gitDir, place);
      return place;
    };
    const authorization = gitAuthorization(target.url);
    const place = await fetchWith({}).catch((error: unknown) => {
      // only what is refused to a stranger is asked for with the token
      if (authorization === undefined || stop.aborted || !isRefusal(toError(error))) throw error;
      return fetchWith(authorization);
    });
    const commit = await resolveCommit(gitDir, place, stop);
    const workTree = join(work, 'files');
    await mkdir(workTree);
    const { submodules } = await checkOut({ gitDir, workTree, indexFile: join(work, 'index'), commit, limits, signal: stop });
    const subdir = place?.subdir ?? target.subdir ?? '';
    return { gitDir, workTree, commit, subdir, submodules, ...(place ? { ref: place.ref } : {}) };
  } catch (error) {
    signal?.throwIfAborted();
    if (watch.signal.aborted) throw tooManyBytes(limits);
    if (deadline.aborted) throw timeout(target.url, limits);
    throw error instanceof RoadworthyError ? error : cloneFailure(toError(error), target.url, githubServer());
  } finally {
    watch.abort();
    await watching;
  }
}

async function hardenedGit(work: string, abort: AbortSignal, environment: Record<string, string>): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const instance = simpleGit({
    baseDir: work,
    abort,
    allowEnvironment: Object.keys(environment),
    config: [`core.hooksPath=${devNull}`, 'core.symlinks=false'],
    unsafe: {
      allowUnsafeConfigPaths: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeAskPass: true,
      allowUnsafeHooksPath: true,
      allowUnsafeConfigEnvCount: true,
    },
  });
  return instance.env(environment);
}

async function findPlace(remote: SimpleGit, target: GitTarget): Promise<Place | undefined> {
  const { ref, treePath } = target;
  if (ref === undefined && treePath === undefined) return undefined;
  const refs = parseRefs(await remote.listRemote(['--heads', '--tags', '--', target.url]));
  if (refs.size === 0) throw emptyRepository(target.url);
  if (treePath !== undefined) return placeOf(treePath, refs);
  const place = placeOf(ref ?? '', refs);
  // With --ref the whole text is the name: `main/src` is no folder of main here.
  if (place.subdir !== '') throw refNotFound(ref ?? '', refs);
  return { ...place, subdir: target.subdir ?? '' };
}

async function fetchHistory(remote: SimpleGit, url: string, gitDir: string, place: Place | undefined): Promise<void> {
  // A commit may be on any branch, so all of them are needed to find it.
  const range = place === undefined ? ['--single-branch'] : place.byName ? ['--single-branch', `--branch=${place.ref}`] : [];
  await remote.clone(url, gitDir, ['--bare', '--no-tags', ...range]);
}

async function resolveCommit(gitDir: string, place: Place | undefined, signal: AbortSignal): Promise<string> {
  const wanted = place && !place.byName ? place.ref : 'HEAD';
  const output = await git(['--git-dir=.', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${wanted}^{commit}`], {
    cwd: gitDir,
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof RoadworthyError && error.code !== 'git-failed') throw error;
    return undefined;
  });
  if (output !== undefined) return output.trim();
  throw place ? refNotFound(place.ref, new Set()) : emptyRepository();
}

/** Compares what arrived with the limit four times a second, so that a giant is not downloaded to the end. */
async function watchSize(folder: string, limits: SubmissionLimits, watch: AbortController, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await delay(250, undefined, { signal: stop }).catch(() => undefined);
    if (!stop.aborted && (await sizeOf(folder)) > limits.bytes) watch.abort();
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size;
    }
  } catch {
    // git renames and removes its temporary files meanwhile: the next round sees the rest.
  }
  return bytes;
}

function timeout(url: string, limits: SubmissionLimits): RoadworthyError {
  return new RoadworthyError(
    'clone-timeout',
    `Cloning ${url} took longer than ${Math.round(limits.cloneMs / 1000)} s and was given up. Check the network, or clone it and give the folder.`,
  );
}

function emptyRepository(url = 'The repository'): RoadworthyError {
  return new RoadworthyError('empty-repository', `${url} has no commits: there is nothing to grade.`, { fault: 'submission' });
}
