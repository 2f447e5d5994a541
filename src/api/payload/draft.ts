import type { Json, JsonObject } from '../../json.ts';
import { alternatives } from './alternatives.ts';
import type { FieldHint } from './envelope/field-hint.ts';
import type { FieldValue, PayloadField } from './payload.ts';
import { type FieldContext, fieldValue } from './field-value.ts';
import { HeardRules } from './rules.ts';

const KEYWORDS = ['type', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'enum'] as const;

/** A field while it is being learnt. */
export class Draft {
  readonly #above: readonly string[];
  /** What the answers call it, whatever it is sent as. */
  readonly #origin: string;
  #name: string;
  #aliases: readonly string[];
  #schema: JsonObject;
  #fixed: FieldValue | undefined;
  #tried = 0;
  readonly #heard: HeardRules;
  #isUnique: boolean;
  readonly required: boolean;
  readonly #sources: string[];

  constructor(
    path: readonly string[],
    options: {
      required: boolean;
      source: string;
      aliases?: readonly string[];
      schema?: JsonObject;
      value?: FieldValue;
      /** What a document says of its values. */
      rules?: JsonObject;
      unique?: boolean;
    },
  ) {
    this.#above = path.slice(0, -1);
    this.#origin = path.join('.');
    this.#name = path.at(-1) ?? '';
    this.#aliases = options.aliases ?? [];
    this.#schema = options.schema ?? {};
    this.#fixed = options.value;
    this.#heard = new HeardRules(options.rules);
    this.#isUnique = options.unique === true;
    this.required = options.required;
    this.#sources = [options.source];
  }

  get path(): readonly string[] {
    return [...this.#above, this.#name];
  }

  isCalled(path: readonly string[]): boolean {
    const name = path.join('.');
    return this.#origin === name || this.path.join('.') === name;
  }

  isFrom(source: string): boolean {
    return this.#sources.every((one) => one === source);
  }

  /** Takes in what an answer says; whether that makes the next request any different. */
  learn(hint: FieldHint, source: string): boolean {
    this.#sources.push(source);
    if (hint.problem === 'unique') this.#isUnique = true;
    const before = JSON.stringify(this.#schema);
    const news: Record<string, Json> = {};
    for (const keyword of KEYWORDS) {
      const value = hint[keyword];
      // a list of values out of plain English may lack some of them
      if (value !== undefined && (hint.certain || keyword !== 'enum')) this.#heard.hear(keyword, value, source);
      if (value !== undefined && !this.#isNarrower(keyword, value)) news[keyword] = value;
    }
    const isOtherType = news['type'] !== undefined && this.#schema['type'] !== undefined && news['type'] !== this.#schema['type'];
    this.#schema = { ...(isOtherType ? {} : this.#schema), ...news };
    if (JSON.stringify(this.#schema) === before) return false;
    this.#fixed = undefined;
    return true;
  }

  /** The same fact in two wordings must not undo the narrower one: an integer stays one when "a number" is asked for. */
  #isNarrower(keyword: (typeof KEYWORDS)[number], value: Json): boolean {
    const known = this.#schema[keyword];
    if (keyword === 'type')
      return (known === 'integer' && value === 'number') || (value === 'string' && this.#schema['enum'] !== undefined);
    if (typeof known !== 'number' || typeof value !== 'number') return false;
    return keyword.startsWith('min') ? known > value : known < value;
  }

  /** The name was not the right one: the next spelling, if there is any. */
  rename(): boolean {
    const [next, ...rest] = this.#aliases;
    if (next === undefined) return false;
    this.#name = next;
    this.#aliases = rest;
    return true;
  }

  renameToLast(): void {
    this.#name = this.#aliases.at(-1) ?? this.#name;
    this.#aliases = [];
  }

  /** The value was refused without a reason that helps: the next kind of value, if there is any. */
  vary(): boolean {
    const next = alternatives(this.#name)[this.#tried];
    if (next === undefined) return false;
    this.#tried += 1;
    this.#fixed = undefined;
    const { minLength, maxLength } = this.#schema;
    this.#schema = { ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }), ...next };
    return true;
  }

  limitLength(maxLength: number): boolean {
    const isGiven = this.#fixed !== undefined && !('by' in this.#fixed);
    if (this.#schema['maxLength'] === maxLength || isGiven) return false;
    this.#fixed = undefined;
    this.#schema = { ...this.#schema, maxLength };
    return true;
  }

  /** Gives up a value taken from an example. */
  release(): boolean {
    if (!this.#fixed || !('fixed' in this.#fixed)) return false;
    this.#fixed = undefined;
    return true;
  }

  toField(context: FieldContext, above: readonly string[]): PayloadField {
    return {
      path: [...above, ...this.path],
      value: this.#fixed ?? fieldValue(this.#name, this.#schema, context),
      required: this.required,
      ...this.#heard.believed,
      ...(this.#isUnique && { unique: true as const }),
      sources: [...new Set(this.#sources)],
    };
  }
}
