import { textOf, type Json } from '../../../src/json.ts';
import { type Answer, json, type Violation } from './simulated-server.ts';

/** How a producer words its refusal, as recorded from the real library. */
export type Producer = (violations: readonly Violation[]) => Answer;

const dotted = ({ path }: Violation) => path.join('.');
const last = ({ path }: Violation) => path.at(-1) ?? '';
const first = (violations: readonly Violation[]): Violation[] => violations.slice(0, 1);
const list = (values: readonly string[] = []) => values.join(', ');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const snake = (text: string) => text.replace(/[A-Z]/g, (char) => `_${char.toLowerCase()}`);

function map(violations: readonly Violation[], word: (violation: Violation) => Json): Record<string, Json> {
  return Object.fromEntries(violations.map((violation) => [dotted(violation), word(violation)]));
}

function nested(violations: readonly Violation[], word: (violation: Violation) => Json): Json {
  const tree: Record<string, Json> = {};
  for (const violation of violations) {
    const [top = '', inner] = violation.path;
    const known = tree[top];
    tree[top] =
      inner === undefined
        ? word(violation)
        : { ...(typeof known === 'object' && known !== null ? known : {}), [inner]: word(violation) };
  }
  return tree;
}

function zodIssue(violation: Violation): Json {
  const { path, problem, type } = violation;
  switch (problem) {
    case 'unknown':
      return { code: 'unrecognized_keys', keys: path, path: [], message: `Unrecognized key: "${last(violation)}"` };
    case 'enum':
      return { code: 'invalid_value', values: violation.enum ?? [], path, message: 'Invalid option' };
    case 'format':
      return {
        origin: 'string',
        code: 'invalid_format',
        format: violation.format === 'date-time' ? 'datetime' : (violation.format ?? ''),
        path,
        message: 'Invalid string',
      };
    case 'missing':
      if (violation.enum)
        return {
          code: 'invalid_value',
          values: violation.enum,
          path,
          message: `Invalid option: expected one of ${violation.enum.map((value) => `"${value}"`).join('|')}`,
        };
      return {
        expected: type === 'integer' ? 'number' : type,
        code: 'invalid_type',
        path,
        message: `Invalid input: expected ${type === 'integer' ? 'number' : type}, received undefined`,
      };
    case 'type':
      return {
        expected: type === 'integer' ? 'int' : type,
        code: 'invalid_type',
        path,
        message: `Invalid input: expected ${type}, received string`,
      };
    case 'minLength':
      return {
        origin: 'string',
        code: 'too_small',
        minimum: violation.minLength ?? 0,
        inclusive: true,
        path,
        message: 'Too small',
      };
    case 'minimum':
      return {
        origin: 'number',
        code: 'too_small',
        minimum: violation.minimum ?? 0,
        inclusive: true,
        path,
        message: 'Too small',
      };
    default:
      return {
        origin: 'string',
        code: 'too_big',
        maximum: violation.maxLength ?? violation.maximum ?? 0,
        inclusive: true,
        path,
        message: 'Too big',
      };
  }
}

function zodSentence(violation: Violation): string {
  const { problem, type } = violation;
  if (problem === 'missing' && violation.enum)
    return `Invalid option: expected one of ${violation.enum.map((value) => `"${value}"`).join('|')}`;
  if (problem === 'missing') return `Invalid input: expected ${type === 'integer' ? 'number' : type}, received undefined`;
  if (problem === 'enum')
    return `Invalid option: expected one of ${violation.enum?.map((value) => `"${value}"`).join('|') ?? ''}`;
  if (problem === 'format')
    return violation.format === 'email'
      ? 'Invalid email address'
      : `Invalid ISO ${violation.format === 'date' ? 'date' : 'datetime'}`;
  if (problem === 'type') return `Invalid input: expected ${type === 'integer' ? 'int' : type}, received string`;
  if (problem === 'minLength') return `Too small: expected string to have >=${violation.minLength ?? 0} characters`;
  if (problem === 'maxLength') return `Too big: expected string to have <=${violation.maxLength ?? 0} characters`;
  return problem === 'minimum'
    ? `Too small: expected number to be >=${violation.minimum ?? 0}`
    : `Too big: expected number to be <=${violation.maximum ?? 0}`;
}

