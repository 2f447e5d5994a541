import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const identity = {
  GIT_AUTHOR_NAME: 'Robin Reed',
  GIT_AUTHOR_EMAIL: 'robin@example.test',
  GIT_COMMITTER_NAME: 'Robin Reed',
  GIT_COMMITTER_EMAIL: 'robin@example.test',
};

/** A copy of a submission with a history of its own: the same commits, to the same hash, in every run. */
export function withHistory(submission: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'submission-')), basename(submission));
  cpSync(submission, folder, { recursive: true });
  commit(folder, ['README.md'], 'Say what this will be', '2026-01-05T10:00:00Z', true);
  forgotten(folder, `${submission}.history`);
  commit(folder, ['.'], 'Build it', '2026-02-09T10:00:00Z');
  return folder;
}

/** Files beside a submission that one commit has and the last one no longer has. */
function forgotten(folder: string, past: string): void {
  if (!existsSync(past)) return;
  const names = readdirSync(past);
  cpSync(past, folder, { recursive: true });
  commit(folder, names, 'Send mails', '2026-01-19T10:00:00Z');
  for (const name of names) rmSync(join(folder, name), { recursive: true });
}

/** Makes a folder the top of a new repository with one commit of all that it holds. */
export function commitAll(folder: string): void {
  commit(folder, ['.'], 'First commit', '2026-01-05T10:00:00Z', true);
}

/** A new repository of the given files. */
export function repositoryOf(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'submission-')), name);
  execFileSync('mkdir', ['-p', folder]);
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  commitAll(folder);
  return folder;
}

function commit(folder: string, paths: readonly string[], message: string, date: string, first = false): void {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        GIT_CONFIG_NOSYSTEM: '1',
        ...identity,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  if (first) git('init', '-q', '-b', 'main');
  git('add', ...paths);
  git('commit', '-q', '-m', message);
}
