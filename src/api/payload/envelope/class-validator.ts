import { isJsonObject, textOf, type Json } from '../../../json.ts';
import type { FieldHint, ObjectReader, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

const UNKNOWN = /^property ([\w.$]+) should not exist$/;
const EACH = /^each value in (?:nested property )?([\w.$]+) (must|should)/;
const SENTENCE = /^([a-z_$][\w$]*(?:\.[\w$]+)*) ((?:must|should|is not strong|has to)\b.*)$/;
/** Plain English begins with these too. */
const NO_FIELD = /^(?:you|it|this|that|there|they|we|body|data|request|input|field|value|file)$/;

/** A ValidationError as it is, with its children. */
export const readConstraints: ObjectReader = (error) => {
  if (typeof error['property'] !== 'string' || !(isJsonObject(error['constraints']) || Array.isArray(error['children'])))
    return undefined;
  return constraintsOf(error, []);
};

function constraintsOf(error: Readonly<Record<string, Json>>, above: readonly string[]): FieldHint[] {
  const { property, constraints, children } = error;
  const path = [...above, textOf(property)];
  if (path.length > 8) return [];
  const own = isJsonObject(constraints) ? Object.values(constraints).map(String) : [];
  const below = Array.isArray(children) ? children.filter(isJsonObject) : [];
  return [
    ...own.flatMap((text) =>
      hintAt('class-validator', path, EACH.test(text) ? { problem: 'type', type: 'array' } : readRule(text), text),
    ),
    ...below.flatMap((child) => constraintsOf(child, path)),
  ];
}

/** One of Nest's messages: the first word is the field. */
export const readNestMessage: TextReader = (text) => {
  const unknown = UNKNOWN.exec(text)?.[1];
  if (unknown !== undefined) return hintAt('class-validator', unknown, { problem: 'unknown-field' }, text);
  const list = EACH.exec(text)?.[1];
  if (list !== undefined) return hintAt('class-validator', list, { problem: 'type', type: 'array' }, text);
  const [, field, rest = ''] = SENTENCE.exec(text) ?? [];
  return field === undefined || NO_FIELD.test(field) ? [] : hintAt('class-validator', field, readRule(rest), text);
};