/** Sentences behind a name, in the words of Joi. */
function joiWords(violation: Violation): string {
  switch (violation.problem) {
    case 'missing':
      return 'is required';
    case 'unknown':
      return 'is not allowed';
    case 'enum':
      return `must be one of [${list(violation.enum)}]`;
    case 'format':
      return violation.format === 'email'
        ? 'must be a valid email'
        : violation.format === 'uuid'
          ? 'must be a valid GUID'
          : 'must be in ISO 8601 date format';
    case 'type':
      return violation.type === 'integer'
        ? 'must be an integer'
        : `must be ${/^[aio]/.test(violation.type) ? 'an' : 'a'} ${violation.type}`;
    case 'minLength':
      return `length must be at least ${violation.minLength ?? 0} characters long`;
    case 'maxLength':
      return `length must be less than or equal to ${violation.maxLength ?? 0} characters long`;
    case 'minimum':
      return `must be greater than or equal to ${violation.minimum ?? 0}`;
    case 'maximum':
      return `must be less than or equal to ${violation.maximum ?? 0}`;
  }
}

const joiDetail = (violation: Violation): Json => ({
  message: `"${dotted(violation)}" ${joiWords(violation)}`,
  path: violation.path,
  type: JOI_TYPES[violation.problem],
  context: { limit: violation.minLength ?? violation.minimum ?? 0, valids: violation.enum ?? [], label: dotted(violation) },
});
const JOI_TYPES = {
  missing: 'any.required',
  unknown: 'object.unknown',
  enum: 'any.only',
  format: 'string.email',
  type: 'number.base',
  minLength: 'string.min',
  maxLength: 'string.max',
  minimum: 'number.min',
  maximum: 'number.max',
};

/** class-validator says every rule of a field at once, also of a field that is not there. */
function nestSentences(violation: Violation): string[] {
  const name = dotted(violation);
  if (violation.problem === 'unknown') return [`property ${name} should not exist`];
  const { type, format } = violation;
  return [
    ...(format === 'email' ? [`${name} must be an email`] : []),
    ...(format === 'date' || format === 'date-time' ? [`${name} must be a valid ISO 8601 date string`] : []),
    ...(format === 'uuid' ? [`${name} must be a UUID`] : []),
    ...(violation.enum ? [`${name} must be one of the following values: ${list(violation.enum)}`] : []),
    ...(violation.minLength !== undefined ? [`${name} must be longer than or equal to ${violation.minLength} characters`] : []),
    ...(violation.maxLength !== undefined ? [`${name} must be shorter than or equal to ${violation.maxLength} characters`] : []),
    ...(violation.minimum !== undefined ? [`${name} must not be less than ${violation.minimum}`] : []),
    ...(type === 'integer'
      ? [`${name} must be an integer number`]
      : type === 'boolean'
        ? [`${name} must be a boolean value`]
        : type === 'array'
          ? [`${name} must be an array`]
          : []),
    ...(type === 'string' && !violation.enum && !format ? [`${name} must be a string`] : []),
  ];
}

function yupSentence(violation: Violation): string {
  const name = dotted(violation);
  switch (violation.problem) {
    case 'missing':
      return `${name} is a required field`;
    case 'unknown':
      return `this field has unspecified keys: ${name}`;
    case 'enum':
      return `${name} must be one of the following values: ${list(violation.enum)}`;
    case 'format':
      return violation.format === 'email'
        ? `${name} must be a valid email`
        : `${name} must be a \`date\` type, but the final value was: \`Invalid Date\`.`;
    case 'type':
      return violation.type === 'integer'
        ? `${name} must be an integer`
        : `${name} must be a \`${violation.type}\` type, but the final value was: \`"x"\`.`;
    case 'minLength':
      return `${name} must be at least ${violation.minLength ?? 0} characters`;
    case 'maxLength':
      return `${name} must be at most ${violation.maxLength ?? 0} characters`;
    case 'minimum':
      return `${name} must be greater than or equal to ${violation.minimum ?? 0}`;
    case 'maximum':
      return `${name} must be less than or equal to ${violation.maximum ?? 0}`;
  }
}

