import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDetached } from './command.ts';
import { say } from './progress.ts';
import { type Settings, logFile, mirrorAddress } from './settings.ts';
import { SetUpError } from './setup-error.ts';

const START_MS = 10_000;

export const storeFolder = (settings: Settings): string => join(settings.cacheFolder, 'stand-ins');

/** The folder that the mirror on our port serves; undefined when nothing answers. */
export function servedFolder(settings: Settings): Promise<string | undefined> {
  return new Promise((resolve) => {
    get(`${mirrorAddress(settings)}/v2/`, { timeout: 2_000 }, (response) => {
      response.resume();
      resolve(String(response.headers['roadworthy-store'] ?? 'something else'));
    })
      .on('timeout', () => resolve('something that does not answer'))
      .on('error', () => resolve(undefined));
  });
}

export async function startMirror(settings: Settings): Promise<void> {
  const folder = storeFolder(settings);
  const served = await servedFolder(settings);
  if (served === folder) return;
  const free = `see with ss -tlnp what listens on port ${settings.mirrorPort}, stop it, then run npm run setup again`;
  if (served !== undefined) throw new SetUpError(`${mirrorAddress(settings)} is taken by ${served}`, free);
  say(`starting the registry mirror on ${mirrorAddress(settings)}`);
  const log = logFile(settings, 'mirror');
  const script = join(import.meta.dirname, 'mirror.ts');
  const mirror = startDetached(process.execPath, [script, folder, String(settings.mirrorPort)], log);
  await writeFile(join(settings.stateFolder, 'mirror.pid'), `${mirror.pid}\n`);
  const deadline = Date.now() + START_MS;
  while ((await servedFolder(settings)) !== folder) {
    if (mirror.exitCode !== null || Date.now() > deadline) throw new SetUpError('the registry mirror did not start', free, log);
    await sleep(50);
  }
}
