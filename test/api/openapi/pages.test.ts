import { expect, test } from 'vitest';
import { isPageAbout } from '../../../src/api/openapi/pages.ts';
import type { Method } from '../../../src/api/operation.ts';

const isPage = (at: string, path: string, method: Method = 'GET') =>
  isPageAbout(at, { method, path, source: { kind: 'route-table' }, parameters: [], statuses: [] });

test.each([
  ['/openapi.json', ['/openapi.json', '/openapi.yaml'], ['/', '/docs', '/openapis']],
  ['/api/docs-json', ['/api/docs', '/api/docs/', '/api/docs-yaml', '/api/docs/swagger-ui-init.js'], ['/api', '/api/docstore']],
  ['/documentation/json', ['/documentation', '/documentation/static/*', '/documentation/yaml'], ['/json']],
  ['/api.json', ['/api.json'], ['/api', '/api/tasks']],
  ['/v1/json', ['/v1/json'], ['/v1', '/v1/tasks']],
  ['/docs', ['/docs', '/docs/index.css'], ['/doc']],
])('beside a document at %s', (at, pages, others) => {
  expect(pages.filter((path) => !isPage(at, path))).toEqual([]);
  expect(others.filter((path) => isPage(at, path))).toEqual([]);
});

test('what changes something is no page', () => {
  expect(isPage('/docs', '/docs', 'POST')).toBe(false);
});
