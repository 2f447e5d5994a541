import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../src/json.ts';
import { fillPayload } from '../../../src/api/payload/fill.ts';
import { startLearning, type Learner } from '../../../src/api/payload/learning.ts';
import type { Payload, PayloadField } from '../../../src/api/payload/payload.ts';
import { Values } from '../../../src/api/values.ts';
import { PRODUCERS } from './producers.ts';
import { type Answer, json, type Rules, violations } from './simulated-server.ts';

const account = { email: 'rwa@example.test', username: 'rwa', password: 'Rw7-kestrel-Qm4x', name: 'Rowan Ash' };

type Server = (body: Json, payload: Payload) => Answer;

function converse(learner: Learner, server: Server, log?: (body: Json) => string) {
  const values = new Values('learning');
  for (let requests = 0; ; requests += 1) {
    const step = learner.next();
    if ('done' in step) return { step, requests };
    const sent = fillPayload(step, { values, account, references: { projects: 7 }, canary: 'canary' });
    const { status, body, contentType } = server(sent, step);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    learner.answer({ status, contentType: contentType ?? 'application/json', body: text, ...(log && { log: log(sent) }) });
  }
}

/** What the task of every producer wants; a database alone knows less. */
const TASK: readonly Rules[] = [
  { path: ['title'], type: 'string', minLength: 3, maxLength: 50 },
  { path: ['email'], type: 'string', format: 'email' },
  { path: ['estimate'], type: 'integer', minimum: 2, maximum: 100 },
  { path: ['priority'], type: 'string', enum: ['low', 'medium', 'high'] },
  { path: ['dueDate'], type: 'string', format: 'date' },
  { path: ['done'], type: 'boolean' },
];
const COLUMNS: readonly Rules[] = [
  { path: ['title'], type: 'string' },
  { path: ['priority'], type: 'string', enum: ['low', 'medium', 'high'] },
  { path: ['description'], type: 'string' },
];
const RULES: Readonly<Record<string, readonly Rules[]>> = {
  'PostgreSQL text': COLUMNS.filter((rule) => !rule.enum),
  'MySQL text': COLUMNS,
  'SQLite text': COLUMNS,
};
const WITHOUT_TIME_LIMIT = new Set(['Joi first only', 'Fastify', 'Prisma', 'one sentence each']);

describe('learning from each producer', () => {
  const table: Record<string, number> = {};

  it.each(Object.keys(PRODUCERS))('%s', (name) => {
    const producer = PRODUCERS[name];
    const all = RULES[name] ?? TASK;
    // those that name one problem at a time are given as many fields as eight requests can teach
    const rules = WITHOUT_TIME_LIMIT.has(name)
      ? all.filter(({ path }) => ['title', 'estimate', 'priority'].includes(path[0] ?? ''))
      : all;
    const { step, requests } = converse(startLearning('POST /tasks'), (body) => {
      const found = violations(rules, body);
      return found.length > 0 && producer ? producer(found) : json(201, { id: 1 });
    });
    expect(step, JSON.stringify(step)).toMatchObject({ done: 'learnt' });
    expect(requests).toBeLessThanOrEqual(8);
    table[name] = requests;
    if (process.env['SHOW_TABLE']) console.log(`${name}: ${requests}`);
  });
});

type Case = readonly [
  name: string,
  operationId: string,
  server: Server,
  expected: object,
  options?: { readonly known?: Payload; readonly resources?: readonly string[] },
];

const has = (body: Json, ...names: string[]): boolean =>
  isJsonObject(body) && names.every((name) => body[name] !== undefined && body[name] !== null && body[name] !== '');
const bad = (error: string): Answer => json(400, { error });
const field = (name: string, value: PayloadField['value'] = { by: 'name', schema: {} }, required = true): PayloadField => ({
  path: [name],
  value,
  required,
  sources: ['schema'],
});
const known = (...fields: PayloadField[]): Payload => ({ contentType: 'application/json', fields });
const learnt = (...names: string[]) => ({
  done: 'learnt',
  payload: { fields: names.map((name) => ({ path: name.split('.') })) },
});

