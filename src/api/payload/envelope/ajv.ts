import { isJsonObject, textOf, type Json } from '../../../json.ts';
import type { ObjectReader, Rule, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { listedValues } from './listed-values.ts';
import { readRule } from './read-rule.ts';

/** An error object of Ajv, of which Fastify and express-openapi-validator are made. */
export const readAjvError: ObjectReader = ({ keyword, params, instancePath, dataPath, message }) => {
  const at = instancePath ?? dataPath;
  if (typeof keyword !== 'string' || !isJsonObject(params) || typeof at !== 'string') return undefined;
  const above = at.split(/[/.]/).filter((key) => key !== '');
  const text = textOf(message, keyword);
  if (keyword === 'required') return hintAt('ajv', [...above, params['missingProperty'] ?? ''], { problem: 'required' }, text);
  if (keyword === 'additionalProperties')
    return hintAt('ajv', [...above, params['additionalProperty'] ?? ''], { problem: 'unknown-field' }, text);
  return hintAt('ajv', above, ajvRule(keyword, params, text), text);
};

function ajvRule(
  keyword: string,
  { limit, type, format, pattern, allowedValues }: Readonly<Record<string, Json>>,
  text: string,
): Rule {
  if (keyword === 'enum' && Array.isArray(allowedValues)) return { problem: 'enum', enum: allowedValues };
  if (keyword === 'format' && typeof format === 'string') return { problem: 'format', format };
  if (keyword === 'pattern' && typeof pattern === 'string') return { problem: 'format', pattern };
  if (keyword === 'type') return readRule(`must be ${textOf(type)}`);
  if (typeof limit !== 'number') return readRule(text);
  if (keyword === 'minLength' || keyword === 'maxLength' || keyword === 'minimum' || keyword === 'maximum')
    return { problem: 'bound', [keyword]: limit };
  if (keyword === 'exclusiveMinimum') return { problem: 'bound', minimum: Math.floor(limit) + 1 };
  if (keyword === 'exclusiveMaximum') return { problem: 'bound', maximum: Math.ceil(limit) - 1 };
  return keyword === 'minItems' ? { problem: 'bound', type: 'array' } : readRule(text);
}

const START = /(?:^|, |request )(?:body|data|request)((?:[/.][\w.]+)*) (?=must|should|is|has)/g;

/** Fastify's message and Ajv's `errorsText`: `body/age must be integer, body must have required property 'email'`. */
export const readAjvText: TextReader = (text) => {
  const starts = [...text.matchAll(START)];
  return starts.flatMap((match, index) => {
    const sentence = text.slice(match.index + match[0].length, starts[index + 1]?.index);
    const above = (match[1] ?? '').split(/[/.]/).filter((key) => key !== '');
    const missing = /required property '?([\w$-]{1,80})'?/.exec(sentence)?.[1];
    if (missing !== undefined) return hintAt('fastify', [...above, missing], { problem: 'required' }, match[0] + sentence);
    const values = /allowed values: ?(.*)/.exec(sentence)?.[1];
    const rule = values === undefined ? readRule(sentence) : { problem: 'enum' as const, enum: listedValues(`one of ${values}`) };
    return hintAt('fastify', above, rule, match[0] + sentence);
  });
};