function mongooseError(violation: Violation): Json {
  const path = dotted(violation);
  const cast =
    violation.format === 'date' || violation.format === 'date-time'
      ? 'date'
      : violation.format === 'objectid'
        ? 'ObjectId'
        : violation.type === 'integer'
          ? 'Number'
          : capital(violation.type);
  switch (violation.problem) {
    case 'missing':
      return {
        name: 'ValidatorError',
        message: `Path \`${path}\` is required.`,
        properties: { type: 'required', path },
        kind: 'required',
        path,
      };
    case 'enum':
      return {
        name: 'ValidatorError',
        message: `\`x\` is not a valid enum value for path \`${path}\`.`,
        properties: { enumValues: violation.enum ?? [], type: 'enum', path },
        kind: 'enum',
        path,
      };
    case 'minLength':
      return {
        name: 'ValidatorError',
        message: `Path \`${path}\` is shorter than the minimum allowed length (${violation.minLength ?? 0}).`,
        properties: { minlength: violation.minLength ?? 0 },
        kind: 'minlength',
        path,
      };
    case 'minimum':
      return {
        name: 'ValidatorError',
        message: `Path \`${path}\` (0) is less than minimum allowed value (${violation.minimum ?? 0}).`,
        properties: { min: violation.minimum ?? 0 },
        kind: 'min',
        path,
      };
    case 'maxLength':
      return {
        name: 'ValidatorError',
        message: `Path \`${path}\` is longer than the maximum allowed length (${violation.maxLength ?? 0}).`,
        properties: {},
        kind: 'maxlength',
        path,
      };
    default:
      return {
        stringValue: '"x"',
        kind: cast,
        value: 'x',
        path,
        name: 'CastError',
        message: `Cast to ${cast} failed for value "x" (type string) at path "${path}"`,
      };
  }
}

function ajvError(violation: Violation): Json {
  const at = violation.path.map((key) => `/${key}`).join('');
  switch (violation.problem) {
    case 'missing':
      return {
        instancePath: at.slice(0, at.lastIndexOf('/')),
        keyword: 'required',
        params: { missingProperty: last(violation) },
        message: `must have required property '${last(violation)}'`,
      };
    case 'unknown':
      return {
        instancePath: '',
        keyword: 'additionalProperties',
        params: { additionalProperty: last(violation) },
        message: 'must NOT have additional properties',
      };
    case 'enum':
      return {
        instancePath: at,
        keyword: 'enum',
        params: { allowedValues: violation.enum ?? [] },
        message: 'must be equal to one of the allowed values',
      };
    case 'format':
      return {
        instancePath: at,
        keyword: 'format',
        params: { format: violation.format ?? '' },
        message: `must match format "${violation.format ?? ''}"`,
      };
    case 'type':
      return { instancePath: at, keyword: 'type', params: { type: violation.type }, message: `must be ${violation.type}` };
    default:
      return {
        instancePath: at,
        keyword: violation.problem,
        params: { limit: violation[violation.problem] ?? 0 },
        message: 'must NOT be so',
      };
  }
}

function fastifyMessage(violation: Violation): string {
  const at = violation.path.map((key) => `/${key}`).join('');
  if (violation.problem === 'missing')
    return `body${at.slice(0, at.lastIndexOf('/'))} must have required property '${last(violation)}'`;
  if (violation.problem === 'unknown') return 'body must NOT have additional properties';
  if (violation.problem === 'enum') return `body${at} must be equal to one of the allowed values`;
  if (violation.problem === 'format') return `body${at} must match format "${violation.format ?? ''}"`;
  if (violation.problem === 'type') return `body${at} must be ${violation.type}`;
  if (violation.problem === 'minLength') return `body${at} must NOT have fewer than ${violation.minLength ?? 0} characters`;
  return violation.problem === 'minimum'
    ? `body${at} must be >= ${violation.minimum ?? 0}`
    : `body${at} must NOT have more than ${violation.maxLength ?? 0} characters`;
}

