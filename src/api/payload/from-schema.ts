import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { RequestBody } from '../operation.ts';
import { fieldWords } from '../values/field-words.ts';
import { LONG_TEXT } from '../values/by-name.ts';
import { isAccount } from './account-role.ts';
import { fieldValue } from './field-value.ts';
import type { Payload, PayloadField } from './payload.ts';
import { rulesIn } from './rules.ts';
import { isPrivilege, isServerMade } from './touchy-fields.ts';

const MAX_FIELDS = 60;
const MAX_DEPTH = 4;
const UNIQUE = /\be ?mail\b|user ?name|\bslug\b|\bcode\b|\bsku\b|\bisbn\b|\bphone\b|\bhandle\b/;
const FREE_TEXT = /^(?:title|name|subject|label|caption|headline|todo|task)$|\bname$/;
const MOMENT = /\bdue\b|deadline|expir|\bstart|\bend\b|\buntil\b|\bdate\b/;

interface Found {
  readonly path: readonly string[];
  readonly schema: JsonObject;
  readonly required: boolean;
}

/**
 * A payload by the document: every required field and the optional ones that do no harm, with the author's example where
 * there is one. What the server makes itself is left out, and so is whatever would give rights, unless it is required.
 */
export function payloadFromSchema(body: RequestBody, resources: readonly string[] = []): Payload {
  const found = fieldsOf(body.schema, [], 0).slice(0, MAX_FIELDS);
  const names = found.map(({ path }) => path.at(-1) ?? '');
  const account = isAccount(names);
  const fields = found.map((field): PayloadField => {
    const name = field.path.at(-1) ?? '';
    const byName = fieldValue(name, field.schema, { account, resources });
    const example = at(body.example, field.path);
    const isTaken = example !== undefined && example !== null && 'by' in byName && mayStay(name, field.schema, example);
    return {
      path: field.path,
      value: isTaken ? { fixed: example } : byName,
      required: field.required,
      ...rulesIn(field.schema),
      sources: isTaken ? ['schema', 'example'] : ['schema'],
    };
  });
  return {
    contentType: contentTypeOf(body.contentType),
    fields: withoutOptionalReferences([...fields, ...onlyInExample(body, names, { account, resources })]),
  };
}

function contentTypeOf(contentType: string): Payload['contentType'] {
  return contentType === 'application/x-www-form-urlencoded' ? contentType : 'application/json';
}

/** The fields to send. An object is opened, so that each of its fields gets a value of its own; an array is one value. */
function fieldsOf(schema: JsonObject, path: readonly string[], depth: number): Found[] {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return [];
  const wanted = new Set<Json>(Array.isArray(required) ? required : []);
  return Object.entries(properties).flatMap(([name, written]): Found[] => {
    const property = isJsonObject(written) ? written : {};
    const isWanted = wanted.has(name);
    if (property['readOnly'] === true || (!isWanted && (isServerMade(name) || isPrivilege(name)))) return [];
    const inner = depth < MAX_DEPTH ? fieldsOf(property, [...path, name], depth + 1) : [];
    if (inner.length > 0) return isWanted ? inner : [];
    return [{ path: [...path, name], schema: property, required: isWanted }];
  });
}

/** An optional reference is only another way to be refused. */
function withoutOptionalReferences(fields: readonly PayloadField[]): PayloadField[] {
  return fields.filter(
    (field) => field.required || (!('reference' in field.value) && !/(?:Id|_id)s?$/.test(field.path.at(-1) ?? '')),
  );
}

/** Values of an example are used as they are, but not those that must be new, carry the canary, or lie in the future. */
function mayStay(name: string, schema: JsonObject, example: Json): boolean {
  const words = fieldWords(name);
  if (UNIQUE.test(words) || MOMENT.test(words) || isServerMade(name) || isPrivilege(name)) return false;
  const isText = typeof example === 'string' && schema['enum'] === undefined && schema['pattern'] === undefined;
  return !(isText && (FREE_TEXT.test(words) || LONG_TEXT.test(words)));
}

/** A schema that says nothing leaves the example as the only source. */
function onlyInExample(
  body: RequestBody,
  known: readonly string[],
  context: { account: boolean; resources: readonly string[] },
): PayloadField[] {
  if (!body.example || known.length > 0) return [];
  const names = Object.keys(body.example).filter((name) => !isServerMade(name) && !isPrivilege(name));
  const account = context.account || isAccount(names);
  return names.slice(0, MAX_FIELDS).map((name) => {
    const example = body.example?.[name] ?? null;
    const value = fieldValue(name, typeOfExample(example), { ...context, account });
    return {
      path: [name],
      value: 'by' in value && mayStay(name, {}, example) ? { fixed: example } : value,
      required: true,
      sources: ['example'],
    };
  });
}

function typeOfExample(example: Json): JsonObject {
  if (Array.isArray(example)) return { type: 'array' };
  const type = typeof example;
  return type === 'string' || type === 'number' || type === 'boolean' || (type === 'object' && example !== null) ? { type } : {};
}

function at(example: Json | undefined, path: readonly string[]): Json | undefined {
  let value = example;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}
