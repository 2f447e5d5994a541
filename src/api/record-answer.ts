import { isJsonArray, isJsonObject, type Json } from '../json.ts';
import type { Reply } from './client.ts';
import { leaves } from './json-pointer.ts';

export interface FoundId {
  readonly value: string;
  /** As it came, a number stays a number. */
  readonly raw: string | number;
  readonly pointer: string;
}

const MAX_ID = 500;
const ID_KEYS = ['id', '_id', 'uuid', 'uid', 'guid', 'pk', 'key', 'slug', 'code'];

/** Ids become parts of many paths and of the record of each: one without end would fill the memory. */
const isIdLike = (value: string) => value !== '' && value.length <= MAX_ID && value.isWellFormed();

/**
 * The id of the record that an answer speaks of: the value of a key such as `id` nearest to the top, a key that ends with the
 * record's own name and `id` (`taskId`), or the last segment of `Location`.
 */
export function idOf(reply: Reply, resource: string): FoundId | undefined {
  const singular = resource.replace(/ies$/, 'y').replace(/s$/, '').toLowerCase();
  const scalars = leaves(reply.json).flatMap((leaf) =>
    typeof leaf.value === 'string' || typeof leaf.value === 'number' ? [{ ...leaf, value: leaf.value }] : [],
  );
  const named = (matches: (key: string) => boolean) =>
    scalars.find((leaf) => matches(leaf.key.toLowerCase()) && isIdLike(String(leaf.value)));
  const depth = (pointer: string) => pointer.split('/').length;
  const candidates = [
    ...ID_KEYS.map((wanted) => named((key) => key === wanted)),
    named((key) => key.replace(/_/g, '') === `${singular}id`),
    named((key) => /^(?:inserted|new|created|last_?insert|record)_?id$/.test(key)),
  ].filter((leaf) => leaf !== undefined);
  const best = candidates.sort((one, other) => depth(one.pointer) - depth(other.pointer))[0];
  if (best) return { value: String(best.value), raw: best.value, pointer: best.pointer };
  const location = reply.headers['location']?.replace(/[?#].*$/, '').replace(/\/$/, '');
  const last = location?.slice(location.lastIndexOf('/') + 1);
  return last !== undefined && isIdLike(last) ? { value: last, raw: last, pointer: 'header:location' } : undefined;
}

const ENVELOPES = ['data', 'items', 'results', 'rows', 'docs', 'content', 'records', 'list', 'entries', 'payload', 'result'];

/** The rows of a list answer: the array itself, or the array in its envelope; undefined when the answer holds no list. */
export function rowsOf(json: Json | undefined, depth = 0): readonly Json[] | undefined {
  if (isJsonArray(json)) return json;
  if (!isJsonObject(json) || depth > 2) return undefined;
  const keys = Object.keys(json);
  const ordered = [...ENVELOPES.filter((name) => keys.includes(name)), ...keys.filter((name) => !ENVELOPES.includes(name))];
  // of several lists, one in a usual envelope; else the longest: the others are links, tags or filters
  const arrays = ordered.map((name) => ({ name, array: json[name] })).filter(({ array }) => isJsonArray(array));
  const usual = arrays.find(({ name }) => ENVELOPES.includes(name));
  const longest = arrays
    .map(({ array }) => array)
    .filter(isJsonArray)
    .sort((one, other) => other.length - one.length)[0];
  if (isJsonArray(usual?.array)) return usual.array;
  if (longest) return longest;
  for (const name of ordered) {
    const rows = rowsOf(json[name], depth + 1);
    if (rows) return rows;
  }
  return undefined;
}
