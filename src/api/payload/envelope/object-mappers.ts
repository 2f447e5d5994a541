import { isJsonObject, textOf, type Json } from '../../../json.ts';
import type { FieldHint, ObjectReader, Rule, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

const CAST: Readonly<Record<string, Rule>> = {
  number: { problem: 'type', type: 'number' },
  string: { problem: 'type', type: 'string' },
  boolean: { problem: 'type', type: 'boolean' },
  date: { problem: 'format', format: 'date-time' },
  objectid: { problem: 'format', format: 'objectid' },
  array: { problem: 'type', type: 'array' },
  embedded: { problem: 'type', type: 'object' },
};

/** An entry of Mongoose's `errors`. */
export const readMongooseError: ObjectReader = ({ kind, path, message, properties, name }) => {
  if (typeof kind !== 'string' || typeof path !== 'string') return undefined;
  const text = textOf(message);
  const known = isJsonObject(properties) ? properties : {};
  const cast = name === 'CastError' ? castRule(kind) : undefined;
  return hintAt('mongoose', path, cast ?? mongooseRule(kind, known, text), text);
};

const castRule = (kind: string): Rule =>
  (Object.hasOwn(CAST, kind.toLowerCase()) ? CAST[kind.toLowerCase()] : undefined) ?? { problem: 'type' };

function mongooseRule(
  kind: string,
  { minlength, maxlength, min, max, enumValues }: Readonly<Record<string, Json>>,
  text: string,
): Rule {
  if (kind === 'required') return { problem: 'required' };
  if (kind === 'enum')
    return { problem: 'enum', ...(Array.isArray(enumValues) && { enum: enumValues.filter((value) => value !== null) }) };
  if (kind === 'minlength' && typeof minlength === 'number') return { problem: 'bound', minLength: minlength };
  if (kind === 'maxlength' && typeof maxlength === 'number') return { problem: 'bound', maxLength: maxlength };
  if (kind === 'min' && typeof min === 'number') return { problem: 'bound', minimum: min };
  if (kind === 'max' && typeof max === 'number') return { problem: 'bound', maximum: max };
  return kind === 'unique' ? { problem: 'unique' } : readRule(text);
}

const MONGOOSE_PART = /(?:^|: |, )([\w.]{1,80}): (?=Path|Cast|`|[A-Z])/g;

/** `Task validation failed: title: Path `title` is required., age: …`, and the sentences of Mongoose alone. */
export const readMongooseText: TextReader = (text) => {
  const failed = /^.{0,60}?validation failed: /.exec(text);
  if (!failed) {
    const [, cast, castPath] = /Cast to (\w+) failed for value .{1,200} at path "([\w.]+)"/.exec(text) ?? [];
    if (cast !== undefined && castPath !== undefined) return hintAt('mongoose', castPath, castRule(cast), text);
    const path = /\b[Pp]ath [`']([\w.]{1,80})[`']/.exec(text)?.[1];
    return path === undefined
      ? []
      : hintAt('mongoose', path, /not a valid enum/.test(text) ? { problem: 'enum' } : readRule(text), text);
  }
  const rest = `, ${text.slice(failed[0].length)}`;
  const parts = [...rest.matchAll(MONGOOSE_PART)];
  return parts.flatMap((match, index): FieldHint[] => {
    const sentence = rest.slice(match.index + match[0].length, parts[index + 1]?.index);
    const cast = /Cast to (\w+) failed/.exec(sentence)?.[1];
    const rule =
      cast === undefined
        ? /not a valid enum/.test(sentence)
          ? { problem: 'enum' as const }
          : readRule(sentence)
        : castRule(cast);
    return hintAt('mongoose', match[1] ?? '', rule, sentence);
  });
};

/** An entry of Sequelize's `errors`. */
export const readSequelizeError: ObjectReader = ({ type, path, message }) => {
  if (typeof type !== 'string' || typeof path !== 'string' || !/violation|validation error/i.test(type)) return undefined;
  const text = textOf(message, type);
  const field = path.split('.').at(-1) ?? path;
  if (/notnull/i.test(type)) return hintAt('sequelize', field, { problem: 'required' }, text);
  return hintAt('sequelize', field, /unique/i.test(type) ? { problem: 'unique' } : readRule(text), text);
};

const PRISMA_TYPES: Readonly<Record<string, Rule>> = {
  int: { problem: 'type', type: 'integer' },
  bigint: { problem: 'type', type: 'integer' },
  float: { problem: 'type', type: 'number' },
  decimal: { problem: 'type', type: 'number' },
  string: { problem: 'type', type: 'string' },
  boolean: { problem: 'type', type: 'boolean' },
  datetime: { problem: 'format', format: 'date-time' },
};

/** Texts of Prisma, and the one-line texts of Sequelize. */
export const readMapperText: TextReader = (text) => [
  ...[...text.matchAll(/Argument `(\w{1,80})` (?:is missing|must not be null)/g)].flatMap((match) =>
    hintAt('prisma', match[1] ?? '', { problem: 'required' }, match[0]),
  ),
  ...[...text.matchAll(/Argument `(\w{1,80})`: Invalid value provided\. Expected (\w{1,40})/g)].flatMap((match) =>
    hintAt('prisma', match[1] ?? '', prismaRule(match[2] ?? ''), match[0]),
  ),
  ...[...text.matchAll(/Invalid value for argument `(\w{1,80})`[^.]{0,100}\. Expected (\S{1,60})/g)].flatMap((match) =>
    hintAt(
      'prisma',
      match[1] ?? '',
      /ISO-8601/.test(match[2] ?? '') ? { problem: 'format', format: 'date-time' } : prismaRule(match[2] ?? ''),
      match[0],
    ),
  ),
  ...[...text.matchAll(/Unknown (?:argument|arg) `(\w{1,80})`/g)].flatMap((match) =>
    hintAt('prisma', match[1] ?? '', { problem: 'unknown-field' }, match[0]),
  ),
  ...[...text.matchAll(/(Unique|Null) constraint (?:failed|violation) on the (?:fields?|constraint): \(?`?(\w{1,80})/g)].flatMap(
    (match) => hintAt('prisma', match[2] ?? '', { problem: match[1] === 'Unique' ? 'unique' : 'required' }, match[0]),
  ),
  ...[...text.matchAll(/\b[A-Z]\w{0,60}\.(\w{1,80}) cannot be null/g)].flatMap((match) =>
    hintAt('sequelize', match[1] ?? '', { problem: 'required' }, match[0]),
  ),
];

function prismaRule(expected: string): Rule {
  const type = expected.toLowerCase().replace(/\W.*$/, '');
  return (Object.hasOwn(PRISMA_TYPES, type) ? PRISMA_TYPES[type] : undefined) ?? { problem: 'enum' };
}
