import type { FieldHint, Rule, TextReader } from './field-hint.ts';
import { camelCase } from './field-path.ts';
import { hintAt } from './hint.ts';
import { listedValues } from './listed-values.ts';

type Reading = readonly [pattern: RegExp, rule: (match: RegExpExecArray) => Rule];

const required = (): Rule => ({ problem: 'required' });
const unique = (): Rule => ({ problem: 'unique' });

/** Texts of databases, the column first: PostgreSQL, MySQL, SQLite, MongoDB, in this order for each problem. */
const READINGS: readonly Reading[] = [
  [/null value in column "(\w{1,80})"/, required],
  [/Field '(\w{1,80})' doesn't have a default value/, required],
  [/Column '(\w{1,80})' cannot be null/, required],
  [/NOT NULL constraint failed: (?:\w{1,80}\.)?(\w{1,80})/, required],
  [/Key \((\w{1,80})\)=\(.{0,200}\) already exists/, unique],
  [/Duplicate entry '.{0,200}' for key '(?:\w{1,80}\.)?(\w{1,80})'/, unique],
  [/UNIQUE constraint failed: (?:\w{1,80}\.)?(\w{1,80})/, unique],
  [/E11000 .{0,300}dup key: \{ "?(\w{1,80})"?:/, unique],
  [/Key \((\w{1,80})\)=\(.{0,200}\) is not present in table/, required],
  [/violates foreign key constraint "\w{0,60}?_(\w{1,40}_id)_fkey"/, required],
  [/FOREIGN KEY \(`(\w{1,80})`\)/, required],
  [
    /CHECK constraint failed: (\w{1,80})(?: IN ?\((.{1,300})\))?/i,
    (match) => ({ problem: 'enum', ...(match[2] !== undefined && { enum: listedValues(`one of ${match[2]}`) }) }),
  ],
  [/Data truncated for column '(\w{1,80})'/, () => ({ problem: 'enum' })],
  [/Data too long for column '(\w{1,80})'/, () => ({ problem: 'bound', maxLength: 20 })],
  [
    /Incorrect (?:date|datetime|timestamp) value: .{0,100} for column (?:`\w{1,80}`\.)*[`'](\w{1,80})[`']/,
    () => ({ problem: 'format', format: 'local-date-time' }),
  ],
  [
    /Incorrect (?:integer|decimal|double) value: .{0,100} for column (?:`\w{1,80}`\.)*[`'](\w{1,80})[`']/,
    () => ({ problem: 'type', type: 'integer' }),
  ],
  [
    /column "(\w{1,80})" is of type (\w{1,40}) but expression is of type/,
    (match) => ({ problem: 'type', ...(match[2] === 'integer' && { type: 'integer' }) }),
  ],
];

const TOO_LONG = /value too long for type character varying\((\d{1,6})\)/;

/** A column's name is the field's, or its camel case: the alias is tried when the name itself does not help. */
export const readDatabaseText: TextReader = (text) => {
  const found = READINGS.flatMap(([pattern, rule]): FieldHint[] => {
    const match = pattern.exec(text);
    const column = match?.[1];
    if (!match || column === undefined) return [];
    const aliases = [camelCase(column)].filter((alias) => alias !== column);
    return hintAt('database', column, rule(match), match[0]).map((hint) => ({ ...hint, ...(aliases.length > 0 && { aliases }) }));
  });
  const length = TOO_LONG.exec(text);
  if (!length) return found;
  // the answer does not say which column it was
  return [
    ...found,
    { path: [], problem: 'bound', maxLength: Number(length[1]), producer: 'database', certain: true, text: length[0] },
  ];
};
