import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { usesStandIns } from './ready.ts';
import { defaultSettings } from './settings.ts';
import type { Family } from './stand-ins.ts';

const MINUTES = 10;

/** Where no registry answers, stand-ins of a family that set-up does not make for every test are made now; once made, this takes two seconds. */
export function offerImages(family: Family): void {
  if (!usesStandIns(defaultSettings)) return;
  execFileSync(process.execPath, [join(import.meta.dirname, 'setup.ts'), '--images', family], {
    stdio: 'inherit',
    timeout: MINUTES * 60_000,
  });
}
