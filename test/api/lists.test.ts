import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/api/client.ts';
import { idInList } from '../../src/api/id-in-list.ts';
import { learnListQuery, withQuery } from '../../src/api/list-query.ts';
import type { Operation, Parameter } from '../../src/api/operation.ts';
import { parseBody } from '../../src/api/parse-body.ts';

const reply = (text: string, status = 200): Reply => ({
  exchange: {
    id: 'x1',
    stack: 's',
    identity: 'A',
    request: { method: 'GET', path: '/', headers: {}, body: null, taken: [] },
    response: null,
    durationMs: 1,
  },
  status,
  headers: { 'content-type': 'application/json' },
  setCookies: [],
  text,
  json: parseBody(text),
  ok: status < 300,
});

describe('the id of a record whose creation told none', () => {
  test.each<[string, string, object | undefined]>([
    ['of the row with its word', '[{"id":1,"title":"a"},{"id":2,"title":"our word"}]', { raw: 2, pointer: '/1/id' }],
    ['in an envelope', '{"count":1,"todos":[{"_id":"f1","items":[{"text":"our word"}]}]}', { pointer: '/todos/0/_id' }],
    ['of none of several rows', '[{"id":1,"title":"our word"},{"id":2,"title":"our word"}]', undefined],
    ['of no row without it', '[{"id":1,"title":"a"}]', undefined],
  ])('%s', (_, text, found) => {
    const id = idInList(reply(text), 'todos', 'our word');
    if (found === undefined) expect(id).toBeUndefined();
    else expect(id).toMatchObject(found);
  });
});

describe('what a list has to be asked for with', () => {
  const parameter = (name: string, schema: Parameter['schema'], required = true): Parameter => ({
    name,
    in: 'query',
    required,
    schema,
  });
  const operation = (...parameters: Parameter[]): Operation => ({
    id: 'GET /todos',
    method: 'GET',
    path: '/todos',
    parameters,
    statuses: [],
    sources: [],
    confirmation: { state: 'unknown', reason: '' },
  });
  const learn = async (known: Operation | undefined, accepts: (query: string) => boolean) => {
    const asked: string[] = [];
    const query = await learnListQuery(known, (one) => {
      asked.push(one);
      return Promise.resolve(accepts(one) ? reply('[]') : reply('{"message":"limit must be a number"}', 400));
    });
    return { query, asked };
  };

  test('nothing, where it answers as it is, whatever a document calls required', async () => {
    const found = await learn(operation(parameter('limit', { type: 'number' })), () => true);
    expect(found).toEqual({ query: undefined, asked: [''] });
  });

  test('what the document requires, within its bounds', async () => {
    const known = operation(parameter('count', { maximum: 20 }), parameter('p', { minimum: 0 }), parameter('q', {}, false));
    expect((await learn(known, (query) => query.includes('count'))).query).toBe('?count=20&p=0');
  });

  test('the usual pages, where no document tells', async () => {
    expect((await learn(undefined, (query) => /page=.*limit=/.test(query))).query).toBe('?page=1&limit=50');
  });

  test('nothing that helps', async () => {
    expect((await learn(operation(parameter('tenant', { type: 'string' })), () => false)).query).toBeUndefined();
  });
});

test('a query over another one', () => {
  expect(withQuery('/todos', '?limit=4')).toBe('/todos?limit=4');
  expect(withQuery('/todos?page=1&limit=50', '')).toBe('/todos?page=1&limit=50');
  expect(withQuery('/todos?page=1&limit=50', '?limit=4')).toBe('/todos?page=1&limit=4');
});
