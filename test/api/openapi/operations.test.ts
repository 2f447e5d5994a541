import { expect, test } from 'vitest';
import { readOperations } from '../../../src/api/openapi/operations.ts';
import { References } from '../../../src/api/openapi/references.ts';

test('a path that no server would take is no operation', () => {
  const document = { paths: { '/tasks': { get: {} }, [`/${'{'.repeat(200_000)}`]: { get: {} } } };
  const { operations } = readOperations(document, new References(document), { kind: 'openapi-file', at: 'openapi.json' });
  expect(operations.map(({ path }) => path)).toEqual(['/tasks']);
});
