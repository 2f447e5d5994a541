import { textOf } from '../../../json.ts';
import type { FieldHint, ObjectReader, Rule, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { listedValues } from './listed-values.ts';
import { readRule } from './read-rule.ts';

/** A FieldError of Spring: `{ field, code, defaultMessage }`. */
export const readSpringError: ObjectReader = ({ field, code, defaultMessage }) => {
  if (typeof field !== 'string' || typeof defaultMessage !== 'string') return undefined;
  const isBlank = typeof code === 'string' && /^Not(?:Null|Blank|Empty)$/.test(code);
  return hintAt('spring', field, isBlank ? { problem: 'required' } : readRule(defaultMessage), defaultMessage);
};

/** A violation of Quarkus (`create.dto.email`) or of Symfony (`propertyPath`): the first keys of Quarkus' are method and argument. */
export const readViolation: ObjectReader = ({ field, propertyPath, message, title, in: place }) => {
  const text = textOf(message ?? title);
  if (typeof propertyPath === 'string' && text) return hintAt('symfony', propertyPath, readRule(text), text);
  if (typeof field !== 'string' || !text || (place === undefined && field.split('.').length < 3)) return undefined;
  return hintAt('quarkus', field.split('.').slice(-1), readRule(text), text);
};

const FIELD_ERROR =
  /Field error in object '\w{1,60}' on field '([\w.[\]]{1,80})'.{0,600}?default message \[([^\]]{1,200})\]\](?!.{0,5}default message)/gs;
const UNRECOGNISED = /Unrecognized field "(\w{1,80})"/;
const KNOWN = /known properties: ((?:"\w{1,80}"(?:, )?){1,50})/;
const CHAIN = /\["(\w{1,80})"\]/g;
const DESERIALIZE = /Cannot deserialize value of type `([\w.$<>]{1,120})`/;
const MICRONAUT = /^(?:\w{1,60}\.){1,3}(\w{1,60}): ([a-z][^[]{3,200})$/;

/** Texts of Spring, Jackson and Micronaut, in answers and in logs. */
export const readJavaText: TextReader = (text) => [
  ...[...text.matchAll(FIELD_ERROR)].flatMap((match) =>
    hintAt('spring', match[1] ?? '', readRule((match[2] ?? '').replace(/^.*\[/, '')), match[2] ?? ''),
  ),
  ...jackson(text),
  ...micronaut(text),
];

function jackson(text: string): FieldHint[] {
  const unknown = UNRECOGNISED.exec(text)?.[1];
  if (unknown !== undefined) {
    const known = [...(KNOWN.exec(text)?.[1] ?? '').matchAll(/"(\w{1,80})"/g)].map((match) => match[1] ?? '');
    return [
      ...hintAt('jackson', unknown, { problem: 'unknown-field' }, `Unrecognized field "${unknown}"`),
      // that they exist does not say that they are required, but nothing else names them
      ...known.flatMap((name) => hintAt('jackson', name, { problem: 'invalid' }, `known property "${name}"`)),
    ];
  }
  const type = DESERIALIZE.exec(text)?.[1];
  const path = [...text.matchAll(CHAIN)].map((match) => match[1] ?? '');
  return type === undefined || path.length === 0
    ? []
    : hintAt('jackson', path, javaRule(type, text), `Cannot deserialize value of type ${type}`);
}

function javaRule(type: string, text: string): Rule {
  if (/accepted for Enum/.test(text)) return { problem: 'enum', enum: listedValues(text) };
  if (/^(?:int|long|short|byte)$|\.(?:Integer|Long|Short|BigInteger)$/.test(type)) return { problem: 'type', type: 'integer' };
  if (/^(?:double|float)$|\.(?:Double|Float|BigDecimal)$/.test(type)) return { problem: 'type', type: 'number' };
  if (/boolean$/i.test(type)) return { problem: 'type', type: 'boolean' };
  if (/\.(?:ArrayList|List|Set|HashSet)/.test(type)) return { problem: 'type', type: 'array' };
  if (/\.String$/.test(type)) return { problem: 'type', type: 'string' };
  const rule = readRule(`must be a valid ${type}`);
  return rule.problem === 'format' ? rule : { problem: 'type', type: 'object' };
}

function micronaut(text: string): FieldHint[] {
  const [, field, rest = ''] = MICRONAUT.exec(text) ?? [];
  if (field === undefined || readRule(rest).problem === 'invalid') return [];
  return hintAt('micronaut', field, readRule(rest), text);
}
