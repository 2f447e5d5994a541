import type { Json } from '../json.ts';

/** A JSON array, which `Array.isArray` alone would turn into one of anything. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
