import { isJsonArray, isJsonObject, textOf, type Json } from '../../../json.ts';
import type { ObjectReader, Rule } from './field-hint.ts';
import { isElsewhere } from './field-path.ts';
import { hintAt } from './hint.ts';
import { listedValues } from './listed-values.ts';
import { readRule } from './read-rule.ts';

/** An error of pydantic 1 or 2: `{ loc, msg, type, ctx }`. A `loc` of `body` alone says that there was no JSON at all. */
export const readPydanticError: ObjectReader = ({ loc, msg, type, ctx }) => {
  if (!isJsonArray(loc) || typeof msg !== 'string') return undefined;
  if (isElsewhere(loc[0])) return [];
  return hintAt('pydantic', loc, pydanticRule(textOf(type), isJsonObject(ctx) ? ctx : {}, msg), msg);
};

function pydanticRule(
  type: string,
  { ge, gt, le, lt, min_length, max_length, pattern, expected, enum_values, limit_value }: Readonly<Record<string, Json>>,
  text: string,
): Rule {
  if (/^(?:value_error\.)?missing$/.test(type)) return { problem: 'required' };
  if (/extra/.test(type)) return { problem: 'unknown-field' };
  if (isJsonArray(enum_values)) return { problem: 'enum', enum: enum_values };
  if (/^(?:literal_error|enum)$/.test(type)) return { problem: 'enum', enum: listedValues(`one of ${textOf(expected, text)}`) };
  if (typeof pattern === 'string') return { problem: 'format', pattern };
  if (typeof min_length === 'number')
    return type.startsWith('too_short') ? { problem: 'bound', type: 'array' } : { problem: 'bound', minLength: min_length };
  if (typeof max_length === 'number') return { problem: 'bound', maxLength: max_length };
  if (typeof ge === 'number') return { problem: 'bound', minimum: ge };
  if (typeof gt === 'number') return { problem: 'bound', minimum: Math.floor(gt) + 1 };
  if (typeof le === 'number') return { problem: 'bound', maximum: le };
  if (typeof lt === 'number') return { problem: 'bound', maximum: Math.ceil(lt) - 1 };
  if (typeof limit_value === 'number') return readRule(text);
  if (/^datetime_/.test(type)) return { problem: 'format', format: 'date-time' };
  if (/^date_/.test(type)) return { problem: 'format', format: 'date' };
  if (/^time_/.test(type)) return { problem: 'format', format: 'time' };
  const known = /^(int|float|decimal|bool|list|dict|string|model|uuid|url)/.exec(type)?.[1];
  return known === undefined ? readRule(text) : (TYPES[known] ?? readRule(text));
}

const TYPES: Readonly<Record<string, Rule>> = {
  int: { problem: 'type', type: 'integer' },
  float: { problem: 'type', type: 'number' },
  decimal: { problem: 'type', type: 'number' },
  bool: { problem: 'type', type: 'boolean' },
  list: { problem: 'type', type: 'array' },
  dict: { problem: 'type', type: 'object' },
  model: { problem: 'type', type: 'object' },
  string: { problem: 'type', type: 'string' },
  uuid: { problem: 'format', format: 'uuid' },
  url: { problem: 'format', format: 'uri' },
};
