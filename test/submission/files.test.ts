import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFiles } from '../../src/submission/files.ts';
import { defaultLimits } from '../../src/submission/limits.ts';
import { temporaryFolder } from './temporary-folder.ts';

const refused = expect.objectContaining({ code: 'unreadable-file' });

test('lists files, folders and links, without .git', async () => {
  const root = await temporaryFolder({ 'b/c.txt': 'c', 'a.txt': 'a', '.git/config': '', 'b/.git/config': '' });
  await symlink('/etc/passwd', join(root, 'evil'));
  const files = await openFiles(root);
  expect(files.paths).toEqual(['a.txt', 'b/c.txt']);
  expect(files.folders).toEqual(['b']);
  expect(files.links).toEqual([{ path: 'evil', target: '/etc/passwd' }]);
  expect(await files.readText('b/c.txt')).toBe('c');
  expect(await files.mode('a.txt')).toBe(0o644);
});

test('links are never followed: of a file, of a folder, and one that takes a place later', async () => {
  const outside = await temporaryFolder({ 'secret.txt': 'secret' });
  const root = await temporaryFolder({ 'later.txt': 'x', 'folder/x.txt': 'x', 'secret.txt': 'mine' });
  await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
  await symlink(outside, join(root, 'away'));
  const files = await openFiles(root);
  await expect(files.readText('link.txt')).rejects.toEqual(refused);
  await expect(files.readText('away/secret.txt')).rejects.toEqual(refused);
  await rm(join(root, 'later.txt'));
  await symlink(join(outside, 'secret.txt'), join(root, 'later.txt'));
  await expect(files.readText('later.txt')).rejects.toEqual(refused);
  await rename(join(root, 'folder'), join(root, 'gone'));
  await symlink(join(root, 'gone'), join(root, 'folder'));
  await expect(files.readText('folder/x.txt')).rejects.toEqual(refused);
  expect(files.resolve('away')).toBeUndefined();
  expect(files.resolve('away/secret.txt')).toBeUndefined();
});

test('a FIFO is not listed, and one that takes a place later does not hang', async () => {
  const root = await temporaryFolder({ 'a.txt': 'a' });
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const files = await openFiles(root);
  expect(files.paths).toEqual(['a.txt']);
  await rm(join(root, 'a.txt'));
  execFileSync('mkfifo', [join(root, 'a.txt')]);
  await expect(files.readText('a.txt')).rejects.toEqual(refused);
  await expect(files.mode('a.txt')).rejects.toEqual(refused);
});

test('paths that leave, folders and strangers are refused', async () => {
  const root = await temporaryFolder({ 'a/b.txt': 'b' });
  const files = await openFiles(root);
  for (const path of ['../x', '/etc/passwd', 'a', '', 'a/../a/b.txt', 'nothing', 'a/b.txt\0']) {
    await expect(files.readBytes(path)).rejects.toEqual(refused);
  }
});

test('resolve', async () => {
  const files = await openFiles(await temporaryFolder({ 'a/b/c.txt': 'c', 'd.txt': 'd' }));
  expect(files.resolve('.')).toBe('');
  expect(files.resolve('./a/b/')).toBe('a/b');
  expect(files.resolve('../../d.txt', 'a/b')).toBe('d.txt');
  expect(files.resolve('..', 'a')).toBe('');
  expect(files.resolve('../d.txt')).toBeUndefined();
  expect(files.resolve('/d.txt')).toBeUndefined();
  expect(files.resolve('../../../d.txt', 'a/b')).toBeUndefined();
  expect(files.resolve('a/nothing')).toBeUndefined();
});

test('resolve never leaves', async () => {
  const files = await openFiles(await temporaryFolder({ 'a/b/c.txt': 'c' }));
  const part = fc.constantFrom('..', '.', 'a', 'b', 'c.txt', '', '~', '\\');
  fc.assert(
    fc.property(fc.array(part), fc.constantFrom('', 'a', 'a/b'), (parts, from) => {
      const path = files.resolve(parts.join('/'), from);
      expect(path === undefined || files.has(path) || files.isFolder(path)).toBe(true);
    }),
  );
});

test('size first: a large file is refused without reading it', async () => {
  const root = await temporaryFolder({ 'a.txt': '' });
  await truncate(join(root, 'a.txt'), 2 ** 20 + 1);
  const files = await openFiles(root);
  await expect(files.readBytes('a.txt')).rejects.toEqual(refused);
  expect((await files.readBytes('a.txt', 2 ** 21)).length).toBe(2 ** 20 + 1);
});

test.each([
  ['files', { files: 2 }],
  ['bytes', { bytes: 5 }],
  ['depth', { depth: 2 }],
])('limit of %s', async (_, limit) => {
  const root = await temporaryFolder({ 'a/b/c.txt': 'four', 'd.txt': 'four', 'e.txt': '' });
  await expect(openFiles(root, { limits: { ...defaultLimits, ...limit } })).rejects.toEqual(
    expect.objectContaining({ code: 'repository-too-large' }),
  );
});

test('strange names: newline and option stay readable, bytes that are no UTF-8 are left out', async () => {
  const root = await temporaryFolder({ 'a\nb': '1', '-rf': '2', [`${'x'.repeat(250)}`]: '3' });
  await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0xfe])]), 'x');
  const files = await openFiles(root);
  expect(files.paths).toEqual(['-rf', 'a\nb', 'x'.repeat(250)]);
  expect(await files.readText('a\nb')).toBe('1');
});

test('text with a byte order mark, as PowerShell writes it', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('flask==2.0\n', 'utf16le')]);
  const files = await openFiles(await temporaryFolder({ 'requirements.txt': utf16, 'b.txt': '\ufeffhi' }));
  expect(await files.readText('requirements.txt')).toBe('flask==2.0\n');
  expect(await files.readText('b.txt')).toBe('hi');
});

test('an empty folder has no files', async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'empty'));
  expect(await openFiles(root)).toMatchObject({ paths: [], folders: ['empty'] });
});
