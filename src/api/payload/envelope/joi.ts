import { isJsonArray, isJsonObject, textOf, type Json } from '../../../json.ts';
import type { ObjectReader, Rule, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

/** A detail of Joi or celebrate: its type is `string.min`, `any.required`. */
export const readJoiDetail: ObjectReader = ({ type, path, message, context }) => {
  if (typeof type !== 'string' || !/^[a-z]+\.\w+$/i.test(type) || !isJsonArray(path)) return undefined;
  const text = textOf(message);
  return hintAt('joi', path, joiRule(type, isJsonObject(context) ? context : {}, text), text);
};

function joiRule(type: string, { limit, valids }: Readonly<Record<string, Json>>, text: string): Rule {
  if (type === 'any.required' || type.endsWith('.empty')) return { problem: 'required' };
  if (type === 'object.unknown') return { problem: 'unknown-field' };
  if (type === 'any.only' && isJsonArray(valids)) return { problem: 'enum', enum: valids.filter((value) => value !== null) };
  if (typeof limit === 'number' && /^string\.(?:min|length)$/.test(type)) return { problem: 'bound', minLength: limit };
  if (typeof limit === 'number' && type === 'string.max') return { problem: 'bound', maxLength: limit };
  if (/^array\.(?:base|min|includes)/.test(type)) return { problem: 'type', type: 'array' };
  if (/^date\./.test(type)) return { problem: 'format', format: 'date-time' };
  return readRule(text);
}

const QUOTED = /"([\w.[\]]{1,80})" (?=[a-z])/g;

/** `"email" is required. "age" must be a number`: one sentence for each quoted name. */
export const readJoiText: TextReader = (text) => {
  const starts = [...text.matchAll(QUOTED)].filter((match) => match.index === 0 || /[.;,:]\s*$/.test(text.slice(0, match.index)));
  return starts.flatMap((match, index) => {
    const sentence = text
      .slice(match.index + match[0].length, starts[index + 1]?.index)
      .trim()
      .replace(/[.,;]$/, '');
    return hintAt('joi', match[1] ?? '', readRule(sentence), `${match[0]}${sentence}`);
  });
};
