import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FieldHint } from '../../../../src/api/payload/envelope/field-hint.ts';
import { readEnvelope, readLog } from '../../../../src/api/payload/envelope/read-envelope.ts';
import type { Json } from '../../../../src/json.ts';
import { cpuTimeMs } from '../../../cpu-time.ts';

/** `title bound minLength=3`. */
function brief(hint: FieldHint): string {
  const { path, producer: _producer, certain: _certain, text: _text, aliases: _aliases, problem, ...facts } = hint;
  return [path.join('.'), problem, ...Object.entries(facts).map(([key, value]) => `${key}=${JSON.stringify(value)}`)]
    .join(' ')
    .trim();
}

const read = (body: Json, status = 400) =>
  readEnvelope(status, 'application/json', typeof body === 'string' ? body : JSON.stringify(body));

describe('answers recorded from the real libraries', () => {
  const Recorded = z.array(z.object({ name: z.string(), status: z.number(), body: z.string(), hints: z.array(z.string()) }));
  const recorded = Recorded.parse(JSON.parse(readFileSync(new URL('../recorded/envelopes.json', import.meta.url), 'utf8')));

  it.each(recorded)('$name', ({ status, body, hints }) => {
    expect(readEnvelope(status, 'application/json', body).map(brief)).toEqual(hints);
  });

  // Every first recording is the answer to {}, every third to a body whose only fault that all libraries see is an age of 3.
  it.each(
    recorded.filter(
      ({ name }) =>
        /^(?:zod|joi (?:all|message)|yup|mongoose|fastapi|marshmallow|webargs|drf|ajv).* 1$/.test(name) &&
        !/nobody|nested|form/.test(name),
    ),
  )('$name: names what {} lacks', ({ status, body }) => {
    const paths = readEnvelope(status, 'application/json', body).map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['title', 'email', 'age', 'priority']));
  });

  it.each(recorded.filter(({ name }) => / 3$/.test(name) && !name.includes('/evm')))(
    '$name: knows the least age',
    ({ status, body }) => {
      expect(readEnvelope(status, 'application/json', body).find(({ path }) => path[0] === 'age')).toMatchObject({
        problem: 'bound',
        minimum: 18,
        certain: true,
      });
    },
  );
});

