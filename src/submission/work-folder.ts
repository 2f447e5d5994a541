import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, readJson } from '../json.ts';

const PREFIX = 'roadworthy-';
const OWNER_FILE = 'owner.json';
const DAY_MS = 24 * 60 * 60 * 1000;

/** A folder of ours in the temporary directory, and the process it belongs to. */
interface WorkFolder {
  readonly path: string;
  readonly pid: number;
  readonly host: string;
  readonly createdAt: number;
}

/** A new folder that only this user can enter. It is removed by its owner, or by `removeStaleWorkFolders`. */
export async function createWorkFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(path, OWNER_FILE), JSON.stringify({ pid: process.pid, host: hostname(), createdAt: Date.now() }));
  return path;
}

/** The work folders that are there now. A folder without an owner file of ours is not one, whatever its name. */
export async function workFolders(prefix = PREFIX): Promise<WorkFolder[]> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  const found = await Promise.all(names.map((name) => ownerOf(join(tmpdir(), name))));
  return found.filter((folder) => folder !== undefined);
}

/** Removes work folders whose owner is dead or which are older than a day; returns their paths. */
export async function removeStaleWorkFolders(now = Date.now()): Promise<string[]> {
  const stale = (await workFolders()).filter((folder) => now - folder.createdAt > DAY_MS || isOwnerDead(folder));
  await Promise.all(stale.map((folder) => rm(folder.path, { recursive: true, force: true })));
  return stale.map((folder) => folder.path);
}

async function ownerOf(path: string): Promise<WorkFolder | undefined> {
  const text = await readFile(join(path, OWNER_FILE), 'utf8').catch(() => '');
  const owner = readJson(text);
  if (!isJsonObject(owner)) return undefined;
  const { pid, host, createdAt } = owner;
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof createdAt !== 'number') return undefined;
  return { path, pid, host, createdAt };
}

/** A process number says something on its own machine only: another container may share the temporary directory. */
function isOwnerDead({ pid, host }: WorkFolder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
