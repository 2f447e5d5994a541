import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { createHash } from 'node:crypto';
import { textOfFormat } from './values/by-format.ts';
import { type Kind, LONG_TEXT, NAME_RULES, type NameRule, type Source } from './values/by-name.ts';
import { fieldWords } from './values/field-words.ts';
import { leastRole } from './values/least-role.ts';
import { numberWithin } from './values/number-within.ts';
import { compilePattern, textFor } from './values/pattern.ts';
import { WORDS } from './values/words.ts';

/**
 * The passwords of the identities: A and B share one of 16 characters, C's has 48. Letters, digits and `-` only, so that no
 * escaping hides them in a dump; upper and lower case, digit and special sign, as password rules ask for.
 */
export const PASSWORDS = { AB: 'Rw7-kestrel-Qm4x', C: 'Rw9-Harrier-and-osprey-over-Lake-Tarn-42-zLq8-Vx' } as const;

const MAX_DEPTH = 8;
const MAX_LENGTH = 5000;
const ROLE = /^(?:user ?)?roles?$|^account type$|^user type$/;

/** Values made from a seed alone: the same calls in the same order give the same values on every machine, without a clock. */
export class Values implements Source {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Six characters that belong to the seed; always the same. */
  tag(): string {
    return base36(digest(`${this.#seed}/tag`), 6);
  }

  /** A stream of its own, so that what is done beside it does not change it. */
  fork(label: string): Values {
    return new Values(`${this.#seed}/${label}`);
  }

  /** A word that no other call of this seed gives: letters, then letters and digits. */
  word(): string {
    const bytes = this.#next();
    return `${WORDS[bytes.readUInt16BE(8) % WORDS.length] ?? 'amber'}${base36(bytes, 6)}`;
  }

  sentence(): string {
    const bytes = this.#next();
    const words = [8, 10, 12].map((at) => WORDS[bytes.readUInt16BE(at) % WORDS.length]);
    return `${words.join(' ')} ${this.word()}`;
  }

  email(local = this.word()): string {
    return `${local}@example.test`;
  }

  username(): string {
    return this.word();
  }

  uuid(): string {
    const hex = this.#next().toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  password(): string {
    return PASSWORDS.AB;
  }

  /** A telephone number; the same for the same owner when one is named. */
  phone(owner?: string): string {
    const bytes = owner === undefined ? this.#next() : digest(owner);
    return `+1415555${String(bytes.readUInt32BE(0) % 10_000).padStart(4, '0')}`;
  }

  isbn(): string {
    const digits = `978${String(this.#next().readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0')}`;
    const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    return `${digits}${(10 - (sum % 10)) % 10}`;
  }

  /**
   * A value for a field by its schema and its name: enum, format and bounds first, then what the name suggests. Free text
   * carries the canary when one is given.
   */
  forField(name: string, schema: JsonObject, canary?: string): Json {
    return this.#value(name, schema, canary, 0);
  }