const DOCUMENTED: readonly (readonly [producer: string, body: Json, hints: readonly string[]])[] = [
  [
    'spring',
    {
      timestamp: 'x',
      status: 400,
      error: 'Bad Request',
      path: '/api/tasks',
      errors: [{ codes: ['NotBlank.x'], field: 'email', code: 'NotBlank', defaultMessage: 'must not be blank', objectName: 't' }],
    },
    ['email required'],
  ],
  [
    'spring',
    {
      timestamp: 'x',
      status: 400,
      trace:
        "org.x: Validation failed: [Field error in object 'taskDto' on field 'title': rejected value [null]; codes [NotBlank.taskDto.title,NotBlank]; arguments [x]; default message [must not be blank]] ",
    },
    ['title required'],
  ],
  ['spring', { title: 'Bad Request', status: 400, detail: 'Invalid request content.', instance: '/api/tasks' }, []],
  [
    'jackson',
    {
      message:
        'JSON parse error: Cannot deserialize value of type `java.time.LocalDate` from String "x": Failed (through reference chain: com.x.TaskDto["dueDate"])',
    },
    ['dueDate format format="date"'],
  ],
  [
    'jackson',
    {
      message:
        'JSON parse error: Cannot deserialize value of type `com.x.Priority` from String "x": not one of the values accepted for Enum class: [LOW, HIGH] (through reference chain: com.x.T["priority"])',
    },
    ['priority enum enum=["LOW","HIGH"]'],
  ],
  [
    'jackson',
    {
      message:
        'JSON parse error: Unrecognized field "x" (class com.T), not marked as ignorable (2 known properties: "email", "age"])',
    },
    ['x unknown-field', 'email invalid', 'age invalid'],
  ],
  [
    'field-map',
    { email: 'must not be blank', age: 'must be greater than or equal to 18' },
    ['email required', 'age bound minimum=18'],
  ],
  [
    'quarkus',
    { title: 'Constraint Violation', status: 400, violations: [{ field: 'create.dto.email', message: 'must not be blank' }] },
    ['email required'],
  ],
  [
    'micronaut',
    { _embedded: { errors: [{ message: 'dto.email: must not be blank' }] }, message: 'Bad Request' },
    ['email required'],
  ],
  [
    'symfony',
    {
      title: 'Validation Failed',
      violations: [{ propertyPath: 'email', title: 'This value should not be blank.', parameters: {} }],
    },
    ['email required'],
  ],
  [
    'laravel',
    {
      message: 'The email field is required. (and 1 more error)',
      errors: {
        email: ['The email field is required.'],
        'address.city': ['The address.city field must be at least 3 characters.'],
      },
    },
    ['email required', 'address.city bound minLength=3'],
  ],
  [
    'rails',
    { errors: { title: ["can't be blank", 'is too short (minimum is 3 characters)'] } },
    ['title required', 'title bound minLength=3'],
  ],
  ['rails', { errors: ["Title can't be blank", 'Project must exist'] }, ['title required', 'project_id required']],
  ['rails', { status: 400, error: 'param is missing or the value is empty: task' }, ['task wrapper']],
  [
    'go-validator',
    {
      error:
        "Key: 'LoginIn.Email' Error:Field validation for 'Email' failed on the 'required' tag\nKey: 'LoginIn.DueDate' Error:Field validation for 'DueDate' failed on the 'datetime' tag",
    },
    ['email required', 'dueDate format format="date"'],
  ],
  [
    'encoding/json',
    { error: 'json: cannot unmarshal string into Go struct field LoginIn.age of type int' },
    ['age type type="integer"'],
  ],
  [
    'aspnet',
    {
      title: 'One or more validation errors occurred.',
      status: 400,
      errors: {
        Email: ['The Email field is required.'],
        '$.age': ['The JSON value could not be converted to System.Int32. Path: $.age | LineNumber: 0'],
        dto: ['The dto field is required.'],
      },
    },
    ['email required', 'age type type="integer"'],
  ],
  [
    'aspnet',
    {
      status: 400,
      errors: { Title: ['The field Title must be a string with a minimum length of 3 and a maximum length of 50.'] },
    },
    ['title bound minLength=3 maxLength=50'],
  ],
  [
    'aspnet',
    {
      status: 400,
      errors: {
        $: ["JSON deserialization for type 'Dto' was missing required properties, including the following: title, email"],
        dto: ['The dto field is required.'],
      },
    },
    ['title required', 'email required'],
  ],
  [
    'sequelize',
    { errors: [{ message: 'Task.title cannot be null', type: 'notNull Violation', path: 'title', value: null }] },
    ['title required'],
  ],
  [
    'sequelize',
    {
      name: 'SequelizeValidationError',
      message: 'notNull Violation: Task.title cannot be null,\nnotNull Violation: Task.user_id cannot be null',
    },
    ['title required', 'user_id required'],
  ],
  [
    'prisma',
    { error: '\nInvalid `prisma.task.create()` invocation:\n\n{ data: { } }\n\nArgument `title` is missing.' },
    ['title required'],
  ],
  ['database', { error: 'null value in column "title" of relation "tasks" violates not-null constraint' }, ['title required']],
  ['database', { error: "Field 'title' doesn't have a default value" }, ['title required']],
  ['database', { error: 'SQLITE_CONSTRAINT: NOT NULL constraint failed: tasks.due_date' }, ['due_date required']],
  [
    'database',
    { message: 'E11000 duplicate key error collection: t.users index: email_1 dup key: { email: "a" }' },
    ['email unique'],
  ],
  ['database', { error: 'value too long for type character varying(20)' }, ['bound maxLength=20']],
  [
    'field-list',
    {
      errors: [
        { status: '422', source: { pointer: '/data/attributes/title' }, title: 'Invalid Attribute', detail: "can't be blank" },
      ],
    },
    ['title required'],
  ],
  [
    'field-list',
    {
      type: 'validation',
      on: 'body',
      property: '/title',
      message: 'Expected string',
      errors: [{ path: '/title', message: 'Expected string' }],
    },
    ['title type type="string"'],
  ],
];

describe('answers from documentation', () => {
  it.each(DOCUMENTED)('%s %j', (producer, body, hints) => {
    const found = read(body);
    expect(found.map(brief)).toEqual(hints);
    for (const hint of found) expect(hint).toMatchObject({ producer, certain: true });
  });
});

