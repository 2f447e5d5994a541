import { access, chmod, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquire, type AcquireOptions, type Submission } from '../../src/submission/acquire.ts';
import { commitFiles, gitRepository, runGit } from './git-repository.ts';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const fails = (code: string) =>
  expect.objectContaining({ name: 'RoadworthyError', code, message: expect.stringMatching(/^[^\n\u001b]+$/) });

async function take(path: string, options: AcquireOptions = {}): Promise<Submission> {
  const submission = await acquire(path, options);
  onTestFinished(() => submission.dispose());
  return submission;
}

test('a clean work tree: HEAD, its tracked files, its history', async () => {
  const folder = await gitRepository({ '.gitignore': '*.log\n.env\n', 'a.txt': 'a' }, { 'b.txt': 'b' });
  await writeFiles(folder, { 'x.log': 'log', '.env': 'SECRET=1', 'node_modules/.keep': '' });
  await writeFiles(folder, { '.git/info/exclude': 'node_modules\n' });
  const submission = await take(folder);
  const head = await runGit(folder, 'rev-parse', 'HEAD');
  expect(submission).toMatchObject({
    commit: head,
    dirty: false,
    source: { kind: 'folder', path: folder },
    name: basename(folder),
  });
  expect(submission.files.paths).toEqual(['.gitignore', 'a.txt', 'b.txt']);
  expect(submission.history).toMatchObject({ available: true, head, commits: 2 });
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['a changed file', (folder) => writeFile(join(folder, 'a.txt'), 'changed')],
  ['a new file', (folder) => writeFile(join(folder, 'new.txt'), 'new')],
  ['a deleted file', (folder) => rm(join(folder, 'b.txt'))],
  ['a mode', (folder) => chmod(join(folder, 'a.txt'), 0o755)],
  ['a link in place of a file', async (folder) => (await rm(join(folder, 'a.txt')), symlink('b.txt', join(folder, 'a.txt')))],
])('dirty: %s', async (_, change) => {
  const folder = await gitRepository({ 'a.txt': 'a', 'b.txt': 'b' });
  const head = await runGit(folder, 'rev-parse', 'HEAD');
  expect((await take(folder)).commit).toBe(head);
  await change(folder);
  const first = await take(folder);
  expect(first.dirty).toBe(true);
  expect(first.commit).toMatch(new RegExp(`^${head}-dirty-[0-9a-f]{12}$`));
  expect((await take(folder)).commit).toBe(first.commit);
});

test('line ends of a checkout are no change', async () => {
  const folder = await gitRepository({ '.gitattributes': '*.txt text eol=crlf\n', 'a.txt': 'one\r\ntwo\r\n' });
  expect((await take(folder)).dirty).toBe(false);
});

test('without git: a hash of paths, modes and bytes', async () => {
  const table = { 'a.txt': 'a', 'src/b.txt': 'b' };
  const one = await take(await temporaryFolder({ ...table, 'node_modules/x/index.js': 'x', '.venv/bin/x': 'x' }));
  const other = await take(await temporaryFolder(table));
  expect(one.commit).toMatch(/^tree-[0-9a-f]{40}$/);
  expect(one.files.paths).toEqual(['a.txt', 'src/b.txt']);
  expect(other.commit).toBe(one.commit);
  expect((await take(await temporaryFolder({ ...table, 'a.txt': 'A' }))).commit).not.toBe(one.commit);
  expect((await take(await temporaryFolder({ 'A.txt': 'a', 'src/b.txt': 'b' }))).commit).not.toBe(one.commit);
  expect(one.history).toMatchObject({ available: false, reason: expect.any(String), todo: expect.any(String) });
});

test('run folders of ours are left out of copy and hash', async () => {
  const run = JSON.stringify({ tool: 'roadworthy', version: '1' });
  const folder = await gitRepository({ 'a.txt': 'a', 'config/run.json': '{"tool":"other"}' });
  const before = (await take(folder)).commit;
  await writeFiles(folder, { 'results/run.json': run, 'results/deep/x.txt': 'x', 'roadworthy-runs/y/z.txt': 'z' });
  const submission = await take(folder);
  expect(submission.commit).toBe(before);
  expect(submission.files.paths).toEqual(['a.txt', 'config/run.json']);
  const plain = await take(await temporaryFolder({ 'a.txt': 'a', 'results/run.json': run, 'roadworthy-runs/x/y': 'y' }));
  expect(plain.files.paths).toEqual(['a.txt']);
  await expect(acquire(join(folder, 'results'))).rejects.toEqual(fails('run-folder'));
});

test('a folder inside a repository: its own files, no history', async () => {
  const folder = await gitRepository({ 'api/a.txt': 'a', 'other.txt': 'o', '.gitignore': 'ignored\n' });
  await writeFiles(folder, { 'ignored/x.txt': 'x' });
  const submission = await take(join(folder, 'api'));
  expect(submission.files.paths).toEqual(['a.txt']);
  expect(submission.dirty).toBe(false);
  expect(submission.history).toMatchObject({ available: false, reason: expect.stringContaining('part of a larger repository') });
  expect((await take(folder, { subdir: 'api' })).files.paths).toEqual(['a.txt']);
  expect((await take(join(folder, 'ignored'))).files.paths).toEqual(['x.txt']);
  await writeFiles(folder, { 'fresh/x.txt': 'x' });
  expect((await take(join(folder, 'fresh'))).dirty).toBe(true);
});

