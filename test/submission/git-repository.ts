import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FileTable, temporaryFolder, writeFiles } from './temporary-folder.ts';

const run = promisify(execFile);

/** Same author and date in every test: same ids on every machine. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

export async function runGit(cwd: string, ...args: string[]): Promise<string> {
  return (await run('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, env: ENVIRONMENT })).stdout.trim();
}

/** A real repository with one commit per table of files; null removes a file. */
export async function gitRepository(...commits: readonly Readonly<Record<string, string | Buffer | null>>[]): Promise<string> {
  const folder = await temporaryFolder();
  await runGit(folder, 'init', '--quiet', '--initial-branch=main');
  for (const commit of commits) await commitFiles(folder, commit);
  return folder;
}

export async function commitFiles(folder: string, files: Readonly<Record<string, string | Buffer | null>>): Promise<string> {
  const written: Record<string, string | Buffer> = {};
  for (const [path, content] of Object.entries(files)) {
    if (content === null) await runGit(folder, 'rm', '--quiet', path);
    else written[path] = content;
  }
  await writeFiles(folder, written satisfies FileTable);
  await runGit(folder, 'add', '--all');
  await runGit(folder, 'commit', '--quiet', '--allow-empty', '--message=work');
  return runGit(folder, 'rev-parse', 'HEAD');
}
