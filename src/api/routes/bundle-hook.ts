import { globSync, readFileSync } from 'node:fs';
import type { PlacedFile } from '../../sandbox/archive.ts';

/** The files of the hook; the last one starts it. */
const FILES = [
  'quietly.cjs',
  'own.cjs',
  'methods.cjs',
  'wrap-method.cjs',
  'source-line.cjs',
  'report.cjs',
  'express.cjs',
  'fastify.cjs',
  'koa.cjs',
  'hook.cjs',
] as const;

/**
 * The route hook as the one file that is put into a container. The sources stand in it as text, and what loads them is plain
 * enough for any Node: one that is too old to read them fails inside the `try`, and the app starts as if nothing had been there.
 */
export function bundleHook(): string {
  const sources = FILES.map(
    (name) => `  './${name}': ${JSON.stringify(readFileSync(new URL(`./hook/${name}`, import.meta.url), 'utf8'))},\n`,
  );
  return `${HEAD}var sources = {\n${sources.join('')}};\n${LOADER}`;
}

/** The route hook for Python as the files of one folder. Python imports `sitecustomize` from it when the folder is on its path. */
export function pythonHook(folder: string): PlacedFile[] {
  const sources = new URL('./hook-python/', import.meta.url);
  return globSync('**/*.py', { cwd: sources })
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, content: readFileSync(new URL(name, sources), 'utf8'), mode: 0o444 }));
}

const HEAD = `'use strict';
// Put here by roadworthy to learn which routes this app has. It reads them, and changes nothing.
`;
const LOADER = `var loaded = {};
function load(name) {
  if (!sources[name]) return require(name);
  if (!loaded[name]) {
    loaded[name] = { exports: {} };
    var wrapped = '(function (module, require, __filename) {' + sources[name] + '})';
    require('vm').runInThisContext(wrapped, { filename: __filename })(loaded[name], load, __filename);
  }
  return loaded[name].exports;
}
try {
  load('./${FILES.at(-1)}');
} catch (error) {
  // without the hook, then
}
`;
