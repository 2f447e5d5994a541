import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject } from './json.ts';

/** The folder that holds src, checks, rubrics and reports: the repository, or `dist` of the published package. */
export const PROJECT = dirname(import.meta.dirname);

/** The version in package.json: beside src in the repository, one folder higher in the published package. */
export function version(): string {
  const path = [join(PROJECT, 'package.json'), join(dirname(PROJECT), 'package.json')].find(existsSync);
  if (path === undefined) return 'unknown';
  // without a schema library: every command asks for this, --help too
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isJsonObject(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : 'unknown';
}
