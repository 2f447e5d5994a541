import type { SubmissionFiles } from './files.ts';
import type { HandlerReading } from './layers/handler-reading.ts';
import { HandlerReader, type FileHandlers } from './layers/handlers.ts';
import { contextOf } from './secrets/path-context.ts';

/** Which functions answer requests, and which of them send queries themselves. JavaScript and TypeScript only. */
export type LayersReading = {
  readonly handlers: readonly HandlerReading[];
  /** Handlers that were found, also those above the number that is listed. */
  readonly total: number;
  readonly querying: number;
  /** Of those, the ones that stand where the route is declared. */
  readonly queryingAtRoute: number;
  /** Lines of the files with handlers, largest first. */
  readonly files: readonly { readonly path: string; readonly lines: number; readonly handlers: number }[];
  /** False when a limit ended the reading. */
  readonly complete: boolean;
};

const LARGEST = 256 * 1024;
const MOST_BYTES = 16 * 2 ** 20;
const LONGEST_MS = 10_000;
const MOST_LISTED = 60;
const SCRIPT = /(?<!\.d)\.[cm]?[jt]sx?$/i;
/** Only a file with one of these can hold a route or a controller; the others are not parsed. */
const MAY_ANSWER =
  /\.(?:get|post|put|patch|delete|del|all|route)\s*(?:<[^>\n]*>)?\(|@(?:[\w.]*Controller)\b|\b_?(?:req|request|ctx|context|reply|res)\s*(?::[^,)\n]{1,60})?\s*,\s*_?(?:res|response|reply|rep|next|h)\b|\(\s*(?:ctx|c)\s*(?::[^,)\n]{1,60})?\)\s*(?:=>|\{)|\b(?:async\s+)?\w*\(?ctx\b/;

/** Reads route by route, one file in memory at a time, from the syntax alone. */
export async function readLayers(files: SubmissionFiles, signal?: AbortSignal): Promise<LayersReading> {
  const end = performance.now() + LONGEST_MS;
  const found: FileHandlers[] = [];
  let reader: HandlerReader | undefined;
  let bytes = 0;
  let complete = true;
  for (const path of files.paths) {
    signal?.throwIfAborted();
    if (!SCRIPT.test(path) || contextOf(path) !== 'code') continue;
    if (bytes > MOST_BYTES || performance.now() > end) {
      complete = false;
      break;
    }
    const text = await files.readText(path, LARGEST).catch(() => '');
    if (!MAY_ANSWER.test(text)) continue;
    bytes += text.length;
    reader ??= await HandlerReader.load();
    const read = reader.read(path, text);
    if (read) found.push(read);
  }
  return { ...summary(found), complete };
}

/** Controllers are the functions of that shape whose names some route mentions. */
function summary(found: readonly FileHandlers[]): Omit<LayersReading, 'complete'> {
  const mentioned = new Set(found.flatMap(({ mentions }) => mentions));
  const handlers = found.flatMap(({ handlers: own, candidates }) => [
    ...own,
    ...candidates.filter(({ name }) => mentioned.has(name)),
  ]);
  const querying = handlers.filter(({ query }) => query !== null);
  const counts = new Map<string, number>();
  for (const { path } of handlers) counts.set(path, (counts.get(path) ?? 0) + 1);
  const files = found
    .filter(({ path }) => counts.has(path))
    .map(({ path, lines }) => ({ path, lines, handlers: counts.get(path) ?? 0 }))
    .sort((one, other) => other.handlers - one.handlers || (one.path < other.path ? -1 : 1));
  return {
    handlers: [...querying, ...handlers.filter(({ query }) => query === null)].slice(0, MOST_LISTED),
    total: handlers.length,
    querying: querying.length,
    queryingAtRoute: querying.filter(({ place }) => place === 'route').length,
    files: files.slice(0, 10),
  };
}
