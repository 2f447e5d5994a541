import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDetached } from './command.ts';
import { say } from './progress.ts';
import { servedFolder } from './ready.ts';
import { type Settings, logFile, mirrorAddress, storeFolder } from './settings.ts';
import { SetUpError } from './setup-error.ts';

const START_MS = 10_000;

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
