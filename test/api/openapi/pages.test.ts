import { expect, test } from 'vitest';
import { withoutPages } from '../../../src/api/openapi/pages.ts';
import type { Method, ProposedOperation } from '../../../src/api/operation.ts';

const route = (path: string, method: Method = 'GET'): ProposedOperation => ({
  method,
  path,
  source: { kind: 'route-table' },
  parameters: [],
  statuses: [],
});
const stays = (at: string, paths: readonly string[], described: readonly string[] = []) =>
  withoutPages(
    paths.map((path) => route(path)),
    { at, operations: described.map((path) => route(path)) },
  ).map(({ path }) => path);

test.each([
  ['/openapi.json', ['/openapi.json', '/openapi.yaml'], ['/', '/docs', '/openapis']],
  ['/api/docs-json', ['/api/docs', '/api/docs/', '/api/docs-yaml', '/api/docs/swagger-ui-init.js'], ['/api', '/api/docstore']],
  ['/documentation/json', ['/documentation', '/documentation/static/*', '/documentation/yaml'], ['/json']],
  ['/docs', ['/docs', '/docs/index.css'], ['/doc']],
  ['/api.json', ['/api.json'], ['/api', '/api/tasks']],
  ['/v1/json', ['/v1/json'], ['/v1', '/v1/tasks']],
  [
    '/api-json',
    ['/api-json', '/api-yaml', '/api', '/api/', '/api/index.html', '/api/swagger-ui-init.js', '/api/api/swagger-ui-init.js'],
    ['/api/v1/tasks', '/apis'],
  ],
])('beside a document at %s', (at, pages, others) => {
  expect(stays(at, [...pages, ...others])).toEqual(others);
});

test('what changes something, and what the document describes, is no page', () => {
  expect(withoutPages([route('/docs', 'POST')], { at: '/docs-json', operations: [] })).toHaveLength(1);
  expect(stays('/docs-json', ['/docs', '/docs/:id'], ['/docs/{docId}'])).toEqual(['/docs/:id']);
});
