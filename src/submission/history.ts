import type { GivenHistory, Submission } from './acquire.ts';
import type { SubmissionFiles } from './files.ts';
import { streamGit } from './git.ts';
import { envFileKind } from './survey/env-files.ts';
import { contextOf } from './secrets/path-context.ts';
import { scanTexts } from './secrets/scan-texts.ts';
import { type ReadingLimits, type SecretFinding, toFindings, worstFirst } from './secrets.ts';
import { type AddedHunk, PatchReader } from './history-patch.ts';

export type HistoryReading = {
  readonly available: boolean;
  /** Why it was not read, and what a person does to have it read. */
  readonly reason: string | null;
  readonly todo: string | null;
  readonly commitsRead: number;
  /** False when a limit ended the reading before the first commit. */
  readonly complete: boolean;
  /** Env files that some commit added and the last one no longer has. */
  readonly removedEnvFiles: readonly { readonly path: string; readonly commit: string }[];
};

interface HistorySecrets {
  readonly reading: HistoryReading;
  readonly findings: readonly SecretFinding[];
}

/** The bytes make the same commit give the same findings on every machine; the time is for what goes wrong. */
const defaultHistoryLimits: ReadingLimits = { bytes: 64 * 2 ** 20, ms: 20_000 };
const MOST_COMPARED = 64 * 2 ** 20;
const LARGEST_COMPARED = 512 * 1024;
/** Paths that only cost time: nobody writes a secret there. */
const LEFT_OUT = [
  '**/node_modules/**',
  '**/vendor/**',
  '**/package-lock.json',
  '**/yarn.lock',
  '**/pnpm-lock.yaml',
  '**/poetry.lock',
  '**/go.sum',
  '**/*.svg',
  '**/*.map',
  '**/*.min.js',
  '**/*.csv',
  '**/*.ipynb',
  '**/*.lock',
  '**/*.css',
  '**/*.html',
];

/**
 * Secrets that a commit added and that the files no longer have; each value once, with the oldest commit that was read.
 * Only the history of the graded commit is read, so that the same commit gives the same findings.
 */
export async function findHistorySecrets(
  submission: Pick<Submission, 'history' | 'files'>,
  options: { known: ReadonlySet<string>; limits?: ReadingLimits; signal?: AbortSignal | undefined },
): Promise<HistorySecrets> {
  const { history, files } = submission;
  if (!history.available) {
    const reading = {
      available: false,
      reason: history.reason,
      todo: history.todo,
      commitsRead: 0,
      complete: false,
      removedEnvFiles: [],
    };
    return { reading, findings: [] };
  }
  const { known, limits = defaultHistoryLimits, signal } = options;
  const deadline = AbortSignal.timeout(limits.ms);
  const stop = AbortSignal.any([deadline, ...(signal ? [signal] : [])]);
  const found = new Map<string, SecretFinding>();
  const envFiles = new Map<string, string>();
  const patch = new PatchReader();
  const hunks = patch.read(streamGit(logArguments(history), { cwd: history.gitDir, signal: stop }), limits.bytes);
  let complete = false;
  try {
    for await (const { part, candidates } of scanTexts(newHunks(hunks, history.under, files, envFiles))) {
      for (const [index, finding] of toFindings(candidates, part, { commit: part.commit, firstLine: part.line }).entries()) {
        const value = candidates[index]?.value;
        if (value !== undefined && !known.has(value)) keepOldest(found, value, finding);
      }
    }
    complete = !patch.isCut;
    await dropWhatStillStands(found, files, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (!deadline.aborted) throw error;
  }
  const removedEnvFiles = [...envFiles].map(([path, commit]) => ({ path, commit })).slice(0, 50);
  const reading = { available: true, reason: null, todo: null, commitsRead: patch.commits, complete, removedEnvFiles };
  return { reading, findings: worstFirst([...found.values()]) };
}

function logArguments({ head, under }: GivenHistory): string[] {
  return [
    // A blob above this size is shown as binary, so that a giant is not diffed.
    '-c', 'core.bigFileThreshold=1m', '-c', 'core.bare=true', '--git-dir=.', 'log', '--patch', '--unified=0', '--no-ext-diff', '--no-textconv', '--no-color',
    '--no-renames', '--no-show-signature', '--submodule=short', '--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', '--diff-filter=AM',
    '--format=%x00%H', head, '--', under === '' ? '.' : `:(literal)${under}`, ...LEFT_OUT.map((glob) => `:(exclude,glob)${glob}`),
  ]; // prettier-ignore
}

function inside(path: string, under: string): string | undefined {
  if (under === '') return path;
  return path.startsWith(`${under}/`) ? path.slice(under.length + 1) : undefined;
}

/** Each text once: what was moved, reverted and brought back says nothing new. */
async function* newHunks(
  hunks: AsyncIterable<AddedHunk>,
  under: string,
  files: SubmissionFiles,
  envFiles: Map<string, string>,
): AsyncGenerator<AddedHunk> {
  const seen = new Set<string>();
  for await (const hunk of hunks) {
    const path = inside(hunk.path, under);
    if (path === undefined) continue;
    if (envFileKind(path) === 'env' && !files.has(path)) envFiles.set(path, hunk.commit);
    if (contextOf(path) === null || seen.has(hunk.text)) continue;
    seen.add(hunk.text);
    yield { ...hunk, path };
  }
}

/**
 * A value that some file still has was not deleted: the files are judged for it, and one that stands in the documentation or
 * in a test is an example.
 */
async function dropWhatStillStands(
  found: Map<string, SecretFinding>,
  files: SubmissionFiles,
  signal?: AbortSignal,
): Promise<void> {
  let bytes = 0;
  for (const path of files.paths) {
    signal?.throwIfAborted();
    if (found.size === 0 || bytes > MOST_COMPARED) return;
    if (contextOf(path) === null) continue;
    const text = await files.readText(path, LARGEST_COMPARED).catch(() => '');
    bytes += text.length;
    for (const value of found.keys()) if (text.includes(value)) found.delete(value);
  }
}

/** The log goes backwards: the same value again is an older place, which is where it came in. */
function keepOldest(found: Map<string, SecretFinding>, value: string, finding: SecretFinding): void {
  const earlier = found.get(value);
  if (!earlier || earlier.confidence === finding.confidence || finding.confidence === 'certain') found.set(value, finding);
}
