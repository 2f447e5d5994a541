import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { References } from './references.ts';

const MAX_DEPTH = 12;
/** At most this many schema objects in one place: `$ref` chains can multiply like aliases do. */
const MAX_SCHEMAS = 400;
const MAX_EXAMPLE = 20_000;

type IsOf = (value: Json) => boolean;
const isText: IsOf = (value) => typeof value === 'string';
const isNumber: IsOf = (value) => typeof value === 'number';
const isBoolean: IsOf = (value) => typeof value === 'boolean';
const isCount: IsOf = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isSmall: IsOf = (value) => JSON.stringify(value).length <= MAX_EXAMPLE;
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** Keywords that stay, each with what it must be: what is left is a schema that every validator and generator can take. */
const KEYWORDS: Readonly<Record<string, IsOf>> = {
  type: (value) => listOf(value).length > 0 && listOf(value).every((type) => typeof type === 'string' && TYPES.includes(type)),
  format: isText,
  pattern: isText,
  enum: (value) => Array.isArray(value) && value.length > 0 && isSmall(value),
  const: isSmall,
  default: isSmall,
  example: isSmall,
  examples: (value) => Array.isArray(value) && isSmall(value),
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: (value) => typeof value === 'number' && value > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  uniqueItems: isBoolean,
  readOnly: isBoolean,
  writeOnly: isBoolean,
  required: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
};

/** A schema without references: those are put in place, a cycle and what lies too deep is cut to {}. */
export function plainSchema(written: Json | undefined, references: References): JsonObject {
  const budget = { left: MAX_SCHEMAS };

  function schema(value: Json | undefined, seen: readonly string[], depth: number): JsonObject {
    if (depth > MAX_DEPTH || --budget.left < 0 || --references.schemasLeft < 0) return {};
    const found = references.follow(value, seen);
    if ('cycle' in found) return {};
    const plain: Record<string, Json> = {};
    const inner = (item: Json | undefined) => schema(item, found.seen, depth + 1);
    for (const [key, item] of Object.entries(found.value)) {
      if (Object.hasOwn(KEYWORDS, key)) {
        if (KEYWORDS[key]?.(item)) plain[key] = item;
      } else if (key === 'properties' && isJsonObject(item)) {
        plain[key] = Object.fromEntries(Object.entries(item).map(([name, property]) => [name, inner(property)]));
      } else if (key === 'items') plain[key] = inner(item);
      else if (key === 'additionalProperties') plain[key] = typeof item === 'boolean' ? item : inner(item);
      else if (/^(?:allOf|anyOf|oneOf)$/.test(key) && isJsonArray(item) && item.length > 0) plain[key] = item.map(inner);
    }
    return plain;
  }

  return merged(schema(written, [], 0));
}

/** Puts the parts of `allOf` together, and takes the first of `oneOf` and `anyOf` that is not null: one shape to fill in. */
function merged(schema: JsonObject): JsonObject {
  const { allOf, anyOf, oneOf, ...own } = schema;
  const choices = [...listOf(oneOf), ...listOf(anyOf)].filter(isJsonObject);
  const choice = choices.find((one) => one['type'] !== 'null');
  const parts = [...listOf(allOf).filter(isJsonObject), ...(choice ? [choice] : [])].map(merged);
  let whole: JsonObject = {};
  for (const part of [...parts, withMergedChildren(own)]) whole = join(whole, part);
  return whole;
}

function withMergedChildren(schema: JsonObject): JsonObject {
  const { properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, isJsonObject(property) ? merged(property) : {}]),
      ),
    }),
    ...(isJsonObject(items) && { items: merged(items) }),
  };
}

function join(one: JsonObject, other: JsonObject): JsonObject {
  const properties = [one['properties'], other['properties']].filter(isJsonObject);
  const required = [...new Set([...listOf(one['required']), ...listOf(other['required'])])];
  return {
    ...one,
    ...other,
    ...(properties.length > 0 && { properties: Object.fromEntries(properties.flatMap((part) => Object.entries(part))) }),
    ...(required.length > 0 && { required }),
  };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}