test('a folder of a repository that is given by --subdir: what lies beside it is there for a build, and the history is its own', async () => {
  const folder = await gitRepository({ 'api/a.txt': 'a', 'db/init.sql': 'x', '.gitignore': 'ignored\n' });
  await writeFiles(folder, { 'ignored/x.txt': 'x' });
  const submission = await take(folder, { subdir: 'api' });
  expect(submission.files.paths).toEqual(['a.txt']);
  expect(submission.repository.folder).toBe('api');
  expect(submission.repository.files.paths).toEqual(['.gitignore', 'api/a.txt', 'db/init.sql']);
  expect(submission.history).toMatchObject({ available: true, under: 'api' });

  const ignored = await take(folder, { subdir: 'ignored' });
  expect(ignored.files.paths).toEqual(['x.txt']);
  expect(ignored.repository.folder).toBe('');
});

test('a shallow clone has no history, a linked work tree has', async () => {
  const folder = await gitRepository({ 'a.txt': 'a' }, { 'a.txt': 'b' });
  const root = await temporaryFolder();
  await runGit(root, 'clone', '--quiet', '--depth=1', `file://${folder}`, 'shallow');
  expect((await take(join(root, 'shallow'))).history).toMatchObject({
    available: false,
    todo: expect.stringContaining('fetch-depth: 0'),
  });
  await runGit(folder, 'worktree', 'add', '--quiet', join(root, 'linked'), '-b', 'side');
  expect((await take(join(root, 'linked'))).history).toMatchObject({ available: true, commits: 2 });
});

test('a .git file that points at the repository of somebody else gives nothing of it', async () => {
  const theirs = await gitRepository({ 'private.txt': 'x' });
  const folder = await temporaryFolder({ 'a.txt': 'a', '.git': `gitdir: ${theirs}/.git\n` });
  const submission = await take(folder);
  expect(submission.commit).toMatch(/^tree-/);
  expect(submission.history.available).toBe(false);
});

test('links stay links: also where the index knows a folder', async () => {
  const outside = await temporaryFolder({ 'b.txt': 'secret' });
  const folder = await gitRepository({ 'a.txt': 'a', 'sub/b.txt': 'mine' });
  await rm(join(folder, 'sub'), { recursive: true });
  await symlink(outside, join(folder, 'sub'));
  const submission = await take(folder);
  expect(submission.files.paths).toEqual(['a.txt']);
  expect(submission.files.links).toEqual([{ path: 'sub', target: outside }]);
});

test('nothing that a repository configures is run', async () => {
  const canary = join(await temporaryFolder(), 'canary');
  const folder = await gitRepository({ '.gitattributes': '* filter=evil diff=evil\n', 'a.txt': 'a' });
  for (const name of [
    'core.fsmonitor',
    'filter.evil.clean',
    'filter.evil.smudge',
    'diff.evil.textconv',
    'diff.external',
    'core.alternateRefsCommand',
    'gpg.program',
    'core.pager',
  ]) {
    await runGit(folder, 'config', name, `touch ${canary};cat`);
  }
  await runGit(folder, 'config', 'log.showSignature', 'true');
  await runGit(folder, 'config', 'core.worktree', '/etc');
  await writeFiles(folder, { '.git/hooks/post-index-change': `#!/bin/sh\ntouch ${canary}\n`, 'a.txt': 'changed' });
  await chmod(join(folder, '.git/hooks/post-index-change'), 0o755);
  const submission = await take(folder);
  expect(submission.files.paths).toEqual(['.gitattributes', 'a.txt']);
  expect(submission.dirty).toBe(true);
  await expect(access(canary)).rejects.toThrow();
});

test.each([
  ['files', { files: 2 }],
  ['bytes', { bytes: 10 }],
  ['depth', { depth: 2 }],
])('limit of %s, with and without git', async (_, limits) => {
  const table = { 'a/b/c.txt': 'four four', 'b.txt': 'four', 'c.txt': 'four' };
  await expect(acquire(await temporaryFolder(table), { limits })).rejects.toEqual(fails('repository-too-large'));
  await expect(acquire(await gitRepository(table), { limits })).rejects.toEqual(fails('repository-too-large'));
});

test('what cannot be graded: no folder, a file, nothing in it', async () => {
  const folder = await temporaryFolder({ 'a.txt': 'a' });
  await expect(acquire(join(folder, 'nope'))).rejects.toEqual(fails('no-such-folder'));
  await expect(acquire(join(folder, 'a.txt'))).rejects.toEqual(fails('no-such-folder'));
  await expect(acquire(folder, { subdir: 'nope' })).rejects.toEqual(fails('subdir-not-found'));
  await expect(acquire(await temporaryFolder())).rejects.toEqual(fails('empty-folder'));
  await expect(acquire('github.com/ada/api')).rejects.toEqual(
    expect.objectContaining({ message: expect.stringContaining('https://github.com/ada/api') }),
  );
});

test('a repository without a commit is a plain folder; nested repositories and submodules are named', async () => {
  const folder = await gitRepository();
  await writeFiles(folder, { 'a.txt': 'a' });
  expect((await take(folder)).commit).toMatch(/^tree-/);
  const outer = await gitRepository({ 'a.txt': 'a' });
  await runGit(outer, 'submodule', '--quiet', 'add', await gitRepository({ 'in.txt': 'i' }), 'libs/inner');
  await commitFiles(outer, {});
  await runGit(outer, 'clone', '--quiet', await gitRepository({ 'in.txt': 'i' }), 'nested');
  const submission = await take(outer);
  expect(submission.notFetched).toEqual(['submodule libs/inner', 'nested repository nested/']);
  expect(submission.files.paths).toEqual(['.gitmodules', 'a.txt']);
});
