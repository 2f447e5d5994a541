import type { Json } from '../json.ts';

/** A scalar as text; anything else is `otherwise`, for an object written out helps nobody. */
export function textOf(value: Json | undefined, otherwise = ''): string {
  return value === undefined || value === null || typeof value === 'object' ? otherwise : String(value);
}