const CASES: readonly Case[] = [
  [
    'a refusal that is sent as a success',
    'POST /tasks',
    (body) =>
      has(body, 'title') ? json(200, { title: 'x', error: null }) : json(200, { success: false, error: 'title is required' }),
    learnt('title'),
  ],
  [
    'an unhelpful registration',
    'POST /api/auth/register',
    (body) => (has(body, 'email', 'password', 'name') ? json(201, {}) : bad('All fields are required')),
    learnt('email', 'username', 'name', 'password'),
  ],
  [
    'a registration that asks for a confirmation',
    'POST /signup',
    (body) =>
      !has(body, 'email', 'password')
        ? bad('Email and password are required')
        : has(body, 'confirmPassword')
          ? json(201, {})
          : bad('Passwords do not match'),
    learnt('email', 'password', 'confirmPassword'),
  ],
  [
    'a registration in a wrapper',
    'POST /api/users',
    (body) =>
      isJsonObject(body) && has(body['user'] ?? {}, 'email', 'password')
        ? json(201, {})
        : json(500, { error: "Cannot read properties of undefined (reading 'email')" }),
    { done: 'learnt' },
  ],
  [
    'Rails naming its wrapper',
    'POST /tasks',
    (body) =>
      !isJsonObject(body) || !('task' in body)
        ? json(400, { status: 400, error: 'param is missing or the value is empty: task' })
        : has(body['task'] ?? {}, 'title')
          ? json(201, {})
          : json(422, { title: ["can't be blank"] }),
    { done: 'learnt' },
  ],
  [
    'a required role: the least',
    'POST /register',
    (body) =>
      isJsonObject(body) && body['role'] === 'member'
        ? json(201, {})
        : json(400, {
            errors: [{ code: 'invalid_value', values: ['admin', 'member'], path: ['role'], message: 'Invalid option' }],
          }),
    learnt('role'),
  ],
  [
    'a login that hides what is missing',
    'POST /login',
    (body) => (has(body, 'username', 'password') ? json(200, { token: 'x' }) : json(401, { error: 'Invalid credentials' })),
    learnt('username', 'password'),
  ],
  [
    'an OAuth2 form',
    'POST /token',
    (_body, { contentType, fields }) =>
      contentType === 'application/x-www-form-urlencoded' && fields.length === 2
        ? json(200, { access_token: 'x' })
        : json(422, {
            detail: ['username', 'password'].map((name) => ({
              type: 'missing',
              loc: ['body', name],
              msg: 'Field required',
              input: null,
            })),
          }),
    { ...learnt('username', 'password'), payload: { contentType: 'application/x-www-form-urlencoded' } },
  ],
  [
    'a silent create',
    'POST /tasks',
    (body) => (has(body, 'title') ? json(201, {}) : json(500, { error: 'Internal server error' })),
    { done: 'learnt' },
  ],
  [
    'a create that takes anything and shows its fields',
    'POST /tasks',
    (body) =>
      json(201, { data: { id: 1, title: isJsonObject(body) ? (body['title'] ?? null) : null, done: false, createdAt: 'x' } }),
    learnt('title', 'done'),
  ],
  ['a create that takes nothing more', 'POST /jobs', (body) => (has(body, 'title') ? bad('x') : json(202, {})), learnt()],
  [
    'refused unknown fields',
    'POST /tasks',
    (body) =>
      has(body, 'colour') ? json(400, { message: ['property colour should not exist'], statusCode: 400 }) : json(201, {}),
    learnt('title'),
    { known: known(field('title'), field('colour')) },
  ],
  [
    'an optional field that breaks it',
    'POST /tasks',
    (body) => (has(body, 'odd') ? bad('no') : json(201, {})),
    learnt('title'),
    { known: known(field('title'), field('odd', undefined, false)) },
  ],
  [
    'an example that is out of date',
    'POST /tasks',
    (body) =>
      isJsonObject(body) && body['kind'] === 'old'
        ? json(400, { errors: { kind: ['The selected kind is invalid.'] } })
        : json(201, {}),
    learnt('kind'),
    { known: known(field('kind', { fixed: 'old' })) },
  ],
  [
    'nested fields under one that was named first',
    'POST /tasks',
    (body) => {
      const found = violations([{ path: ['address', 'city'], type: 'string' }], body);
      return found.length === 0
        ? json(201, {})
        : json(422, {
            detail: [
              {
                type: 'missing',
                loc: isJsonObject(body) && 'address' in body ? ['body', 'address', 'city'] : ['body', 'address'],
                msg: 'Field required',
              },
            ],
          });
    },
    learnt('address.city'),
  ],
  [
    'items of a list',
    'POST /orders',
    (body) => {
      const items = isJsonObject(body) ? body['items'] : undefined;
      const [item] = Array.isArray(items) ? items : [];
      return isJsonObject(item) && typeof item['qty'] === 'number'
        ? json(201, {})
        : json(
            400,
            items === undefined ? { items: ['This field is required.'] } : { items: [{ qty: ['A valid integer is required.'] }] },
          );
    },
    learnt('items.0.qty'),
  ],
  [
    'a reference by its resource',
    'POST /tasks',
    (body) =>
      isJsonObject(body) && body['project_id'] === 7
        ? json(201, {})
        : json(500, { error: 'null value in column "project_id" of relation "tasks" violates not-null constraint' }),
    { done: 'learnt', payload: { fields: [{ path: ['project_id'], value: { reference: 'projects' } }] } },
    { resources: ['projects', 'tasks'] },
  ],
  [
    'a column in snake case, a field in camel case',
    'POST /tasks',
    (body) => (has(body, 'dueDate') ? json(201, {}) : json(500, { error: 'NOT NULL constraint failed: tasks.due_date' })),
    learnt('dueDate'),
  ],
  [
    'two words of English',
    'POST /tasks',
    (body) => (has(body, 'title') ? json(201, {}) : bad('Task title is required')),
    learnt('title'),
  ],
  [
    'a short column',
    'POST /tasks',
    (body) => {
      const title = isJsonObject(body) ? body['title'] : undefined;
      return typeof title !== 'string'
        ? bad('title is required')
        : title.length <= 6
          ? json(201, {})
          : json(500, { error: 'value too long for type character varying(6)' });
    },
    learnt('title'),
  ],
  [
    'a conflict',
    'POST /users',
    (body) =>
      has(body, 'email') ? json(409, { error: 'Email already in use' }) : json(400, { email: ['This field is required.'] }),
    { ...learnt('email'), note: 'answered 409: what was sent exists already' },
  ],
  [
    'a conflict said with 400',
    'POST /users',
    (body) => (has(body, 'email') ? bad('User already exists') : bad('email is required')),
    { ...learnt('email'), note: 'answered 400: what was sent exists already' },
  ],
  [
    'a 415 for JSON',
    'POST /notes',
    (body, { contentType }) =>
      contentType === 'application/json' ? json(415, {}) : has(body, 'text') ? json(201, {}) : bad('text is required'),
    learnt('text'),
    { known: known(field('text')) },
  ],
];