const SENTENCES: readonly (readonly [sentence: string, hints: readonly string[]])[] = [
  ['email and password are required', ['email required', 'password required']],
  ['Please provide title and dueDate', ['title required', 'dueDate required']],
  ['Missing required fields: a, b', ['a required', 'b required']],
  ['Missing required field(s): "title"', ['title required']],
  ['title is required', ['title required']],
  ['Title and due date are required fields.', ['title required', 'dueDate required']],
  ['name, email, and password must be provided', ['name required', 'email required', 'password required']],
  ['Body must contain title and content', ['title required', 'content required']],
  ['You must provide a title', ['title required']],
  ['Validation error: title is required', ['title required']],
  ['Both username and password are required.', ['username required', 'password required']],
  ['Please enter a valid email address', ['email format format="email"']],
  ['Invalid email format', ['email format format="email"']],
  ['Password must be at least 8 characters long', ['password bound minLength=8']],
  ['Rating must be between 1 and 5', ['rating bound minimum=1 maximum=5']],
  ['Invalid status. Must be one of: pending, active', ['status enum enum=["pending","active"]']],
  ['Email already in use', ['email unique']],
  ['Passwords do not match', ['confirmPassword required']],
];

const SILENT = [
  'All fields are required',
  'Please fill in all fields',
  'Bad Request',
  'Invalid credentials',
  'Invalid input',
  'Validation failed',
  'Something went wrong',
  'Internal server error',
  'No token provided',
  'Unauthorized',
  'Not found',
  'Request body is missing',
  'Invalid request content.',
  'Invalid JSON in request body',
  'Please try again later',
  'The request is invalid',
  'Access denied',
  'You are not allowed to do this',
];

describe('plain sentences', () => {
  it.each(SENTENCES)('%s', (sentence, hints) => {
    const found = read({ error: sentence });
    expect(found.map(brief)).toEqual(hints);
    for (const hint of found) expect(hint).toMatchObject({ producer: 'sentence', certain: false });
  });

  it.each(SILENT)('%s: names no field', (sentence) => {
    expect(read({ error: sentence })).toEqual([]);
    expect(readEnvelope(500, 'text/html', `<html><body><pre>${sentence}</pre></body></html>`)).toEqual([]);
  });
});

describe('what is no hint', () => {
  it('reads nothing from an answer that is no refusal', () => {
    expect(read({ errors: { title: ['is required'] } }, 201)).toEqual([]);
  });

  it('leaves out fields of the query and of headers', () => {
    expect(read({ detail: [{ type: 'missing', loc: ['query', 'page'], msg: 'Field required' }] }, 422)).toEqual([]);
    expect(read({ errors: [{ msg: 'Invalid value', path: 'page', location: 'query' }] })).toEqual([]);
  });

  it('reads an HTML error page', () => {
    expect(
      readEnvelope(
        500,
        'text/html',
        '<pre>ValidationError: Task validation failed: title: Path `title` is required.<br> at x</pre>',
      ).map(brief),
    ).toEqual(['title required']);
  });

  it('takes only known producers out of a log', () => {
    expect(
      readLog(
        'Server is required\nplease provide a name\n2026 ERROR null value in column "size" of relation "t" violates not-null',
      ).map(brief),
    ).toEqual(['size required']);
  });
});

describe('hostile answers', () => {
  const deep = '['.repeat(20_000);
  const HOSTILE: readonly (readonly [name: string, body: string])[] = [
    ['20 000 brackets', deep],
    [
      'a megabyte of errors',
      JSON.stringify({ errors: Array.from({ length: 20_000 }, (_, index) => ({ field: `f${index}`, message: 'is required' })) }),
    ],
    ['a long sentence', `Missing ${'a, '.repeat(60_000)} must be provided`],
    ['many quotes', JSON.stringify({ message: '"a" '.repeat(50_000) })],
    ['many spaces', JSON.stringify({ message: `must be${' '.repeat(150_000)}x` })],
    ['many commas', JSON.stringify({ message: `Validation failed: ${', a: '.repeat(40_000)}` })],
    ['many crosses', JSON.stringify({ message: '✖ → at '.repeat(20_000) })],
    ['many tags', `<${'<p'.repeat(90_000)}`],
    ['many colons', JSON.stringify({ message: 'a:'.repeat(80_000) })],
    ['many digits', JSON.stringify({ message: `at least ${'9'.repeat(100_000)}` })],
  ];

  it.each(HOSTILE)('%s: ends soon', (_name, body) => {
    const from = cpuTimeMs();
    expect(readEnvelope(400, 'application/json', body).length).toBeLessThanOrEqual(200);
    expect(cpuTimeMs() - from).toBeLessThan(1500);
  });

  it('takes no field called __proto__', () => {
    const hints = read(
      '{"errors":{"__proto__":["is required"],"title":["is required"]},"a":[{"field":"__proto__","message":"is required"}]}',
    );
    expect(hints.flatMap(({ path }) => path)).not.toContain('__proto__');
  });
});
