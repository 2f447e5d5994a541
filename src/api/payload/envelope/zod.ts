import { isJsonArray, isJsonObject, textOf, type Json } from '../../../json.ts';
import type { FieldHint, ObjectReader, Rule, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { listedValues } from './listed-values.ts';
import { readRule } from './read-rule.ts';

const CODES = /^(?:invalid_\w+|too_small|too_big|unrecognized_keys|not_multiple_of|not_finite|custom)$/;
const FORMATS: Readonly<Record<string, string>> = { url: 'uri', datetime: 'date-time', guid: 'uuid', ip: 'ipv4' };

/** An issue of zod 3 or 4, and of valibot, whose path is made of objects. */
export const readZodIssue: ObjectReader = (issue) => {
  const { code, path, message } = issue;
  if (!isJsonArray(path)) return undefined;
  const text = textOf(message);
  if (typeof code === 'string' && CODES.test(code)) {
    if (code === 'unrecognized_keys' && isJsonArray(issue['keys'])) {
      return issue['keys'].flatMap((key) => hintAt('zod', [...path, key], { problem: 'unknown-field' }, text));
    }
    return hintAt('zod', path, zodRule(code, issue, text), text);
  }
  const isValibot = typeof issue['kind'] === 'string' && path.every((part) => isJsonObject(part) && 'key' in part);
  return isValibot ? hintAt('valibot', path, valibotRule(issue, text), text) : undefined;
};

function zodRule(code: string, issue: Readonly<Record<string, Json>>, text: string): Rule {
  const { minimum, maximum, expected, values, options, format, validation, pattern } = issue;
  const isMissing = issue['received'] === 'undefined' || text.includes('received undefined') || text === 'Required';
  const choices = values ?? options;
  if (isJsonArray(choices) && choices.length > 0) return { problem: isMissing ? 'required' : 'enum', enum: choices };
  if (code === 'invalid_type' || code === 'invalid_enum_value') return typeRule(textOf(expected), isMissing);
  if (code === 'too_small' || code === 'too_big') return boundRule(issue, minimum, maximum);
  const named = textOf(format ?? validation);
  if (named === 'regex' && typeof pattern === 'string') return { problem: 'format', pattern };
  if (named) return { problem: 'format', format: (Object.hasOwn(FORMATS, named) ? FORMATS[named] : undefined) ?? named };
  return readRule(text);
}

function typeRule(expected: string, isMissing: boolean): Rule {
  const problem = isMissing ? 'required' : 'type';
  if (expected.includes('|')) return { problem, enum: listedValues(`one of ${expected}`) };
  if (expected === 'date') return { problem, format: 'date-time' };
  const type = expected === 'int' ? 'integer' : expected === 'nan' ? 'number' : expected;
  return isType(type) ? { problem, type } : { problem };
}

function boundRule(
  { origin, type, inclusive, exact }: Readonly<Record<string, Json>>,
  minimum: Json | undefined,
  maximum: Json | undefined,
): Rule {
  const of = origin ?? type;
  if (of === 'array' || of === 'set') return { problem: 'bound', type: 'array' };
  const outer = inclusive === false && exact !== true ? 1 : 0;
  const lower = typeof minimum === 'number' ? minimum + outer : undefined;
  const upper = typeof maximum === 'number' ? maximum - outer : undefined;
  if (of === 'string')
    return {
      problem: 'bound',
      ...(lower !== undefined && { minLength: lower }),
      ...(upper !== undefined && { maxLength: upper }),
    };
  return { problem: 'bound', ...(lower !== undefined && { minimum: lower }), ...(upper !== undefined && { maximum: upper }) };
}

function valibotRule({ type, expected, received, requirement }: Readonly<Record<string, Json>>, text: string): Rule {
  if (received === 'undefined') return { problem: 'required', ...(isType(expected) && { type: expected }) };
  if (type === 'min_length' && typeof requirement === 'number') return { problem: 'bound', minLength: requirement };
  if (type === 'max_length' && typeof requirement === 'number') return { problem: 'bound', maxLength: requirement };
  if (type === 'min_value' && typeof requirement === 'number') return { problem: 'bound', minimum: requirement };
  if (type === 'picklist') return { problem: 'enum', enum: listedValues(`one of ${textOf(expected)}`) };
  return isType(type) ? { problem: 'type', type } : readRule(text);
}

function isType(type: Json | undefined): type is NonNullable<Rule['type']> {
  return typeof type === 'string' && ['string', 'number', 'integer', 'boolean', 'array', 'object'].includes(type);
}

/** `z.prettifyError`: `✖ Invalid email address → at email`; and what zod says of the whole object. */
export const readPrettyZod: TextReader = (text) => {
  if (!text.includes('✖') && !/^Unrecognized key/.test(text)) return [];
  return text.split('✖').flatMap((part): FieldHint[] => {
    const [message = '', path = ''] = part.split('→ at ');
    const unknown = /Unrecognized keys?(?:\(s\) in object)?: (.*)/.exec(message)?.[1];
    if (unknown !== undefined)
      return listedValues(`one of ${unknown}`).flatMap((key) => hintAt('zod', [key], { problem: 'unknown-field' }, message));
    return path.trim() === '' ? [] : hintAt('zod', path.trim(), readRule(message), message);
  });
};