  #value(name: string, schema: JsonObject, canary: string | undefined, depth: number): Json {
    const words = fieldWords(name);
    const { enum: choices, const: only } = schema;
    if (only !== undefined) return only;
    if (isJsonArray(choices) && choices.length > 0)
      return (ROLE.test(words) ? leastRole(choices) : choices.find((choice) => choice !== null)) ?? null;
    if (depth > MAX_DEPTH) return null;
    const rule = NAME_RULES.find((one) => one.words.test(words));
    const type = typeOf(schema) ?? rule?.kind ?? 'string';
    if (type === 'boolean') return rule?.flag ?? false;
    if (type === 'integer' || type === 'number')
      return numberWithin(rule?.number ?? (/\bid$/.test(words) ? 1 : 5), schema, type === 'integer');
    if (type === 'array') return this.#array(name, schema, canary, depth);
    if (type === 'object') return this.#object(schema, canary, depth);
    return type === 'null' ? null : this.#text(words, rule, schema, canary);
  }

  #array(name: string, schema: JsonObject, canary: string | undefined, depth: number): Json {
    const { items, minItems } = schema;
    const count = Math.min(Math.max(typeof minItems === 'number' ? minItems : 1, 1), 20);
    // The name of the list speaks of all of it: a single item goes by its own schema.
    const itemName = name.replace(/s$/, '');
    return Array.from({ length: count }, () =>
      this.#value(itemName, isJsonObject(items) ? items : { type: 'string' }, canary, depth + 1),
    );
  }

  #object(schema: JsonObject, canary: string | undefined, depth: number): Json {
    const { properties, required } = schema;
    if (!isJsonObject(properties)) return {};
    const wanted = isJsonArray(required) ? required : [];
    const names = Object.keys(properties).filter((name) => wanted.length === 0 || wanted.includes(name));
    return Object.fromEntries(
      names.map((name) => {
        const property = properties[name];
        return [name, this.#value(name, isJsonObject(property) ? property : {}, canary, depth + 1)];
      }),
    );
  }

  #text(words: string, rule: NameRule | undefined, schema: JsonObject, canary: string | undefined): string {
    const { format, pattern } = schema;
    const minLength = Math.min(number(schema['minLength'], 0), MAX_LENGTH);
    const maxLength = number(schema['maxLength'], MAX_LENGTH);
    const isEnd = /\b(?:due|end|ends|until|deadline|expir\w*|finish|return|to|check ?out)\b/.test(words);
    const shaped = (typeof format === 'string' ? textOfFormat(format, this, isEnd) : undefined) ?? rule?.text?.(this);
    const wish = shaped ?? this.#freeText(words, canary, maxLength);
    if (typeof pattern === 'string') {
      const accepts = compilePattern(pattern);
      if (accepts && !accepts(fitted(wish, minLength, maxLength))) {
        const plainer = [canary, this.word(), this.word().toUpperCase(), 'Rowan', '3'].find(
          (text) => text !== undefined && accepts(text),
        );
        return plainer ?? textFor(pattern, this.#next().readUInt32BE(0), { minLength, maxLength }) ?? wish;
      }
    }
    return shaped !== undefined && shaped.length <= maxLength && shaped.length >= minLength
      ? shaped
      : fitted(wish, minLength, maxLength);
  }

  #freeText(words: string, canary: string | undefined, maxLength: number): string {
    const lead = LONG_TEXT.test(words) ? this.sentence() : this.word();
    if (canary === undefined) return lead;
    const both = `${canary} ${lead}`;
    return both.length <= maxLength ? both : canary;
  }

  #next(): Buffer {
    this.#count += 1;
    return digest(`${this.#seed}/${this.#count}`);
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function base36(bytes: Buffer, length: number): string {
  return bytes.readUIntBE(0, 6).toString(36).padStart(length, '0').slice(-length);
}

function fitted(text: string, minLength: number, maxLength: number): string {
  return text.padEnd(minLength, ' of amber and birch').slice(0, maxLength);
}

function typeOf(schema: JsonObject): Kind | 'integer' | 'null' | undefined {
  const { type } = schema;
  const types = (isJsonArray(type) ? type : [type]).filter(isType);
  const wanted = types.find((one) => one !== 'null') ?? types[0];
  if (wanted) return wanted;
  if (isJsonObject(schema['properties'])) return 'object';
  if (isJsonObject(schema['items'])) return 'array';
  if (typeof schema['format'] === 'string' || typeof schema['pattern'] === 'string' || typeof schema['minLength'] === 'number')
    return 'string';
  return typeof schema['minimum'] === 'number' || typeof schema['maximum'] === 'number' ? 'number' : undefined;
}

function isType(type: Json | undefined): type is Kind | 'integer' | 'null' {
  return typeof type === 'string' && ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'].includes(type);
}

function number(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(value, 0) : otherwise;
}
