import { atPointer } from '../json-pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';

const MAX_STEPS = 200;
const MAX_SCHEMAS = 50_000;

/** Local references of a document. A reference that leads out of it is never followed, only remembered. */
export class References {
  readonly outside = new Set<string>();
  readonly broken = new Set<string>();
  /** How many schemas of the whole document may still be put in place. */
  schemasLeft = MAX_SCHEMAS;
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** The object that stands behind a value, which may be a reference to a reference; `seen` lists the references passed. */
  follow(
    value: Json | undefined,
    seen: readonly string[] = [],
  ): { value: JsonObject; seen: readonly string[] } | { cycle: true } {
    let at = value;
    let passed = seen;
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      if (!isJsonObject(at)) return { value: {}, seen: passed };
      const reference = at['$ref'];
      if (typeof reference !== 'string') return { value: at, seen: passed };
      if (passed.includes(reference)) return { cycle: true };
      passed = [...passed, reference];
      at = this.#target(reference);
    }
    return { cycle: true };
  }

  /** The same, with {} for a cycle. */
  object(value: Json | undefined): JsonObject {
    const found = this.follow(value);
    return 'cycle' in found ? {} : found.value;
  }

  #target(reference: string): Json | undefined {
    if (!reference.startsWith('#')) {
      this.outside.add(reference);
      return undefined;
    }
    const found = atPointer(this.#document, decode(reference.slice(1)));
    if (found === undefined) this.broken.add(reference);
    return found;
  }
}

function decode(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}
