import { access, readFile, readdir, readlink, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { acquire, type AcquireOptions } from '../../src/submission/acquire.ts';
import { workFolders } from '../../src/submission/work-folder.ts';
import { commitFiles, gitRepository, runGit } from './git-repository.ts';
import { gitServer } from './git-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

// Every clone starts a dozen processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

const mine = async () => (await workFolders()).filter(({ pid }) => pid === process.pid).length;

async function clone(address: string, options: AcquireOptions = {}) {
  return acquire(address, { ...options, allowLoopback: true });
}

const fails = (code: string) =>
  expect.objectContaining({ name: 'RoadworthyError', code, message: expect.stringMatching(/^[^\n\u001b]+$/) });

test('full history and files of the default branch', async () => {
  const repository = await gitRepository({ 'a.txt': 'one' }, { 'a.txt': 'two', 'src/b.txt': 'b' });
  await symlink('a.txt', join(repository, 'link.txt'));
  const head = await commitFiles(repository, {});
  const url = `${await gitServer(dirname(repository))}/${repository.split('/').at(-1)}/.git`;
  const submission = await clone(url);
  expect(submission).toMatchObject({ commit: head, dirty: false, source: { kind: 'git', url }, notFetched: [] });
  expect(submission.history).toMatchObject({ available: true, head, commits: 3, under: '' });
  expect(submission.files.paths).toEqual(['a.txt', 'src/b.txt']);
  expect(submission.files.links).toEqual([{ path: 'link.txt', target: 'a.txt' }]);
  expect(await readlink(join(submission.files.root, 'link.txt'))).toBe('a.txt');
  await submission.dispose();
  expect(await mine()).toBe(0);
});

/** A server with one repository that has branches `main` and `feature/x`, a tag and a second folder. */
async function served(): Promise<{ url: string; first: string; folder: string }> {
  const folder = await gitRepository({ 'a.txt': 'one' });
  const first = await runGit(folder, 'rev-parse', 'HEAD');
  await runGit(folder, 'tag', '-a', 'v1', '-m', 'v1');
  await runGit(folder, 'checkout', '--quiet', '-b', 'feature/x');
  await commitFiles(folder, { 'api/src/x.txt': 'x' });
  await runGit(folder, 'checkout', '--quiet', 'main');
  const root = await temporaryFolder();
  await runGit(root, 'clone', '--quiet', '--bare', folder, join(root, 'ada', 'api'));
  return { url: `${await gitServer(root)}/ada/api`, first, folder };
}

test('tag, branch with a slash, commit, short commit, subdir', async () => {
  const { url, first } = await served();
  const cases: [string, AcquireOptions, string[]][] = [
    [url, { ref: 'v1' }, ['a.txt']],
    [url, { ref: 'feature/x' }, ['a.txt', 'api/src/x.txt']],
    [url, { ref: first }, ['a.txt']],
    [url, { ref: first.slice(0, 8) }, ['a.txt']],
    [url, { ref: 'feature/x', subdir: 'api' }, ['src/x.txt']],
    [`${url}/tree/feature/x`, {}, ['a.txt', 'api/src/x.txt']],
    [`${url}/tree/feature/x/api/src`, {}, ['x.txt']],
  ];
  for (const [address, options, paths] of cases) {
    const submission = await clone(address, options);
    expect(submission.files.paths, `${address} ${JSON.stringify(options)}`).toEqual(paths);
    expect(submission.name).toBe('api');
    const { folder, files } = submission.repository;
    expect(files.paths).toEqual(expect.arrayContaining(paths.map((path) => (folder === '' ? path : `${folder}/${path}`))));
    await submission.dispose();
  }
});

test('what is not there: repository, ref, commit, subdir, a link as subdir', async () => {
  const { url } = await served();
  await expect(clone(`${url}-not`)).rejects.toEqual(fails('no-such-repository'));
  await expect(clone(url, { ref: 'nope' })).rejects.toEqual(fails('ref-not-found'));
  await expect(clone(url, { ref: 'main/api' })).rejects.toEqual(fails('ref-not-found'));
  await expect(clone(url, { ref: 'deadbeefdeadbeef' })).rejects.toEqual(fails('ref-not-found'));
  await expect(clone(`${url}/tree/nope/src`)).rejects.toEqual(fails('ref-not-found'));
  await expect(clone(url, { subdir: 'nope' })).rejects.toEqual(fails('subdir-not-found'));
  await expect(clone(url, { subdir: 'a.txt' })).rejects.toEqual(fails('subdir-not-found'));
  await expect(clone('http://127.0.0.1:9/ada/api')).rejects.toEqual(fails('no-network'));
  expect(await mine()).toBe(0);
});

test('an empty repository, and one whose last commit holds no files', async () => {
  const root = await temporaryFolder();
  await runGit(root, 'init', '--quiet', '--bare', join(root, 'empty'));
  const hollow = await gitRepository({ a: 'a' }, { a: null });
  const url = await gitServer(root);
  await expect(clone(`${url}/empty`)).rejects.toEqual(fails('empty-repository'));
  await expect(clone(`${url}/empty`, { ref: 'main' })).rejects.toEqual(fails('empty-repository'));
  await expect(clone(`${await gitServer(dirname(hollow))}/${hollow.split('/').at(-1)}/.git`)).rejects.toEqual(
    fails('empty-repository'),
  );
});

test.each([
  ['files', { files: 3 }],
  ['bytes', { bytes: 3000 }],
  ['depth', { depth: 2 }],
])('too large: %s', async (_, limits) => {
  const folder = await gitRepository({ 'a/b/c.txt': 'x'.repeat(4000), 'b.txt': 'b', 'c.txt': 'c', 'd.txt': 'd' });
  const url = `${await gitServer(dirname(folder))}/${folder.split('/').at(-1)}/.git`;
  await expect(clone(url, { limits })).rejects.toEqual(fails('repository-too-large'));
  expect(await mine()).toBe(0);
});

test('a server that never answers: deadline, and an abort by the caller', async () => {
  const url = `${await gitServer(tmpdir(), { silent: true })}/ada/api`;
  await expect(clone(url, { limits: { cloneMs: 300 } })).rejects.toEqual(fails('clone-timeout'));
  const reason = new Error('interrupted');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 200);
  await expect(clone(url, { signal: controller.signal })).rejects.toBe(reason);
  expect(await mine()).toBe(0);
});

