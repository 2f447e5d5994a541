import { expect, test } from 'vitest';
import { leavesOf } from '../../src/database/leaves.ts';

const CASES: readonly (readonly [name: string, value: string, expected: readonly string[]])[] = [
  ['text', 'ada', ['v = ada']],
  ['a document', '{"body":{"user":"ada","tags":["x","y"]}}', ['v.body.user = ada', 'v.body.tags = x', 'v.body.tags = y']],
  ['bytes that are text', String.raw`\x616461`, ['v = ada']],
  ['bytes that are a document', String.raw`\x7b2261223a317d`, ['v.a = 1']],
  ['bytes', String.raw`\xff00`, [String.raw`v = \xff00`]],
  ['bytes as JavaScript writes them', '{"type":"Buffer","data":[97,100,97]}', ['v.type = Buffer', 'v.data = 97,100,97']],
  ['a broken document', '{"a":', ['v = {"a":']],
  ['an array of PostgreSQL', '{a,b}', ['v = {a,b}']],
  ['nulls and emptiness', '{"a":null,"b":"","c":{}}', []],
  ['keys that objects have by nature', '{"__proto__":"x","constructor":"y"}', ['v.__proto__ = x', 'v.constructor = y']],
];

test.each(CASES)('%s', (_name, value, expected) => {
  const leaves = leavesOf({ id: '1', tableId: 't', values: new Map([['v', value]]) });
  expect(leaves.map(({ path, text }) => `${path} = ${text}`)).toEqual(expected);
});

test('depth and number are limited', () => {
  const deep = '{"a":'.repeat(2000) + '1' + '}'.repeat(2000);
  const wide = JSON.stringify(Array.from({ length: 5000 }, (_, index) => `item ${index}`));
  const leaves = leavesOf({
    id: '1',
    tableId: 't',
    values: new Map([
      ['deep', deep],
      ['wide', wide],
    ]),
  });
  expect(leaves.length).toBeLessThanOrEqual(200);
});
