import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({ name: z.literal('roadworthy'), version: z.string() });

/** The folder that holds src, checks, rubrics and reports: the repository, or `dist` of the published package. */
export const PROJECT = dirname(import.meta.dirname);

/** The version in package.json: beside src in the repository, one folder higher in the published package. */
export function version(): string {
  const path = [join(PROJECT, 'package.json'), join(dirname(PROJECT), 'package.json')].find(existsSync);
  return path === undefined ? 'unknown' : manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
