import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scorecard } from '../../src/grading/scorecard.ts';
import { PROJECT } from '../../src/version.ts';
import { newRunFolder, readScorecard, roadworthy, type Outcome } from './roadworthy.ts';

const folder = newRunFolder();
let outcome: Outcome;
let scorecard: Scorecard;

beforeAll(async () => {
  const submission = join(PROJECT, 'test/submissions/tasks-express-flawed');
  outcome = await roadworthy(['grade', submission, '--out', folder, '--only', 'http', '--keep', '--json']);
  scorecard = readScorecard(folder);
});

/** The kept stack alone: `roadworthy clean` would take those of others, too. */
afterAll(() => {
  const { id } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { id: string };
  const filter = ['--filter', `label=roadworthy.run=${id}`];
  const names = (...args: string[]) =>
    execFileSync('docker', [...args, ...filter], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  for (const name of names('ps', '-aq')) execFileSync('docker', ['rm', '-fv', name]);
  for (const name of names('network', 'ls', '-q')) execFileSync('docker', ['network', 'rm', name]);
  for (const name of names('volume', 'ls', '-q')) execFileSync('docker', ['volume', 'rm', name]);
});

test('--json prints the scorecard and nothing else on stdout', () => {
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(JSON.parse(outcome.stdout)).toEqual(JSON.parse(readFileSync(join(folder, 'scorecard.json'), 'utf8')));
});

test('--only asks these checks, whose verdicts are what they would be, and gives no letter', () => {
  expect(new Set(Object.values(scorecard.checks).map((row) => row.area))).toEqual(new Set(['http']));
  expect(scorecard.checks['created-without-201']?.verdict).toBe('fail');
  expect(scorecard.headline).toMatchObject({ letter: null, notGraded: 'Not graded: this run was limited to http.' });
});

test('--keep prints how to reach the stack, and the lines of a finding run on it as pasted', async () => {
  const exports = outcome.stderr.split('\n').find((line) => line.startsWith('export RW_URL='));
  expect(exports).toMatch(/^export RW_URL=http:\/\/127\.0\.0\.1:\d+ .*RW_A_TOKEN=.*RW_B_PASSWORD=/);
  const evidence = scorecard.checks['missing-404']?.evidence.find((one) => one.kind === 'http');
  expect(evidence?.reproduce.length).toBeGreaterThan(0);
  const lines = [exports ?? '', ...(evidence?.reproduce ?? [])].join('\n');
  const path = `${join(process.execPath, '..')}:${process.env['PATH']}`;
  const { stdout } = await promisify(execFile)('bash', ['-euc', lines], { env: { ...process.env, PATH: path } });
  // what ought to be 404
  expect(stdout).toMatch(/HTTP\/1\.1 200 OK/);
});
