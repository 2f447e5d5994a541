import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PROJECT } from '../../src/version.ts';
import { leftInDocker, newRunFolder, roadworthy } from './roadworthy.ts';

const submission = join(PROJECT, 'test/submissions/tasks-express-flawed');
const empty = mkdtempSync(join(tmpdir(), 'empty-'));
const pages = mkdtempSync(join(tmpdir(), 'pages-'));
writeFileSync(join(pages, 'index.html'), '<h1>Hello</h1>');
const occupied = mkdtempSync(join(tmpdir(), 'occupied-'));
writeFileSync(join(occupied, 'thesis.txt'), 'years of work');
const full = mkdtempSync(join(tmpdir(), 'full-'));
let mounted = false;
try {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', full]);
  mounted = true;
  mkdirSync(join(full, 'runs'));
} catch {
  // only root may mount: the case is then skipped
}

afterAll(() => {
  if (mounted) execFileSync('umount', [full]);
});

const cases: [string, string[], RegExp, Record<string, string>?][] = [
  ['no such folder', ['grade', '/nonexistent/folder'], /There is no folder \/nonexistent\/folder/],
  ['no such host', ['grade', 'https://no-such-host.invalid/a/b'], /no-such-host\.invalid/],
  ['a scheme that is not https', ['grade', 'http://example.com/a/b'], /http:\/\/ is not supported/],
  ['an empty folder', ['grade', empty], /holds no files/],
  ['not a backend', ['grade', pages], /no backend that could be started/],
  ['no engine', ['grade', submission], /No Docker engine answers/, { DOCKER_HOST: 'unix:///nonexistent.sock' }],
  ['unknown check', ['grade', submission, '--only', 'flux-capacitor'], /no check or area "flux-capacitor"/],
  ['unknown rubric', ['grade', submission, '--rubric', 'flux'], /no rubric "flux"/],
  ['folder that cannot be written', ['grade', submission, '--out', '/proc/run/here'], /Cannot write to \/proc\/run\/here/],
  ['folder of somebody else', ['grade', submission, '--out', occupied], /holds no run of roadworthy/],
  ['isolation that is not there', ['grade', submission, '--require-isolation', 'gvisor'], /--require-isolation gvisor/],
  ['unknown command', ['inspect'], /unknown command/],
  ['no target', ['grade'], /missing required argument/],
  ['not a run', ['judge', pages], /no run folder of roadworthy/],
];

test.each(cases)('%s: one clear line, exit 2, nothing left', async (_name, args, line, env = {}) => {
  const { code, stdout, stderr } = await roadworthy(args, { env: { TMPDIR: tmpdir(), ...env } });
  expect(stderr).toMatch(line);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr.split('\n').filter((text) => text.startsWith('roadworthy:'))).toHaveLength(1);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  expect(await leftInDocker()).toEqual([]);
});

test.skipIf(!mounted)('disk full: one clear line, exit 2, nothing left', async () => {
  const { code, stderr } = await roadworthy(['grade', submission, '--out', join(full, 'runs/run')]);
  expect(stderr).toMatch(/roadworthy: Cannot write .*ENOSPC.*Make room/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(code).toBe(2);
  expect(await leftInDocker()).toEqual([]);
});

test('below --fail-under ends with 1, and the summary is there all the same', async () => {
  const { code, stdout } = await roadworthy([
    'grade',
    submission,
    '--out',
    newRunFolder(),
    '--only',
    'code',
    '--fail-under',
    '50',
  ]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Keeping secrets in the code/);
});
