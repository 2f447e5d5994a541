import { isJsonObject } from '../json.ts';
import type { Reply } from './client.ts';
import { atPointer, leaves } from './json-pointer.ts';
import { idOf, rowsOf, type FoundId } from './record-answer.ts';

/** The id of the one row that carries the word, with its pointer into the whole answer; undefined when no row does, or several do. */
export function idInList(reply: Reply, resource: string, canary: string): FoundId | undefined {
  const rows = (rowsOf(reply.json) ?? []).filter((row) => isJsonObject(row) && JSON.stringify(row).includes(canary));
  const [row] = rows;
  if (row === undefined || rows.length > 1) return undefined;
  const id = idOf({ ...reply, json: row, headers: {} }, resource);
  const word = leaves(reply.json).find(({ value }) => String(value).includes(canary));
  if (!id || !word) return undefined;
  const parts = word.pointer.split('/');
  const pointers = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const place = pointers.find((pointer) => atPointer(reply.json, pointer) === row);
  return place === undefined ? undefined : { ...id, pointer: place + id.pointer };
}
