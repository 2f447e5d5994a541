import { describe, expect, it } from 'vitest';
import type { RequestBody } from '../../../src/api/operation.ts';
import { fillPayload } from '../../../src/api/payload/fill.ts';
import { payloadFromSchema } from '../../../src/api/payload/from-schema.ts';
import { isSameResource, singular } from '../../../src/api/payload/inflection.ts';
import type { Payload, PayloadField } from '../../../src/api/payload/payload.ts';
import { referencedResource } from '../../../src/api/payload/referenced-resource.ts';
import { Values } from '../../../src/api/values.ts';
import type { JsonObject } from '../../../src/json.ts';

const body = (schema: JsonObject, example?: JsonObject): RequestBody => ({
  contentType: 'application/json',
  required: true,
  schema,
  ...(example && { example }),
});
const payload = (...fields: Pick<PayloadField, 'path' | 'value'>[]): Payload => ({
  contentType: 'application/json',
  fields: fields.map((field) => ({ ...field, required: true, sources: [] })),
});
const text = { type: 'string' };
const account = { email: 'rwa@example.test', username: 'rwa', password: 'secret', name: 'Rowan Ash' };

describe('payloadFromSchema', () => {
  it('takes required and harmless optional fields', () => {
    const found = payloadFromSchema(
      body({
        required: ['title', 'projectId'],
        properties: {
          id: text,
          title: text,
          done: { type: 'boolean' },
          createdAt: text,
          isAdmin: { type: 'boolean' },
          userId: text,
          projectId: { type: 'integer' },
          parentId: text,
          secret: { readOnly: true },
        },
      }),
      ['projects'],
    );
    expect(found.fields.map(({ path, value, required }) => [path.join('.'), value, required])).toEqual([
      ['title', { by: 'name', schema: text }, true],
      ['done', { by: 'name', schema: { type: 'boolean' } }, false],
      ['projectId', { reference: 'projects' }, true],
    ]);
  });

  it('gives an account its roles, and the least role only when it must', () => {
    const schema = {
      required: ['email', 'password'],
      properties: {
        email: text,
        password: text,
        password_confirmation: text,
        firstName: text,
        role: { enum: ['ADMIN', 'USER'] },
      },
    };
    expect(payloadFromSchema(body(schema)).fields.map(({ value }) => value)).toEqual([
      { role: 'email' },
      { role: 'password' },
      { role: 'confirm-password' },
      { role: 'first-name' },
    ]);
    const insisting = payloadFromSchema(body({ ...schema, required: ['email', 'password', 'role'] }));
    expect(fillPayload(insisting, { values: new Values('s'), account, references: {} })).toEqual({
      email: 'rwa@example.test',
      password: 'secret',
      password_confirmation: 'secret',
      firstName: 'Rowan',
      role: 'USER',
    });
  });

  it('uses the example but for what must be new, carry the canary or lie ahead', () => {
    const schema = { properties: { title: text, category: text, dueDate: text, email: text, size: { type: 'integer' } } };
    const found = payloadFromSchema(
      body(schema, { title: 'Old', category: 'garden', dueDate: '2019-01-01', email: 'a@b.co', size: 4 }),
    );
    expect(fillPayload(found, { values: new Values('s'), references: {}, canary: 'canary' })).toMatchObject({
      title: expect.stringContaining('canary'),
      category: 'garden',
      dueDate: '2035-06-15',
      email: expect.not.stringContaining('a@b.co'),
      size: 4,
    });
  });

  it('learns from an example alone', () => {
    const found = payloadFromSchema(body({}, { id: 3, name: 'x', role: 'admin', price: 4 }));
    expect(found.fields.map(({ path, sources }) => [path[0], ...sources])).toEqual([
      ['name', 'example'],
      ['price', 'example'],
    ]);
  });

  it('opens objects and keeps optional ones shut', () => {
    const address = { type: 'object', required: ['city'], properties: { city: text, zip: text } };
    expect(
      payloadFromSchema(body({ required: ['home'], properties: { home: address, work: address } })).fields.map(({ path }) =>
        path.join('.'),
      ),
    ).toEqual(['home.city', 'home.zip']);
  });
});

describe('fillPayload', () => {
  const options = { values: new Values('s'), references: { projects: 7 } };

  it('builds objects and lists', () => {
    const one = payload(
      { path: ['items', '0', 'qty'], value: { fixed: 2 } },
      { path: ['a', 'b'], value: { fixed: 'x' } },
      { path: ['projectId'], value: { reference: 'project' } },
    );
    expect(fillPayload(one, options)).toEqual({ items: [{ qty: 2 }], a: { b: 'x' }, projectId: 7 });
  });

  it('overrides, adds and omits by dotted path', () => {
    const one = payload({ path: ['a', 'b'], value: { fixed: 1 } }, { path: ['c'], value: { fixed: 2 } });
    expect(fillPayload(one, { ...options, overrides: { 'a.b': null, isAdmin: true }, omit: ['c'] })).toEqual({
      a: { b: null },
      isAdmin: true,
    });
  });

  it('reaches no prototype', () => {
    const one = payload(
      { path: ['__proto__', 'polluted'], value: { fixed: true } },
      { path: ['constructor', 'prototype', 'polluted'], value: { fixed: true } },
    );
    fillPayload(one, options);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('is new every time, but for the account', () => {
    const one = payload({ path: ['title'], value: { by: 'name', schema: {} } }, { path: ['email'], value: { role: 'email' } });
    const [first, second] = [fillPayload(one, { ...options, account }), fillPayload(one, { ...options, account })];
    expect(first).not.toEqual(second);
    expect(first).toMatchObject({ email: 'rwa@example.test' });
  });
});

describe('names', () => {
  it.each([
    ['projectId', 'projects'],
    ['project_id', 'projects'],
    ['project', 'projects'],
    ['assignedProjectId', 'projects'],
    ['category', 'categories'],
    ['blogPostId', 'blog-posts'],
    ['personId', 'people'],
    ['title', undefined],
    ['nextProject', undefined],
    ['ownerId', undefined],
  ])('%s wants %s', (field, resource) => {
    expect(referencedResource(field, ['projects', 'categories', 'blog-posts', 'people'])).toBe(resource);
  });

  it('answers with the singular when no resources are known', () => {
    expect(referencedResource('project_id')).toBe('project');
    expect(referencedResource('project')).toBeUndefined();
  });

  it.each([
    ['tasks', 'task'],
    ['categories', 'category'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['people', 'person'],
    ['news', 'news'],
    ['status', 'status'],
    ['courses', 'course'],
  ])('%s: %s', (plural, one) => {
    expect(singular(plural)).toBe(one);
    expect(isSameResource(plural, one)).toBe(true);
  });
});
