import { isJsonObject, readJson, textOf } from '../json.ts';
import type { StoredRow } from './database.ts';

/** One plain value of a row: a column, or a place inside a document that a column holds. */
export interface Leaf {
  readonly column: string;
  /** The column, then the keys of the document: `payload.body.password`. */
  readonly path: string;
  /** The last of these. */
  readonly name: string;
  readonly text: string;
}

const MAX_LEAVES = 200;
const MAX_DEPTH = 8;
const MAX_NAME = 63;

/** All values of a row, with documents taken apart and bytes that are text read as text. */
export function leavesOf(row: StoredRow): readonly Leaf[] {
  const leaves = Array.from(row.values, ([column, value]) => {
    const text = readable(value);
    const place = { column, path: column, name: column };
    return inside(parseDocument(text) ?? text, place, 0);
  });
  return leaves.flat().slice(0, MAX_LEAVES);
}

function inside(value: unknown, place: Omit<Leaf, 'text'>, depth: number): Leaf[] {
  if (Array.isArray(value) && !isListOfNumbers(value)) {
    return depth > MAX_DEPTH ? [] : value.slice(0, MAX_LEAVES).flatMap((item) => inside(item, place, depth + 1));
  }
  if (isJsonObject(value)) {
    const entries = depth > MAX_DEPTH ? [] : Object.entries(value).slice(0, MAX_LEAVES);
    return entries.flatMap(([key, item]) => {
      const name = key.slice(0, MAX_NAME);
      return inside(item, { ...place, name, path: `${place.path}.${name}` }, depth + 1);
    });
  }
  const text = Array.isArray(value) ? value.join(',') : textOf(value);
  return text === '' ? [] : [{ ...place, text }];
}

/** Bytes as JavaScript writes them into JSON: one value, not many. */
function isListOfNumbers(items: readonly unknown[]): boolean {
  return items.length > 1 && items.every((item) => typeof item === 'number');
}

function parseDocument(text: string): unknown {
  return /^\s*[{[]/.test(text) ? readJson(text) : undefined;
}

function readable(value: string): string {
  if (!/^\\x(?:[0-9a-f]{2})+$/.test(value)) return value;
  const text = Buffer.from(value.slice(2), 'hex').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : value;
}
