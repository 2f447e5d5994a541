import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfigFile } from '../src/commands/config-file.ts';
import { parseDuration } from '../src/commands/duration.ts';

const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'roadworthy.yaml');
  writeFileSync(path, text);
  return path;
};

test('a configuration file sets options of grade', async () => {
  expect(await readConfigFile(file('only: code\nfail-under: 50\ndeadline: 5m\noffline: true\n'))).toEqual({
    only: 'code',
    failUnder: '50',
    deadline: 300_000,
    offline: true,
  });
  expect(await readConfigFile(file(''))).toEqual({});
});

test.each([
  ['onyl: code', /Unrecognized key: "onyl"/],
  ['deadline: soon', /deadline: write it as 20m/],
  ['- a list', /expected object/],
  ['a: &a [*a]\n: :', /cannot be used/],
])('%s is refused in one line', async (text, message) => {
  const error = await readConfigFile(file(text)).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(message);
  expect(String(error)).not.toContain('\n');
});

test('a file that is not there', async () => expect(readConfigFile('/nonexistent.yaml')).rejects.toThrow(/cannot be used/));

test.each([
  ['90s', 90_000],
  ['20m', 1_200_000],
  ['1h', 3_600_000],
  ['0s', undefined],
  ['20', undefined],
  ['-1m', undefined],
])('%s is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));
