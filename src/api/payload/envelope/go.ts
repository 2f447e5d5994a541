import { isJsonObject, type Json } from '../../../json.ts';
import type { FieldHint, ObjectReader, Rule, TextReader } from './field-hint.ts';
import { camelCase, snakeCase } from './field-path.ts';
import { hintAt } from './hint.ts';

const TAGS: Readonly<Record<string, Rule>> = {
  required: { problem: 'required' },
  email: { problem: 'format', format: 'email' },
  url: { problem: 'format', format: 'uri' },
  uri: { problem: 'format', format: 'uri' },
  uuid: { problem: 'format', format: 'uuid' },
  uuid4: { problem: 'format', format: 'uuid' },
  datetime: { problem: 'format', format: 'date' },
  e164: { problem: 'format', format: 'phone' },
  oneof: { problem: 'enum' },
  numeric: { problem: 'format', format: 'numeric' },
  min: { problem: 'bound' },
  gte: { problem: 'bound' },
  gt: { problem: 'bound' },
  max: { problem: 'bound' },
};

/** The struct's field is `DueDate`; what JSON calls it is not told, so that the usual spellings are given along. */
function structHint(field: string, rule: Rule, text: string): FieldHint[] {
  const path = field.split('.').map(camelCase);
  const last = field.split('.').at(-1) ?? field;
  const aliases = [snakeCase(last), last].filter((alias) => alias !== path.at(-1));
  return hintAt('go-validator', path, rule, text).map((hint) => ({ ...hint, aliases }));
}

const TAG = /Key: '(?:\w{1,80}\.)?([\w.]{1,120})' Error:Field validation for '\w{1,80}' failed on the '(\w{1,40})' tag/g;
const UNMARSHAL =
  /json: cannot unmarshal (\w+) into Go (?:struct field (?:\w{1,80}\.)?([\w.]{1,120})|value) of type ([\w.[\]*]{1,60})/;

/** Texts of go-playground/validator, as gin and echo answer with them, and of encoding/json. */
export const readGoText: TextReader = (text) => {
  const tagged = [...text.matchAll(TAG)].flatMap((match) => structHint(match[1] ?? '', ruleOf(match[2] ?? ''), match[0]));
  const [whole = '', , field, type = ''] = UNMARSHAL.exec(text) ?? [];
  const unmarshal = field === undefined ? [] : hintAt('encoding/json', field.split('.'), goType(type), whole);
  const unknown = /json: unknown field "(\w{1,80})"/.exec(text)?.[1];
  return [
    ...tagged,
    ...unmarshal,
    ...(unknown === undefined ? [] : hintAt('encoding/json', unknown, { problem: 'unknown-field' }, text)),
  ];
};

const ruleOf = (tag: string): Rule => (Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined) ?? { problem: 'invalid' };

function goType(type: string): Rule {
  if (/^u?int/.test(type)) return { problem: 'type', type: 'integer' };
  if (/^float/.test(type)) return { problem: 'type', type: 'number' };
  if (type === 'bool') return { problem: 'type', type: 'boolean' };
  if (type === 'string') return { problem: 'type', type: 'string' };
  if (type.startsWith('[]')) return { problem: 'type', type: 'array' };
  return type === 'time.Time' ? { problem: 'format', format: 'date-time' } : { problem: 'type', type: 'object' };
}

/** A FieldError as JSON, as many handlers pass it on: `{ Field | field, Tag | tag }`. */
export const readGoFieldError: ObjectReader = (error) => {
  const field = error['Field'] ?? error['field'] ?? error['FailedField'];
  const tag = error['Tag'] ?? error['tag'] ?? error['ActualTag'];
  if (typeof field !== 'string' || typeof tag !== 'string') return undefined;
  return structHint(
    field.split('.').at(-1) ?? field,
    withParam(ruleOf(tag), tag, error['Param'] ?? error['param'] ?? error['value']),
    `${field} failed on ${tag}`,
  );
};

function withParam(rule: Rule, tag: string, param: Json | undefined): Rule {
  if (typeof param !== 'string' || isJsonObject(param)) return rule;
  return tag === 'oneof' ? { ...rule, enum: param.split(' ').slice(0, 50) } : rule;
}