function pydanticError(violation: Violation): Json {
  const loc = ['body', ...violation.path];
  switch (violation.problem) {
    case 'missing':
      return { type: 'missing', loc, msg: 'Field required', input: {} };
    case 'unknown':
      return { type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted', input: 1 };
    case 'enum':
      return {
        type: 'literal_error',
        loc,
        msg: 'Input should be one of them',
        input: 'x',
        ctx: {
          expected:
            violation.enum
              ?.map((value) => `'${value}'`)
              .join(', ')
              .replace(/, (?=[^,]*$)/, ' or ') ?? '',
        },
      };
    case 'format':
      return {
        type:
          violation.format === 'date'
            ? 'date_from_datetime_parsing'
            : violation.format === 'date-time'
              ? 'datetime_from_date_parsing'
              : 'value_error',
        loc,
        msg:
          violation.format === 'email'
            ? 'value is not a valid email address: x'
            : `Input should be a valid ${violation.format ?? ''}`,
        input: 'x',
      };
    case 'type':
      return {
        type: {
          integer: 'int_parsing',
          number: 'float_parsing',
          boolean: 'bool_parsing',
          array: 'list_type',
          object: 'model_attributes_type',
          string: 'string_type',
        }[violation.type],
        loc,
        msg: 'Input should be another',
        input: 'x',
      };
    case 'minLength':
      return {
        type: 'string_too_short',
        loc,
        msg: 'String should have more',
        input: 'x',
        ctx: { min_length: violation.minLength ?? 0 },
      };
    case 'maxLength':
      return {
        type: 'string_too_long',
        loc,
        msg: 'String should have less',
        input: 'x',
        ctx: { max_length: violation.maxLength ?? 0 },
      };
    case 'minimum':
      return { type: 'greater_than_equal', loc, msg: 'Input should be more', input: 0, ctx: { ge: violation.minimum ?? 0 } };
    case 'maximum':
      return { type: 'less_than_equal', loc, msg: 'Input should be less', input: 0, ctx: { le: violation.maximum ?? 0 } };
  }
}

function marshmallowSentence(violation: Violation): string {
  switch (violation.problem) {
    case 'missing':
      return 'Missing data for required field.';
    case 'unknown':
      return 'Unknown field.';
    case 'enum':
      return `Must be one of: ${list(violation.enum)}.`;
    case 'format':
      return {
        email: 'Not a valid email address.',
        date: 'Not a valid date.',
        'date-time': 'Not a valid datetime.',
        uuid: 'Not a valid UUID.',
        objectid: 'Invalid value.',
      }[violation.format ?? 'email'];
    case 'type':
      return `Not a valid ${violation.type}.`;
    case 'minLength':
      return `Shorter than minimum length ${violation.minLength ?? 0}.`;
    case 'maxLength':
      return `Longer than maximum length ${violation.maxLength ?? 0}.`;
    case 'minimum':
      return `Must be greater than or equal to ${violation.minimum ?? 0}.`;
    case 'maximum':
      return `Must be less than or equal to ${violation.maximum ?? 0}.`;
  }
}

function drfSentence(violation: Violation): string {
  switch (violation.problem) {
    case 'missing':
      return 'This field is required.';
    case 'enum':
      return '"x" is not a valid choice.';
    case 'format':
      return {
        email: 'Enter a valid email address.',
        date: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
        'date-time':
          'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
        uuid: 'Must be a valid UUID.',
        objectid: 'Invalid.',
      }[violation.format ?? 'email'];
    case 'type':
      return violation.type === 'boolean' ? 'Must be a valid boolean.' : `A valid ${violation.type} is required.`;
    case 'minLength':
      return `Ensure this field has at least ${violation.minLength ?? 0} characters.`;
    case 'maxLength':
      return `Ensure this field has no more than ${violation.maxLength ?? 0} characters.`;
    case 'minimum':
      return `Ensure this value is greater than or equal to ${violation.minimum ?? 0}.`;
    default:
      return `Ensure this value is less than or equal to ${violation.maximum ?? 0}.`;
  }
}

/** Bean Validation, which Spring, Quarkus and Micronaut share. */
function beanWords(violation: Violation): string {
  switch (violation.problem) {
    case 'missing':
      return violation.type === 'string' ? 'must not be blank' : 'must not be null';
    case 'format':
      return 'must be a well-formed email address';
    case 'minLength':
    case 'maxLength':
      return `size must be between ${violation.minLength ?? 0} and ${violation.maxLength ?? 2147483647}`;
    case 'minimum':
      return `must be greater than or equal to ${violation.minimum ?? 0}`;
    default:
      return `must be less than or equal to ${violation.maximum ?? 0}`;
  }
}

const JAVA = {
  integer: 'int',
  number: 'java.math.BigDecimal',
  boolean: 'boolean',
  array: 'java.util.ArrayList<java.lang.String>',
  object: 'com.example.Address',
  string: 'java.lang.String',
};

/** What Jackson cannot read never reaches Bean Validation: one such error stands alone. */
function jackson(violations: readonly Violation[]): string | undefined {
  const found = violations.find(
    ({ problem, format }) =>
      problem === 'type' || problem === 'enum' || problem === 'unknown' || (problem === 'format' && format !== 'email'),
  );
  if (!found) return undefined;
  const chain = `(through reference chain: com.example.TaskDto["${last(found)}"])`;
  if (found.problem === 'unknown')
    return `JSON parse error: Unrecognized field "${last(found)}" (class com.example.TaskDto), not marked as ignorable`;
  if (found.problem === 'enum')
    return `JSON parse error: Cannot deserialize value of type \`com.example.Priority\` from String "x": not one of the values accepted for Enum class: [${list(found.enum)}] ${chain}`;
  const type =
    found.format === 'date' ? 'java.time.LocalDate' : found.format === 'date-time' ? 'java.time.Instant' : JAVA[found.type];
  return `JSON parse error: Cannot deserialize value of type \`${type}\` from String "x": not a valid representation ${chain}`;
}

function laravelSentence(violation: Violation): string {
  const name = snake(dotted(violation)).replaceAll('_', ' ');
  switch (violation.problem) {
    case 'missing':
      return `The ${name} field is required.`;
    case 'enum':
      return `The selected ${name} is invalid.`;
    case 'format':
      return `The ${name} field must be a valid ${violation.format === 'email' ? 'email address' : violation.format === 'uuid' ? 'UUID' : 'date'}.`;
    case 'type':
      return violation.type === 'boolean'
        ? `The ${name} field must be true or false.`
        : `The ${name} field must be ${/^[aio]/.test(violation.type) ? 'an' : 'a'} ${violation.type}.`;
    case 'minLength':
      return `The ${name} field must be at least ${violation.minLength ?? 0} characters.`;
    case 'maxLength':
      return `The ${name} field must not be greater than ${violation.maxLength ?? 0} characters.`;
    case 'minimum':
      return `The ${name} field must be at least ${violation.minimum ?? 0}.`;
    default:
      return `The ${name} field must not be greater than ${violation.maximum ?? 0}.`;
  }
}

function symfonySentence(violation: Violation): string {
  switch (violation.problem) {
    case 'missing':
      return 'This value should not be blank.';
    case 'enum':
      return 'The value you selected is not a valid choice.';
    case 'format':
      return violation.format === 'email' ? 'This value is not a valid email address.' : 'This value is not a valid date.';
    case 'type':
      return `This value should be of type ${violation.type === 'integer' ? 'int' : violation.type}.`;
    case 'minLength':
      return `This value is too short. It should have ${violation.minLength ?? 0} characters or more.`;
    case 'maxLength':
      return `This value is too long. It should have ${violation.maxLength ?? 0} characters or less.`;
    case 'minimum':
      return `This value should be greater than or equal to ${violation.minimum ?? 0}.`;
    default:
      return `This value should be less than or equal to ${violation.maximum ?? 0}.`;
  }
}

function railsSentence(violation: Violation): string {
  if (violation.problem === 'missing') return "can't be blank";
  if (violation.problem === 'enum') return 'is not included in the list';
  if (violation.problem === 'type') return 'is not a number';
  if (violation.problem === 'minLength') return `is too short (minimum is ${violation.minLength ?? 0} characters)`;
  if (violation.problem === 'maxLength') return `is too long (maximum is ${violation.maxLength ?? 0} characters)`;
  return violation.problem === 'minimum' ? `must be greater than or equal to ${violation.minimum ?? 0}` : 'is invalid';
}

const GO_TAGS = {
  missing: 'required',
  enum: 'oneof',
  minLength: 'min',
  maxLength: 'max',
  minimum: 'gte',
  maximum: 'lte',
  unknown: '',
  type: '',
  format: 'email',
};

function goText(violations: readonly Violation[]): string {
  const type = violations.find(({ problem }) => problem === 'type');
  if (type)
    return `json: cannot unmarshal string into Go struct field TaskInput.${dotted(type)} of type ${{ integer: 'int', number: 'float64', boolean: 'bool', array: '[]string', object: 'main.Address', string: 'string' }[type.type]}`;
  return violations
    .map((violation) => {
      const names = violation.path.map((key) => capital(key.replace(/_(\w)/g, (_whole, char: string) => char.toUpperCase())));
      const tag = violation.problem === 'format' && violation.format !== 'email' ? 'datetime' : GO_TAGS[violation.problem];
      return `Key: 'TaskInput.${names.join('.')}' Error:Field validation for '${names.at(-1) ?? ''}' failed on the '${tag}' tag`;
    })
    .join('\n');
}

function aspNetEntry(violation: Violation): [string, Json] {
  const name = violation.path.map(capital).join('.');
  const at = `$.${dotted(violation)}`;
  const net = {
    integer: 'System.Int32',
    number: 'System.Decimal',
    boolean: 'System.Boolean',
    array: 'System.Collections.Generic.List`1[System.String]',
    object: 'Dto',
    string: 'System.String',
  }[violation.type];
  if (violation.problem === 'type' || (violation.problem === 'format' && violation.format !== 'email')) {
    return [
      at,
      [
        `The JSON value could not be converted to ${violation.problem === 'type' ? net : 'System.DateTime'}. Path: ${at} | LineNumber: 0 | BytePositionInLine: 9.`,
      ],
    ];
  }
  if (violation.problem === 'missing') return [name, [`The ${name} field is required.`]];
  if (violation.problem === 'enum') return [name, [`The field ${name} must be one of: ${list(violation.enum)}.`]];
  if (violation.problem === 'format') return [name, [`The ${name} field is not a valid e-mail address.`]];
  if (violation.problem === 'minLength' || violation.problem === 'maxLength') {
    return [
      name,
      [
        `The field ${name} must be a string with a minimum length of ${violation.minLength ?? 0} and a maximum length of ${violation.maxLength ?? 100}.`,
      ],
    ];
  }
  return [name, [`The field ${name} must be between ${violation.minimum ?? 0} and ${violation.maximum ?? 1000}.`]];
}

function plainSentence(violation: Violation): string {
  const name = dotted(violation);
  switch (violation.problem) {
    case 'missing':
      return `${capital(name)} is required`;
    case 'enum':
      return `Invalid ${name}. Must be one of: ${list(violation.enum)}`;
    case 'format':
      return violation.format === 'email' ? 'Invalid email format' : `Invalid ${name} format`;
    case 'minLength':
      return `${capital(name)} must be at least ${violation.minLength ?? 0} characters long`;
    case 'minimum':
      return `${capital(name)} must be at least ${violation.minimum ?? 0}`;
    default:
      return `${capital(name)} must be ${/^[aio]/.test(violation.type) ? 'an' : 'a'} ${violation.type}`;
  }
}

const databaseText = (dialect: 'pg' | 'mysql' | 'sqlite', violation: Violation): string => {
  const column = snake(last(violation));
  if (violation.problem === 'missing') {
    if (dialect === 'pg') return `null value in column "${column}" of relation "tasks" violates not-null constraint`;
    return dialect === 'mysql'
      ? `Field '${column}' doesn't have a default value`
      : `SQLITE_CONSTRAINT: NOT NULL constraint failed: tasks.${column}`;
  }
  if (violation.problem === 'enum') {
    if (dialect === 'pg') return `new row for relation "tasks" violates check constraint "tasks_${column}_check"`;
    return dialect === 'mysql'
      ? `Data truncated for column '${column}' at row 1`
      : `SQLITE_CONSTRAINT: CHECK constraint failed: ${column} IN (${violation.enum?.map((value) => `'${value}'`).join(',') ?? ''})`;
  }
  return dialect === 'mysql' ? `Incorrect date value: 'x' for column '${column}' at row 1` : `datatype mismatch`;
};

const at400 = (body: Json): Answer => json(400, body);

/** Every producer that is read, and its variants. */
export const PRODUCERS: Readonly<Record<string, Producer>> = {
  'zod issues': (all) => at400({ errors: all.map(zodIssue) }),
  'zod JSON in a string': (all) => at400({ error: { name: 'ZodError', message: JSON.stringify(all.map(zodIssue)) } }),
  'zod flatten': (all) =>
    at400({
      formErrors: all.filter(({ problem }) => problem === 'unknown').map((one) => `Unrecognized key: "${last(one)}"`),
      fieldErrors: map(
        all.filter(({ problem }) => problem !== 'unknown'),
        (one) => [zodSentence(one)],
      ),
    }),
  'zod treeify': (all) =>
    at400({
      error: {
        errors: [],
        properties: Object.fromEntries(
          all.map((one) => [
            one.path[0] ?? '',
            one.path[1] === undefined
              ? { errors: [zodSentence(one)] }
              : { errors: [], properties: { [one.path[1]]: { errors: [zodSentence(one)] } } },
          ]),
        ),
      },
    }),
  'Joi details': (all) => at400({ details: all.map(joiDetail) }),
  'Joi message': (all) => at400({ message: all.map((one) => `"${dotted(one)}" ${joiWords(one)}`).join('. ') }),
  'Joi first only': (all) =>
    at400({
      error: first(all)
        .map((one) => `"${dotted(one)}" ${joiWords(one)}`)
        .join(''),
    }),
  'class-validator (Nest)': (all) => at400({ message: all.flatMap(nestSentences), error: 'Bad Request', statusCode: 400 }),
  'express-validator silent': (all) =>
    at400({
      errors: all.map((one) => ({
        type: 'field',
        ...(one.problem !== 'missing' && { value: 'x' }),
        msg: 'Invalid value',
        path: dotted(one),
        location: 'body',
      })),
    }),
  'express-validator messages': (all) =>
    json(422, {
      errors: all.map((one) => ({ type: 'field', value: 'x', msg: plainSentence(one), path: dotted(one), location: 'body' })),
    }),
  'yup errors': (all) => at400({ errors: all.map(yupSentence) }),
  'yup inner': (all) =>
    at400({
      inner: all.map((one) => ({
        path: one.problem === 'unknown' ? '' : dotted(one),
        type: one.problem === 'unknown' ? 'noUnknown' : 'optionality',
        message: yupSentence(one),
      })),
    }),
  'Mongoose errors': (all) =>
    json(500, { errors: map(all, mongooseError), _message: 'Task validation failed', name: 'ValidationError' }),
  'Mongoose message': (all) =>
    json(500, {
      error: `Task validation failed: ${all
        .map((one) => {
          const error = mongooseError(one);
          return `${dotted(one)}: ${typeof error === 'object' && error !== null && 'message' in error ? textOf(error['message']) : ''}`;
        })
        .join(', ')}`,
    }),
  Sequelize: (all) =>
    at400({
      errors: all.map((one) => ({
        message: one.problem === 'missing' ? `Task.${dotted(one)} cannot be null` : `Validation ${plainSentence(one)}`,
        type: one.problem === 'missing' ? 'notNull Violation' : 'Validation error',
        path: dotted(one),
        value: null,
      })),
    }),
  Prisma: (all) =>
    json(500, {
      error: `\nInvalid \`prisma.task.create()\` invocation in\n/app/index.js:1:1\n\n${first(all)
        .map((one) =>
          one.problem === 'missing'
            ? `Argument \`${last(one)}\` is missing.`
            : one.problem === 'format'
              ? `Invalid value for argument \`${last(one)}\`: premature end of input. Expected ISO-8601 DateTime.`
              : one.problem === 'enum'
                ? `Invalid value for argument \`${last(one)}\`. Expected Priority.`
                : `Argument \`${last(one)}\`: Invalid value provided. Expected ${{ integer: 'Int', number: 'Float', boolean: 'Boolean', string: 'String', array: 'TaskCreatetagsInput', object: 'Json' }[one.type]}, provided String.`,
        )
        .join('')}`,
    }),
  'ajv errors': (all) => at400({ errors: all.map(ajvError) }),
  Fastify: (all) =>
    at400({
      statusCode: 400,
      code: 'FST_ERR_VALIDATION',
      error: 'Bad Request',
      message: first(all).map(fastifyMessage).join(''),
    }),
  'pydantic (FastAPI)': (all) => json(422, { detail: all.map(pydanticError) }),
  marshmallow: (all) => at400(nested(all, (one) => [marshmallowSentence(one)])),
  'marshmallow (webargs)': (all) => json(422, { errors: { json: nested(all, (one) => [marshmallowSentence(one)]) } }),
  DRF: (all) =>
    at400(
      nested(
        all.filter(({ problem }) => problem !== 'unknown'),
        (one) => [drfSentence(one)],
      ),
    ),
  Spring: (all) => {
    const parse = jackson(all);
    const envelope = { timestamp: '2026-01-01T00:00:00Z', status: 400, error: 'Bad Request', path: '/tasks' };
    return at400(
      parse === undefined
        ? {
            ...envelope,
            errors: all.map((one) => ({
              field: dotted(one),
              code: one.problem === 'missing' ? 'NotBlank' : 'Size',
              defaultMessage: beanWords(one),
              objectName: 'taskDto',
            })),
          }
        : { ...envelope, message: parse },
    );
  },
  'Spring map': (all) => at400(jackson(all) === undefined ? map(all, beanWords) : { message: jackson(all) ?? '' }),
  Quarkus: (all) =>
    at400(
      jackson(all) === undefined
        ? {
            title: 'Constraint Violation',
            status: 400,
            violations: all.map((one) => ({ field: `create.dto.${dotted(one)}`, message: beanWords(one) })),
          }
        : { details: jackson(all) ?? '' },
    ),
  Micronaut: (all) =>
    at400({
      message: 'Bad Request',
      _embedded: {
        errors:
          jackson(all) === undefined
            ? all.map((one) => ({ message: `dto.${dotted(one)}: ${beanWords(one)}` }))
            : [{ message: jackson(all) ?? '' }],
      },
      _links: {},
    }),
  Laravel: (all) =>
    json(422, {
      message: all[0] ? `${laravelSentence(all[0])} (and ${all.length - 1} more errors)` : '',
      errors: map(all, (one) => [laravelSentence(one)]),
    }),
  Symfony: (all) =>
    json(422, {
      type: 'https://symfony.com/errors/validation',
      title: 'Validation Failed',
      detail: all.map((one) => `${dotted(one)}: ${symfonySentence(one)}`).join('\n'),
      violations: all.map((one) => ({ propertyPath: dotted(one), title: symfonySentence(one), parameters: {} })),
    }),
  'Rails map': (all) => json(422, { errors: map(all, (one) => [railsSentence(one)]) }),
  'Rails sentences': (all) =>
    json(422, { errors: all.map((one) => `${capital(snake(dotted(one)).replaceAll('_', ' '))} ${railsSentence(one)}`) }),
  'go-validator (gin)': (all) => at400({ error: goText(all) }),
  'ASP.NET': (all) => {
    const parse = all.filter(({ problem, format }) => problem === 'type' || (problem === 'format' && format !== 'email'));
    return at400({
      title: 'One or more validation errors occurred.',
      status: 400,
      errors:
        parse.length > 0
          ? { ...Object.fromEntries(parse.map(aspNetEntry)), dto: ['The dto field is required.'] }
          : Object.fromEntries(all.map(aspNetEntry)),
    });
  },
  'field and message': (all) =>
    at400({ success: false, errors: all.map((one) => ({ field: dotted(one), message: plainSentence(one) })) }),
  'JSON:API': (all) =>
    json(422, {
      errors: all.map((one) => ({
        status: '422',
        source: { pointer: `/data/attributes/${one.path.join('/')}` },
        title: 'Invalid Attribute',
        detail: plainSentence(one),
      })),
    }),
  'PostgreSQL text': (all) =>
    json(500, {
      error: first(all)
        .map((one) => databaseText('pg', one))
        .join(''),
    }),
  'MySQL text': (all) =>
    json(500, {
      error: first(all)
        .map((one) => databaseText('mysql', one))
        .join(''),
    }),
  'SQLite text': (all) =>
    json(500, {
      error: first(all)
        .map((one) => databaseText('sqlite', one))
        .join(''),
    }),
  'one sentence each': (all) => at400({ error: first(all).map(plainSentence).join('') }),
  'a sentence naming all': (all) => {
    const missing = all.filter(({ problem }) => problem === 'missing');
    return at400({
      message:
        missing.length > 0
          ? `Missing required fields: ${missing.map(dotted).join(', ')}`
          : first(all).map(plainSentence).join(''),
    });
  },
};
