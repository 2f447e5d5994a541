import { isJsonArray, isJsonObject, textOf, type Json } from '../../json.ts';
import { plainName } from './inflection.ts';

const MAX_DEPTH = 6;

/** What a record shows under a field's name, `due_date` and `dueDate` alike, nearest to the top; undefined when it shows no such field. */
export function keptValue(record: Json | undefined, name: string): Json | undefined {
  const wanted = plainName(name);
  let level: readonly Json[] = record === undefined ? [] : [record];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    for (const one of level) {
      if (!isJsonObject(one)) continue;
      for (const [key, value] of Object.entries(one)) if (plainName(key) === wanted) return value;
    }
    level = level.flatMap((one) => (isJsonArray(one) ? one : isJsonObject(one) ? Object.values(one) : []));
  }
  return undefined;
}

/**
 * Whether what a record shows is the broken value that was sent: `-1` and `"-1"` are the same, an object may be kept as its text.
 * What was put right, cut or left out is not.
 */
export function isKept(shown: Json | undefined, sent: Json | undefined): boolean {
  if (sent === undefined) return shown === undefined || shown === null || shown === '';
  if (typeof sent === 'string' && sent.trim() === '') return typeof shown === 'string' && shown.trim() === '';
  if (shown === undefined || shown === null) return false;
  if (isJsonObject(sent))
    return JSON.stringify(shown) === JSON.stringify(sent) || shown === JSON.stringify(sent) || shown === '[object Object]';
  if (typeof sent === 'number') return textOf(shown) !== '' && Number(shown) === sent;
  return shown === sent;
}
