import { expect, test } from 'vitest';
import { mergeOperations, findDifferences } from '../../src/api/merge-operations.ts';
import type { ProposedOperation, SourceKind } from '../../src/api/operation.ts';
import { creating, findResources } from '../../src/api/resources.ts';
import { underKnownBase } from '../../src/api/understand.ts';

const proposal = (text: string, kind: SourceKind = 'route-table'): ProposedOperation => {
  const [method = 'GET', path = '/'] = text.split(' ');
  return { method: method as ProposedOperation['method'], path, source: { kind }, parameters: [], statuses: [] };
};
const operations = (...texts: string[]) => mergeOperations(texts.map((text) => proposal(text)));

test('collections and items, nested ones with their parents', () => {
  const found = findResources(
    operations('GET /p', 'POST /p', 'GET /p/{id}', 'POST /p/{id}/tasks', 'GET /p/{id}/tasks', 'DELETE /p/{id}/tasks/{taskId}'),
  );
  expect(found.map(({ name, collection, item, parents, remove }) => ({ name, collection, item, parents, remove }))).toEqual([
    { name: 'p', collection: '/p', item: '/p/{id}', parents: [], remove: false },
    {
      name: 'tasks',
      collection: '/p/{id}/tasks',
      item: '/p/{id}/tasks/{taskId}',
      parents: [{ parameter: 'id', collection: '/p' }],
      remove: true,
    },
  ]);
});

test('a collection that is known with a slash for one method only', () => {
  const [books] = findResources(operations('GET /books', 'POST /books/', 'GET /books/{id}'));
  expect(books).toMatchObject({ createPath: '/books/', listPath: '/books', item: '/books/{id}', read: true });
});

const shapes = (...texts: string[]) =>
  findResources(operations(...texts)).map(({ name, createPath, listPath, item, remove }) => [
    name,
    createPath,
    listPath,
    item,
    remove,
  ]);

test.each([
  [['POST /api/addNote', 'GET /api/getNotes'], [['note', '/api/addNote', '/api/getNotes', null, false]]],
  [['POST /add-task', 'GET /tasks', 'DELETE /delete-task/{id}'], [['task', '/add-task', '/tasks', null, false]]],
  [
    ['POST /todo/create', 'GET /todo/all', 'GET /todo/{id}', 'DELETE /todo/{id}'],
    [['todo', '/todo/create', '/todo/all', '/todo/{id}', true]],
  ],
  [['POST /books/new', 'GET /books', 'GET /books/{id}'], [['books', '/books/new', '/books', '/books/{id}', false]]],
  [['POST /books', 'POST /books/add', 'GET /books', 'GET /books/{id}'], [['books', '/books', '/books', '/books/{id}', false]]],
  [['POST /v1/addNote', 'GET /v2/getNotes'], []],
  [['POST /addNote'], []],
  [['POST /saveSettings', 'POST /profile', 'GET /profile'], []],
  [['POST /users/create', 'GET /users/login'], []],
])('verbs in paths: %j', (texts, expected) => {
  expect(shapes(...texts)).toEqual(expected);
});

test('what makes a record is named as the API has it', () => {
  const found = findResources(operations('POST /addTask', 'GET /getTasks', 'POST /books/', 'GET /books'));
  expect(found.map(creating)).toEqual(['POST /books/', 'POST /addTask']);
});

test('registration and login are no records', () => {
  expect(
    findResources(operations('POST /auth/login', 'GET /auth/login', 'POST /register', 'POST /users/reset-password')),
  ).toEqual([]);
});

test('sources of one operation are merged, whatever they call the parameter', () => {
  const merged = mergeOperations([
    proposal('GET /a/{id}'),
    proposal('GET /a/{itemId}', 'openapi-file'),
    proposal('GET /b', 'openapi-file'),
  ]);
  expect(merged.map(({ id, sources }) => [id, sources.map(({ kind }) => kind)])).toEqual([
    ['GET /a/{id}', ['route-table', 'openapi-file']],
    ['GET /b', ['openapi-file']],
  ]);
  expect(findDifferences(merged)).toEqual([{ operation: 'GET /b', missingIn: 'route-table' }]);
});

test('a document that leaves its base path out is put under it where the process has it', () => {
  const written = [proposal('GET /tasks', 'openapi-file')];
  const paths = (bases: string[], known: ProposedOperation[]) => underKnownBase(written, bases, known).map((one) => one.path);
  expect(paths(['/api'], [proposal('GET /api/tasks')])).toEqual(['/api/tasks']);
  expect(paths(['/api'], [proposal('GET /tasks')])).toEqual(['/tasks']);
  expect(paths(['/api'], [])).toEqual(['/api/tasks']);
  expect(paths([], [])).toEqual(['/tasks']);
});
