import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { policy, ruleFor } from '../../../src/sandbox/plan/policy.ts';

const { keys } = JSON.parse(await readFile(new URL('fixtures/compose-schema-keys.json', import.meta.url), 'utf8')) as {
  keys: Record<keyof typeof policy, string[]>;
};

test.each(Object.entries(keys))('every key of the official schema has its treatment: %s', (scope, official) => {
  expect(official.filter((key) => !Object.hasOwn(policy[scope as keyof typeof policy], key))).toEqual([]);
});

test('a key that nobody knows is stripped by name', () => {
  expect(ruleFor('service', 'teleport')).toMatchObject({ treatment: 'stripped', keep: false });
  expect(ruleFor('service', 'teleport').message(true)).toBe('`teleport` is not a key that roadworthy knows; started without it.');
  expect(ruleFor('service', 'constructor').treatment).toBe('stripped');
});

test('what is stripped never goes on', () => {
  const rules = Object.values(policy).flatMap((table) => Object.values(table));
  expect(rules.filter(({ treatment, keep }) => treatment === 'stripped' && keep)).toEqual([]);
});