test('no hook, filter, submodule or LFS file of a repository is run or fetched', async () => {
  const canary = join(await temporaryFolder(), 'canary');
  const inner = await gitRepository({ 'inner.txt': 'inner' });
  const folder = await gitRepository({
    '.gitattributes': '*.txt filter=evil\n*.bin filter=lfs\n',
    '.gitconfig': `[filter "evil"]\n\tsmudge = touch ${canary}\n[core]\n\tfsmonitor = touch ${canary}\n`,
    '.githooks/post-checkout': `#!/bin/sh\ntouch ${canary}\n`,
    'a.txt': 'a',
    'model.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n',
  });
  await runGit(folder, 'submodule', '--quiet', 'add', inner, 'libs/inner');
  await commitFiles(folder, {});
  const root = await temporaryFolder();
  const bare = join(root, 'evil');
  await runGit(root, 'clone', '--quiet', '--bare', folder, bare);
  await runGit(bare, 'config', 'filter.evil.smudge', `touch ${canary}`);
  const submission = await clone(`${await gitServer(root)}/evil`);
  await expect(access(canary)).rejects.toThrow();
  expect(submission.notFetched).toEqual(['submodule libs/inner', 'LFS file model.bin']);
  expect(submission.files.paths).not.toContain('libs/inner/inner.txt');
  expect(await readFile(join(submission.files.root, 'a.txt'), 'utf8')).toBe('a');
  expect(await readdir(submission.files.root)).not.toContain('.git');
  await submission.dispose();
});

test('without git there is one clear line', async () => {
  const { url } = await served();
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    await expect(clone(url)).rejects.toEqual(fails('git-missing'));
  } finally {
    process.env['PATH'] = path;
  }
});
