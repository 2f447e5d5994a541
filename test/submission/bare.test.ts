import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { acquire } from '../../src/submission/acquire.ts';
import { commitFiles, gitRepository, runGit } from './git-repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

vi.setConfig({ testTimeout: 30_000 });

async function bareRepository(): Promise<{ path: string; first: string; head: string }> {
  const folder = await gitRepository({ 'a.txt': 'one' });
  const first = await runGit(folder, 'rev-parse', 'HEAD');
  await runGit(folder, 'tag', 'v1');
  const head = await commitFiles(folder, { 'api/b.txt': 'b' });
  const path = join(await temporaryFolder(), 'tasks.git');
  await runGit(folder, 'clone', '--quiet', '--bare', folder, path);
  return { path, first, head };
}

test('a bare repository is checked out at HEAD, with its history and without its name ending', async () => {
  const { path, head } = await bareRepository();
  const submission = await acquire(path);
  expect(submission).toMatchObject({ name: 'tasks', commit: head, dirty: false, source: { kind: 'folder', path } });
  expect(submission.history).toMatchObject({ available: true, head, commits: 2, under: '' });
  expect(submission.files.paths).toEqual(['a.txt', 'api/b.txt']);
  await submission.dispose();
});

test('--ref and --subdir', async () => {
  const { path, first, head } = await bareRepository();
  const old = await acquire(path, { ref: 'v1' });
  expect(old).toMatchObject({ commit: first, files: { paths: ['a.txt'] } });
  await old.dispose();
  const part = await acquire(path, { subdir: 'api' });
  expect(part).toMatchObject({ commit: head, files: { paths: ['b.txt'] }, history: { under: 'api' } });
  await part.dispose();
  await expect(acquire(path, { ref: 'nope' })).rejects.toMatchObject({
    code: 'ref-not-found',
    message: expect.stringContaining('There are: ') as unknown,
  });
  await expect(acquire(path, { subdir: 'nope' })).rejects.toMatchObject({ code: 'subdir-not-found' });
});

test('--ref of a folder with files is refused', async () => {
  await expect(acquire(await gitRepository({ 'a.txt': 'one' }), { ref: 'main' })).rejects.toMatchObject({
    code: 'bad-target',
    message: 'A folder with files is graded as it stands: --ref is for addresses and bare repositories.',
  });
});

test('a bare repository without commits, and a shallow one', async () => {
  const empty = await temporaryFolder();
  await runGit(empty, 'init', '--quiet', '--bare');
  await expect(acquire(empty)).rejects.toMatchObject({ code: 'empty-repository' });
  const { path } = await bareRepository();
  const shallow = join(await temporaryFolder(), 'shallow.git');
  await runGit(path, 'clone', '--quiet', '--bare', '--depth=1', `file://${path}`, shallow);
  const submission = await acquire(shallow);
  expect(submission.history).toMatchObject({ available: false, reason: 'The clone is shallow.' });
  await submission.dispose();
});

test('what a bare repository configures is not run', async () => {
  const { path } = await bareRepository();
  const canary = join(await temporaryFolder(), 'ran');
  await runGit(path, 'config', 'core.fsmonitor', `touch ${canary}`);
  await runGit(path, 'config', 'filter.x.smudge', `touch ${canary}`);
  await runGit(path, 'config', 'core.hooksPath', path);
  const submission = await acquire(path);
  await submission.dispose();
  await expect(access(canary)).rejects.toThrow('ENOENT');
});
