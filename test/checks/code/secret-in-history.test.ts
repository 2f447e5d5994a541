import { expect, test } from 'vitest';
import check from '../../../checks/code/secret-in-history.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
}
const withHistory = (change: Partial<Readings['history']>) => (inputs: Inputs) => ({
  readings: { ...inputs.readings, history: { ...inputs.readings.history, ...change } },
});

checkTester(check, import.meta.filename, {
  pass: [{ name: 'none in any commit', fixture: 'tasks-express', expect: { found: /2 commits/ } }],
  fail: [{ name: 'a file that was deleted', fixture: 'tasks-express-flawed', expect: { found: /mailer\.js in b8a9d72/ } }],
  inconclusive: [
    {
      name: 'no history was given',
      fixture: 'tasks-express',
      change: withHistory({ available: false, reason: 'The clone is shallow.', todo: 'Check out with "fetch-depth: 0".' }),
      expect: { reason: /fetch-depth: 0/ },
    },
    {
      name: 'more history than is read',
      fixture: 'tasks-express',
      change: withHistory({ complete: false }),
      expect: { reason: /newest/ },
    },
  ],
});

const code = (secret: string) => `const JWT_SECRET = '${secret}';\n`;

test.each([
  [
    'a value that the README documents as an example',
    [{ 'a.js': code('kitten-parade-77') }, { 'a.js': null, 'README.md': 'Such as `kitten-parade-77`.\n' }],
  ],
  ['a default of a template that says to change it', [{ 'a.js': code('change-me-please') }, { 'a.js': null, 'b.js': '' }]],
  [
    'code of others that was committed and removed',
    [{ 'vendor/lib/a.js': code('kitten-parade-77'), 'b.js': '' }, { 'vendor/lib/a.js': null }],
  ],
  ['keys of a test', [{ 'test/a.test.js': code('kitten-parade-77'), 'b.js': '' }, { 'test/a.test.js': null }]],
  ['an older value of one that still stands there', [{ 'a.js': code('kitten-parade-77') }, { 'a.js': code('melon-parade-88') }]],
])('false friend: %s', async (_, commits) => {
  expect(await judgeFiles(check, ...commits)).toMatchObject({ verdict: 'pass' });
});

test('an env file that was removed', async () => {
  const judged = await judgeFiles(check, { '.env': 'JWT_SECRET=f8a1kitten77\n', 'b.js': '' }, { '.env': null });
  expect(judged).toMatchObject({ verdict: 'fail' });
  expect(JSON.stringify(judged)).not.toContain('f8a1kitten77');
});
