import { describe, expect, test } from 'vitest';
import { readYaml, Tagged, writeYaml } from '../../../src/sandbox/plan/yaml.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

describe('readYaml resolves plain words as go-yaml does', () => {
  test.each([
    ['0644', 420],
    ['0x1F', 31],
    ['08', 8],
    ['1e3', 1000],
    ['yes', 'yes'],
    ['True', true],
    ['~', null],
    ['', null],
    ["'12'", '12'],
    ['!!str 12', '12'],
    ['80:80', '80:80'],
    ['2024-01-01', '2024-01-01'],
    ['12345678901234567890', '12345678901234567890'],
  ])('%s', (text, value) => {
    expect(readYaml(`key: ${text}`)).toEqual({ key: value });
  });
});

test('aliases and merge keys are filled in: the map itself wins, then the first source', () => {
  const text = 'a: &a { one: 1, two: 1 }\nb: &b { two: 2, three: 2 }\nc: { <<: [*a, *b], one: 3 }\nd: *a';
  expect(readYaml(text)).toMatchObject({ c: { one: 3, two: 1, three: 2 }, d: { one: 1, two: 1 } });
});

test("compose's own tags survive", () => {
  expect(readYaml('ports: !reset []\nenv: !override {A: b}')).toEqual({
    ports: new Tagged('!reset', []),
    env: new Tagged('!override', { A: 'b' }),
  });
  expect(writeYaml({ ports: new Tagged('!reset', []), text: 'a"\u007f' })).toBe('{"ports": !reset [], "text": "a\\"\\u007f"}');
});

test('__proto__ is a key like any other', () => {
  const read = readYaml('__proto__: { polluted: yes }') as Record<string, unknown>;
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const laughs = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`),
].join('\n');

describe('hostile files are refused within a second', () => {
  test.each([
    ['alias bomb', laughs, 'too many aliases'],
    ['alias to itself', 'a: &a [*a]', 'nested deeper'],
    ['brackets', '['.repeat(50_000), 'nested deeper'],
    ['block sequences', `${'- '.repeat(20_000)}x`, 'nested deeper'],
    ['many values', `[${'x,'.repeat(100_000)}]`, 'more than 10000 values'],
    ['many aliases', `a: &a x\nb: [${'*a,'.repeat(9_000)}]`, 'too many aliases'],
    ['duplicate key', 'a: 1\na: 2', 'key "a" is given twice'],
    ['unknown alias', 'a: *b', 'alias "b" has no anchor'],
    ['two documents', 'a: 1\n---\nb: 2', 'holds more than one YAML document'],
    ['not YAML', 'a: [', 'not valid YAML'],
    ['a map as key', '? {a: 1}\n: x', 'a key is not a plain word'],
  ])('%s', (_, text, reason) => {
    const start = cpuTimeMs();
    expect(() => readYaml(text)).toThrow(`compose file refused: ${reason}`);
    expect(cpuTimeMs() - start).toBeLessThan(1000);
  });
});
