import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.ts';
import { SetUpError } from './setup-error.ts';

const WAIT_MS = 900_000;

/** Lets one set-up work at a time; the others wait, and then find most of it done. The lock ends with its process. */
export async function lock(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  for (let isFirst = true; !take(file); isFirst = false) {
    if (isFirst) say(`waiting for the set-up that runs as process ${readFileSync(file, 'utf8')}`);
    if (Date.now() > deadline)
      throw new SetUpError(
        'another set-up has been running for too long',
        `end process ${readFileSync(file, 'utf8')}, then run npm run setup again`,
      );
    await sleep(500);
  }
  process.once('exit', () => rmSync(file, { force: true }));
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

const isHeld = (file: string): boolean => {
  try {
    return existsSync(`/proc/${Number(readFileSync(file, 'utf8'))}`);
  } catch {
    return false;
  }
};
