import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../json.ts';
import { leaves } from '../../json-pointer.ts';
import type { FieldHint } from './field-hint.ts';
import { camelCase, isElsewhere, isFieldName, pathOf } from './field-path.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';
import { readPrettyZod } from './zod.ts';

/** Keys of an envelope, and of what frameworks say about the whole: never fields of a body. */
const NOT_FIELDS = new Set([
  'message', 'error', 'errors', 'status', 'statuscode', 'status_code', 'timestamp', 'path', 'code', 'success', 'ok', 'detail', 'details', 'type', 'instance',
  'traceid', 'trace', 'exception', 'requestid', 'stack', 'name', 'non_field_errors', '__all__', 'formerrors', 'fielderrors', '_errors', 'base', '_schema', 'msg', 'method', 'hint',
]); // prettier-ignore

/** Under these keys a map of fields may stand. */
export const ENVELOPE_KEYS = new Set([
  'errors', 'error', 'fielderrors', 'field_errors', 'details', 'detail', 'messages', 'message', 'json', 'form', 'validation', 'validationerrors',
  'validation_errors', 'validation_error', 'fields', 'data', 'body', 'properties', 'issues', 'invalid_params', 'failures', 'violations',
]); // prettier-ignore

const MAX_DEPTH = 5;

/** What a message map's first words tell of who wrote it. */
const PRODUCERS: readonly (readonly [RegExp, string])[] = [
  [/^Missing data for required field|^Not a valid |^Unknown field\.|Shorter than minimum|^Must be one of: /, 'marshmallow'],
  [/^This field (?:is required|may not be)|^Ensure this|^A valid |^Enter a valid|is not a valid choice|has wrong format/, 'drf'],
  [/^The (?:selected )?[\w .]+ (?:field|is invalid|has already|must|may)/, 'laravel'],
  [
    /^(?:can't be|is too (?:short|long) \(|has already been taken|is not a number|is not included in the list|must exist)/,
    'rails',
  ],
  [/^The \w+ field is required|^The field |^'[\w ]+' (?:must|is)|The JSON value could not/, 'aspnet'],
  [/^Invalid input|^Required$|^Too (?:small|big)|^Invalid option|^String must contain|^Expected .+ received/, 'zod'],
];

/**
 * Maps of field → sentences: marshmallow, DRF, Laravel, Rails, ASP.NET, zod's `fieldErrors`, its tree and its `format()`.
 * `trusted` maps stand under a key such as `errors`; at the top of an answer every value must be a list of sentences.
 */
export function readFieldMap(map: JsonObject, trusted: boolean): FieldHint[] {
  const whole = ['errors', '_errors'].flatMap((key) => sentencesOf(map[key] ?? null)).flatMap(readPrettyZod);
  if (isJsonObject(map['properties']) && isJsonArray(map['errors'])) return [...whole, ...readFieldMap(map['properties'], true)];
  const entries = Object.entries(map).filter(
    ([name, value]) => isWritten(name) && !(ENVELOPE_KEYS.has(name.toLowerCase()) && isJsonObject(value)),
  );
  if (entries.length === 0 || !entries.every(([name, value]) => saysSomething(value, trusted, 0) || isBareRule(name, value)))
    return [];
  const isAspNet = entries.some(([name]) => name === '$' || name.startsWith('$.'));
  const producer = isAspNet ? 'aspnet' : producerOf(entries);
  const ofFields = entries.flatMap(([name, value]) => {
    // beside a parse error ASP.NET also misses the argument of its own method
    if (isAspNet && /^[a-z]/.test(name) && sentencesOf(value).every((text) => text === `The ${name} field is required.`))
      return [];
    return hintsOf([name], value, producer, 0);
  });
  return [...whole, ...ofFields];
}

function producerOf(entries: readonly (readonly [string, Json])[]): string {
  const sentences = entries.flatMap(([, value]) => leaves(value).map((leaf) => String(leaf.value)));
  return PRODUCERS.find(([wording]) => sentences.some((sentence) => wording.test(sentence)))?.[1] ?? 'field-map';
}

const isWritten = (name: string) => !NOT_FIELDS.has(name.toLowerCase()) && pathOf(name) !== undefined && name !== '';

/** Many Spring handlers answer with nothing but `{ "email": "must not be blank" }`. */
function isBareRule(name: string, value: Json): boolean {
  if (typeof value !== 'string' || readRule(value).problem === 'invalid') return false;
  return /^(?:[a-z]|This|Must|Invalid|Required|Please)/.test(value) || value.toLowerCase().startsWith(name.toLowerCase());
}

function saysSomething(value: Json, trusted: boolean, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (isJsonArray(value))
    return (
      value.length > 0 &&
      value.every(
        (item) =>
          typeof item === 'string' ||
          (isJsonObject(item) && (Object.keys(item).length === 0 || saysSomething(item, trusted, depth + 1))),
      )
    );
  if (isJsonObject(value)) {
    const inner = Object.entries(value);
    return (
      inner.length > 0 &&
      inner.every(
        ([key, item]) =>
          (isJsonArray(item) && item.length === 0) ||
          ((isFieldName(key) || /^\d+$/.test(key)) && saysSomething(item, trusted, depth + 1)),
      )
    );
  }
  return (
    trusted &&
    typeof value === 'string' &&
    /[a-z]{3}/i.test(value) &&
    (value.includes(' ') || readRule(value).problem !== 'invalid')
  );
}

function hintsOf(path: readonly string[], value: Json, producer: string, depth: number): FieldHint[] {
  if (depth > MAX_DEPTH || isElsewhere(path[0])) return [];
  if (typeof value === 'string') return hint(path, value, producer);
  if (isJsonArray(value))
    return value.flatMap((item, index) =>
      typeof item === 'string' ? hint(path, item, producer) : hintsOf([...path, String(index)], item, producer, depth + 1),
    );
  if (!isJsonObject(value)) return [];
  const { errors, _errors, properties, items, ...children } = value;
  const own = [errors, _errors].flatMap((list) => (isJsonArray(list) ? list : [])).filter((text) => typeof text === 'string');
  const isTree = isJsonObject(properties) || (isJsonArray(errors) && Object.keys(children).length === 0);
  const below = isJsonObject(properties) ? properties : isTree ? {} : children;
  return [
    ...own.flatMap((text) => hint(path, text, producer)),
    ...Object.entries(below).flatMap(([key, item]) => hintsOf([...path, key], item, producer, depth + 1)),
  ];
}

function hint(path: readonly string[], sentence: string, producer: string): FieldHint[] {
  const keys = path.flatMap((key) => pathOf(key) ?? [key]);
  const missing = /missing required properties, including the following: (.+)$|required propert(?:y|ies):? ([\w', ]+)/i.exec(
    sentence,
  );
  if (missing)
    return (missing[1] ?? missing[2] ?? '')
      .split(/[,;]/)
      .flatMap((name) => hintAt('aspnet', name.replace(/['.\s]/g, ''), { problem: 'required' }, sentence));
  const unknown = /^Unrecognized keys?(?:\(s\) in object)?: (.+)$/.exec(sentence)?.[1];
  if (unknown !== undefined) return [];
  const isPascal = keys.every((key) => /^[A-Z]/.test(key)) && producer !== 'zod';
  return hintAt(
    isPascal && producer === 'laravel' ? 'aspnet' : producer,
    isPascal ? keys.map(camelCase) : keys,
    mapRule(sentence),
    sentence,
  );
}

/** ASP.NET says of a wrong JSON type only what it should become. */
function mapRule(sentence: string) {
  const net = /could not be converted to System\.(?:Nullable`1\[System\.)?(\w+)/.exec(sentence)?.[1];
  if (net === undefined) return readRule(sentence.replace(/^The (?:field )?[\w .]{1,60}? (?=field|must|is|has|may)/, ''));
  if (/^(?:Int|Byte|Short)/.test(net)) return { problem: 'type', type: 'integer' } as const;
  if (/^(?:Decimal|Double|Single)/.test(net)) return { problem: 'type', type: 'number' } as const;
  return readRule(`must be a valid ${net}`);
}

function sentencesOf(value: Json): string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
