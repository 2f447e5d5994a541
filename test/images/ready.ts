import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { type Settings, helperImage, mirrorAddress, storeFolder } from './settings.ts';

/** Says that this machine pulls from our mirror, since no registry answered. */
export const usesStandIns = (settings: Settings): boolean => existsSync(standInMarker(settings));
export const standInMarker = (settings: Settings): string => join(settings.stateFolder, 'uses-stand-ins');

export async function isReady(engine: Engine, settings: Settings): Promise<boolean> {
  if (!(await engine.answers()) || !(await engine.hasImage(helperImage))) return false;
  return !usesStandIns(settings) || (await servedFolder(settings)) === storeFolder(settings);
}

/** The folder that the mirror on our port serves; undefined when nothing answers. */
export async function servedFolder(settings: Settings): Promise<string | undefined> {
  try {
    const response = await fetch(`${mirrorAddress(settings)}/v2/`, { signal: AbortSignal.timeout(2_000) });
    return response.headers.get('roadworthy-store') ?? 'another program';
  } catch (cause) {
    return cause instanceof Error && cause.name === 'TimeoutError' ? 'a program that does not answer' : undefined;
  }
}
