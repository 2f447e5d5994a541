import type { Json, JsonObject } from '../../json.ts';

const KEYWORDS = new Set([
  'type',
  'format',
  'pattern',
  'enum',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'nullable',
]);

/** Of a schema what says which values are wrong, as the part of a field that holds it: nothing where it says nothing. */
export function rulesIn(schema: JsonObject): { readonly rules?: JsonObject } {
  const rules = Object.fromEntries(Object.entries(schema).filter(([keyword, value]) => KEYWORDS.has(keyword) && value !== null));
  return Object.keys(rules).length > 0 ? { rules } : {};
}

/** Rules as answers say them one after another: what a single answer says is not believed yet. */
export class HeardRules {
  readonly #sources = new Map<string, Set<string>>();
  readonly #believed: Record<string, Json>;

  /** `known` is what a document says: it needs no second witness. */
  constructor(known: JsonObject = {}) {
    this.#believed = { ...known };
  }

  hear(keyword: string, value: Json, source: string): void {
    const key = `${keyword} ${JSON.stringify(value)}`;
    const sources = (this.#sources.get(key) ?? new Set<string>()).add(source);
    this.#sources.set(key, sources);
    if (sources.size >= 2) this.#believed[keyword] ??= value;
  }

  get believed(): { readonly rules?: JsonObject } {
    return rulesIn(this.#believed);
  }
}
