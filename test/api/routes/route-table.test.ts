import { describe, expect, test } from 'vitest';
import { findRouteTable, readRouteTable } from '../../../src/api/routes/route-table.ts';

const table = (...routes: unknown[]) => readRouteTable(JSON.stringify({ version: 1, pid: 7, routes }));
const ids = (...routes: unknown[]) => table(...routes).operations.map(({ method, path }) => `${method} ${path}`);

describe('a route becomes a proposal', () => {
  test('with its line, its template in the common form, and its parameters', () => {
    expect(table({ method: 'GET', path: '/projects/:projectId/tasks/:id(\\d+)', at: 'src/tasks.js:12' })).toEqual({
      operations: [
        {
          method: 'GET',
          path: '/projects/{projectId}/tasks/{id}',
          source: { kind: 'route-table', at: 'src/tasks.js:12' },
          parameters: [
            { name: 'projectId', in: 'path', required: true, schema: {} },
            { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 0 } },
          ],
          statuses: [],
        },
      ],
      unreadable: [],
      catchAll: [],
    });
  });

  test.each([
    ['/tasks/', ['GET /tasks/']],
    ['/tasks/:id?', ['GET /tasks', 'GET /tasks/{id}']],
    ['/tasks/:id(\\d+)?', ['GET /tasks', 'GET /tasks/{id}']],
    ['/tasks{/:id}', ['GET /tasks', 'GET /tasks/{id}']],
    ['/tasks{/:id{/notes}}', ['GET /tasks', 'GET /tasks/{id}', 'GET /tasks/{id}/notes']],
    ['/:page?', ['GET /', 'GET /{page}']],
    ['/posts/:year([0-9]{4})', ['GET /posts/{year}']],
    ['/files/:name.:extension?', ['GET /files/{name}', 'GET /files/{name}.{extension}']],
    ['/flights/:from-:to', ['GET /flights/{from}-{to}']],
    ['/tasks/{task_id:int}', ['GET /tasks/{task_id}']],
    ['/tasks/<int:task_id>/', ['GET /tasks/{task_id}/']],
    ['/files/{file:path}', ['GET /files/{file}']],
    ['/tasks/:id(^\\d+$)', ['GET /tasks/{id}']],
  ])('%s', (path, expected) => {
    expect(ids({ method: 'GET', path })).toEqual(expected);
  });

  test('ALL proposes every method that is not registered by itself, with a note', () => {
    const { operations } = table({ method: 'ALL', path: '/x', at: 'a.js:1' }, { method: 'GET', path: '/x', at: 'a.js:2' });
    expect(operations.map(({ method, source, summary }) => [method, source.at, summary])).toEqual([
      ['GET', 'a.js:2', undefined],
      ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, 'a.js:1', 'registered for every method']),
    ]);
  });

  test('ALL of a library beside the author’s own method is no proposal', () => {
    expect(ids({ method: 'GET', path: '/health' }, { method: 'ALL', path: '/health' })).toEqual(['GET /health']);
    expect(ids({ method: 'ALL', path: '/health' })).toHaveLength(5);
  });

  test('HEAD and OPTIONS are nobody’s operations', () => {
    expect(table({ method: 'HEAD', path: '/x' }, { method: 'OPTIONS', path: '/x' })).toEqual({
      operations: [],
      unreadable: [],
      catchAll: [],
    });
  });

  test('one route registered twice is one proposal', () => {
    expect(ids({ method: 'GET', path: '/x/:id' }, { method: 'GET', path: '/x/:id(\\w+)' })).toEqual(['GET /x/{id}']);
  });
});

describe('what cannot be asked is named', () => {
  test.each(['/*', '/files/*path', '/{*rest}', '/files/:path*', '/a/(.*)', '/{full_path:path}', '/<path:rest>'])(
    '%s is a catch-all',
    (path) => {
      expect(table({ method: 'GET', path, at: 'a.js:3' })).toEqual({
        operations: [],
        unreadable: [],
        catchAll: [`GET ${path} (a.js:3)`],
      });
    },
  );

  test.each(['/<unknown-mount>/tasks', '/<unknown-path>', '/ab?cd', '/a|b'])('%s is unreadable', (path) => {
    expect(table({ method: 'GET', path })).toEqual({ operations: [], unreadable: [`GET ${path}`], catchAll: [] });
  });

  test('a method that is never asked', () => {
    expect(table({ method: 'MKCOL', path: '/x' }).unreadable).toEqual(['MKCOL /x']);
  });
});

describe('the text is a stranger’s', () => {
  test.each([
    ['no JSON', '<html>'],
    ['another version', '{"version":2,"routes":[]}'],
    ['no table', '[]'],
    ['nothing', ''],
    ['null', 'null'],
  ])('%s', (_name, text) => {
    expect(readRouteTable(text)).toEqual({
      operations: [],
      unreadable: ['The route table is not in the form that the hook writes.'],
      catchAll: [],
    });
  });

  test('more than a megabyte is not read', () => {
    expect(readRouteTable(' '.repeat(1_000_001)).unreadable).toEqual(['The route table is larger than 1000000 bytes.']);
  });

  test('more than 2000 routes are cut', () => {
    const { operations, unreadable } = table(
      ...Array.from({ length: 2005 }, (_, index) => ({ method: 'GET', path: `/x${index}` })),
    );
    expect(operations).toHaveLength(2000);
    expect(unreadable).toEqual(['5 routes beyond the first 2000 are left out.']);
  });

  test.each([
    ['no object', 7],
    ['no path', { method: 'GET' }],
    ['a path without a slash', { method: 'GET', path: 'tasks' }],
    ['a path that is too long', { method: 'GET', path: `/${'x'.repeat(512)}` }],
    ['a line break', { method: 'GET', path: '/x\r\nHost: elsewhere' }],
    ['a method of its own', { method: 'get /x', path: '/x' }],
  ])('%s costs only that entry', (_name, entry) => {
    const { operations, unreadable } = table(entry, { method: 'GET', path: '/fine' });
    expect(operations).toMatchObject([{ path: '/fine' }]);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]).toMatch(/^not a route: [^\r\n]{1,200}$/);
  });

  test('a line that is none is left out', () => {
    expect(
      table({ method: 'GET', path: '/x', at: 'somewhere\u001b[31m' }, { method: 'GET', path: '/y', at: 9 }).operations,
    ).toMatchObject([
      { path: '/x', source: { kind: 'route-table' } },
      { path: '/y', source: { kind: 'route-table' } },
    ]);
  });
});

test('the last table that was printed is found in a log', () => {
  const log =
    'listening\n[roadworthy-routes]{"a":1}[/roadworthy-routes]\nready\r\n[roadworthy-routes]{"a":2}[/roadworthy-routes]\r\n';
  expect(findRouteTable(log)).toBe('{"a":2}');
  expect(findRouteTable('echo [roadworthy-routes]x[/roadworthy-routes]')).toBeUndefined();
});
