import { isJsonArray, isJsonObject, type Json } from '../json.ts';

/** The value at a JSON pointer (RFC 6901), or undefined. */
export function atPointer(json: Json | undefined, pointer: string): Json | undefined {
  let at: Json | undefined = json;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonArray(at)) at = at[Number(key)];
    else if (isJsonObject(at)) at = Object.hasOwn(at, key) ? at[key] : undefined;
    else return undefined;
  }
  return at;
}

export interface Leaf {
  readonly pointer: string;
  readonly key: string;
  readonly value: string | number | boolean | null;
}

/** Every scalar of a document with its pointer, nearest to the top first, at most 2000. */
export function leaves(json: Json | undefined): Leaf[] {
  const found: Leaf[] = [];
  let level: { pointer: string; key: string; value: Json }[] = json === undefined ? [] : [{ pointer: '', key: '', value: json }];
  while (level.length > 0 && found.length < 2000) {
    const next: typeof level = [];
    for (const { pointer, key, value } of level) {
      if (isJsonArray(value)) value.forEach((item, index) => next.push({ pointer: `${pointer}/${index}`, key, value: item }));
      else if (isJsonObject(value)) {
        for (const [name, item] of Object.entries(value)) {
          next.push({ pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, key: name, value: item });
        }
      } else found.push({ pointer, key, value });
    }
    level = next;
  }
  return found;
}
