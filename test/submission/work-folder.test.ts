import { spawnSync } from 'node:child_process';
import { access, lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createWorkFolder, removeStaleWorkFolders, workFolders } from '../../src/submission/work-folder.ts';

async function folderOf(owner: object): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'roadworthy-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
  return path;
}

test('only its user can enter a work folder, and it is listed', async () => {
  const path = await createWorkFolder();
  onTestFinished(() => rm(path, { recursive: true }));
  expect((await lstat(path)).mode & 0o777).toBe(0o700);
  expect(await workFolders()).toContainEqual(expect.objectContaining({ path, pid: process.pid }));
});

test('folders of dead owners and old ones are removed, others stay', async () => {
  const dead = spawnSync('true').pid;
  const host = hostname();
  const ofDead = await folderOf({ pid: dead, host, createdAt: Date.now() });
  const old = await folderOf({ pid: process.pid, host, createdAt: Date.now() - 25 * 60 * 60 * 1000 });
  const elsewhere = await folderOf({ pid: dead, host: 'another-container', createdAt: Date.now() });
  const stranger = await folderOf({ note: 'not ours' });
  const mine = await folderOf({ pid: process.pid, host, createdAt: Date.now() });
  const removed = await removeStaleWorkFolders();
  expect(removed).toEqual(expect.arrayContaining([ofDead, old]));
  await expect(access(ofDead)).rejects.toThrow();
  for (const kept of [elsewhere, stranger, mine]) await access(kept);
});
