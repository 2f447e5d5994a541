/** Anything that survives `JSON.stringify` and `JSON.parse` unchanged: what artifacts and probe results are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON array, which `Array.isArray` alone would turn into one of anything. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A scalar as text; anything else is `otherwise`, for an object written out helps nobody. */
export function textOf(value: unknown, otherwise = ''): string {
  return isScalar(value) ? String(value) : otherwise;
}

/** The JSON in a text, or undefined. */
export function readJson(
  text: string,
  revive?: (key: string, value: Json, context?: { readonly source?: string }) => Json,
): Json | undefined {
  try {
    return JSON.parse(text, revive) as Json;
  } catch {
    return undefined;
  }
}
