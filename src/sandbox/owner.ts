import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'roadworthy-owners');
const socketOf = (id: string) => join(folder, `${id}.sock`);

/** A running roadworthy. Its lock is a socket that listens as long as the process lives: no process id that could be used again, nothing to refresh. */
export interface Owner {
  readonly id: string;
  release(): Promise<void>;
}

export async function takeOwnership(): Promise<Owner> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = randomBytes(6).toString('hex');
  const server = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketOf(id), resolve));
  server.unref();
  return { id, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Whether the owner still runs; `unknown` when no lock of it is on this machine, so that it may run on another. */
export async function ownerState(id: string): Promise<'alive' | 'dead' | 'unknown'> {
  if (!/^[0-9a-f]{12}$/.test(id) || !existsSync(socketOf(id))) return 'unknown';
  return new Promise((resolve) => {
    const socket = net
      .connect(socketOf(id), () => {
        socket.destroy();
        resolve('alive');
      })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'dead' : 'unknown'));
  });
}

/** Forgets a dead owner, once nothing of it is left. */
export async function forgetOwner(id: string): Promise<void> {
  if ((await ownerState(id)) === 'dead') await rm(socketOf(id), { force: true });
}