const STUCK: readonly Case[] = [
  [
    'a guarded operation',
    'POST /tasks',
    () => json(401, { error: 'No token provided' }),
    { done: 'stuck', why: 'answered 401: {"error":"No token provided"}' },
  ],
  [
    'a missing parent',
    'POST /projects/1/tasks',
    () => json(404, { error: 'Project not found' }),
    { done: 'stuck', why: 'answered 404: {"error":"Project not found"}' },
  ],
  ['a limiter', 'POST /login', () => json(429, {}), { done: 'stuck', why: 'answered 429: {}' }],
  ['a redirect', 'POST /tasks', () => json(302, ''), { done: 'stuck', why: 'answered 302: ' }],
  ['no answer', 'POST /tasks', () => json(0, ''), { done: 'stuck' }],
  [
    'an operation that refuses whatever is sent',
    'POST /tasks',
    () => bad('Bad Request'),
    { done: 'stuck', why: 'answered 400 without a reason that helps: {"error":"Bad Request"}' },
  ],
  [
    'a login with credentials that nobody has',
    'POST /login',
    () => json(401, { error: 'Invalid credentials' }),
    { done: 'stuck' },
  ],
  [
    'one that asks for ever more',
    'POST /tasks',
    (body) => bad(`field${Object.keys(isJsonObject(body) ? body : {}).length} is required`),
    { done: 'stuck', why: 'not accepted after 8 requests' },
  ],
];

describe('learning in other conversations', () => {
  it.each(
    [...CASES, ...STUCK].map(([name, operationId, server, expected, options]) => ({
      name,
      operationId,
      server,
      expected,
      options,
    })),
  )('$name', ({ operationId, server, expected, options }) => {
    const { step, requests } = converse(startLearning(operationId, options?.known, options?.resources), server);
    expect(step).toMatchObject(expected);
    expect(requests).toBeLessThanOrEqual(8);
  });

  it('reads the log where the answer is silent', () => {
    const server: Server = (body) => (has(body, 'weight_kg') ? json(201, {}) : json(500, { error: 'Internal server error' }));
    const { step } = converse(startLearning('POST /parcels'), server, (body) =>
      has(body, 'weight_kg') ? '' : 'error: null value in column "weight_kg" of relation "parcels" violates not-null constraint',
    );
    expect(step).toMatchObject({
      done: 'learnt',
      payload: { fields: [{ path: ['weight_kg'], sources: ['answer 1: database'] }] },
    });
  });

  it('says which answers a field was learnt from', () => {
    const { step } = converse(startLearning('POST /tasks'), (body) => {
      const found = violations([{ path: ['size'], type: 'integer', minimum: 20 }], body);
      return found.length === 0 ? json(201, {}) : (PRODUCERS['zod issues']?.(found) ?? bad(''));
    });
    expect(step).toMatchObject({
      payload: {
        fields: [
          {
            value: { by: 'name', schema: { type: 'integer', minimum: 20 } },
            sources: ['answer 1: zod', 'answer 2: zod', 'answer 3: zod'],
          },
        ],
      },
    });
  });
});
