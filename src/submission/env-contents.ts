import type { CommitBase } from './acquire.ts';
import type { SubmissionFiles } from './files.ts';
import { git } from './git.ts';
import { judgeConnectionUrl } from './secrets/connection-url.ts';
import { kindOfName } from './secrets/name-kind.ts';
import { contextOf } from './secrets/path-context.ts';
import { classifyValue, isNameOrProse } from './secrets/value-class.ts';
import type { SecretFinding } from './secrets.ts';
import { findEnvFiles } from './survey/env-files.ts';

/** An env file that stands among the files, without any of its values. */
export type EnvFileReading = {
  readonly path: string;
  /** Whether git has it in the graded commit; null without git. */
  readonly committed: boolean | null;
  /** Values that open something, and that no one else should know. */
  readonly secrets: readonly EnvEntry[];
  /** Values that work and that everybody guesses, and those for a machine of one's own. */
  readonly weak: readonly EnvEntry[];
  /** All that has a value. */
  readonly values: number;
};

export type EnvEntry = { readonly name: string; readonly line: number };

const MOST_FILES = 50;
const LARGEST = 256 * 1024;
const ENTRY = /^\s*(?:export\s+)?(?<name>[A-Za-z_][\w.]*)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s#]*))/;
/** A host of a database that is neither this machine nor a name without dots, as services have. */
const REMOTE_HOST =
  /^\s*(?:export\s+)?\w*(?:HOST|SERVER|HOSTNAME|ENDPOINT)\s*=\s*["']?(?!127\.|localhost|0\.0\.0\.0|http|smtp|mail)[\w-]+\.[\w.-]*[a-z]/im;
/** Files that hold what only their own tool can open. */
const ENCRYPTED = /^(?:encrypted:|ENC\[|vault:|sops:)/i;

/** Reads the env files but those of tests, whose values protect nothing. `known` are secrets that were found by their format. */
export async function readEnvFiles(
  files: SubmissionFiles,
  base: CommitBase | undefined,
  known: readonly SecretFinding[],
  signal?: AbortSignal,
): Promise<EnvFileReading[]> {
  const paths = findEnvFiles(files.paths)
    .envFiles.filter((path) => ['env', 'development-env'].includes(contextOf(path) ?? ''))
    .slice(0, MOST_FILES);
  if (paths.length === 0) return [];
  const committed = base && (await committedAmong(base, paths, signal));
  const readings: EnvFileReading[] = [];
  for (const path of paths) {
    const text = await files.readText(path, LARGEST).catch(() => '');
    const byFormat = known.filter(
      (one) => one.path === path && one.confidence === 'certain' && !one.rule.startsWith('assigned-'),
    );
    readings.push({ path, committed: committed?.has(path) ?? null, ...entriesOf(path, text, byFormat) });
  }
  return readings;
}

async function committedAmong(
  { gitDir, head, under }: CommitBase,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Set<string>> {
  const tree = under === '' ? head : `${head}:${under}`;
  // a folder that the commit does not have holds none of them
  const listed = await git(
    ['--git-dir=.', '--literal-pathspecs', 'ls-tree', '-r', '-z', '--name-only', '--full-tree', tree, '--', ...paths],
    {
      cwd: gitDir,
      signal,
    },
  ).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'git-failed') return '';
    throw error;
  });
  return new Set(listed.split('\0'));
}

function entriesOf(path: string, text: string, byFormat: readonly SecretFinding[]): Omit<EnvFileReading, 'path' | 'committed'> {
  const isDevelopment = contextOf(path) === 'development-env';
  // the password of a database that only the stack itself reaches opens nothing elsewhere
  const isLocalDatabase = !REMOTE_HOST.test(text);
  const secrets: EnvEntry[] = [];
  const weak: EnvEntry[] = [];
  let values = 0;
  for (const [index, line] of text.split(/\r?\n/).slice(0, 2_000).entries()) {
    const groups = ENTRY.exec(line.slice(0, 4_000))?.groups;
    const value = (groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '').trim();
    const entry = { name: (groups?.['name'] ?? '').slice(0, 100), line: index + 1 };
    if (entry.name === '' || value === '') continue;
    values += 1;
    const strength = byFormat.some((one) => one.line === entry.line) ? 'real' : strengthOf(entry.name, value);
    const isKnown = byFormat.some((one) => one.line === entry.line);
    const isOwn = isDevelopment || (isLocalDatabase && kindOfName(entry.name) === 'database-password');
    if (strength === 'real' && (isKnown || !isOwn)) secrets.push(entry);
    else if (strength !== undefined) weak.push(entry);
  }
  return { secrets: secrets.slice(0, 20), weak: weak.slice(0, 20), values };
}

function strengthOf(name: string, value: string): 'real' | 'weak' | undefined {
  if (ENCRYPTED.test(value)) return undefined;
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^@\s]+@/i.test(value) ? judgeConnectionUrl(value) : undefined;
  if (url) return url.reach === 'remote' ? 'real' : 'weak';
  if (kindOfName(name) === undefined || isNameOrProse(value)) return undefined;
  const valueClass = classifyValue(value);
  if (valueClass === 'placeholder') return undefined;
  return valueClass === 'real' && !/^\d{1,6}$/.test(value) ? 'real' : 'weak';
}
