import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PROJECT } from '../../src/version.ts';
import { leftInDocker, newRunFolder, roadworthy } from './roadworthy.ts';

const submission = join(PROJECT, 'test/submissions/tasks-express-flawed');

async function endAt(phase: RegExp, signal: NodeJS.Signals, out: string) {
  return roadworthy(['grade', submission, '--out', out], {
    onStart: (child, stderr) => {
      const wait = async () => {
        while (child.exitCode === null && !phase.test(stderr())) await delay(20);
        child.kill(signal);
      };
      void wait();
    },
  });
}

test.each([/\] acquire/, /\] build/, /\] boot/, /\] understand/, /\] probe: 2/, /login-burst/])(
  'Ctrl-C at %s: exit 130, nothing left',
  async (phase) => {
    const out = newRunFolder();
    const { code, stderr } = await endAt(phase, 'SIGINT', out);
    expect(code, stderr).toBe(130);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await leftInDocker()).toEqual([]);
    expect(existsSync(out)).toBe(false);
  },
);

test('a request to end is an interruption, too', async () => {
  const { code } = await endAt(/\] boot/, 'SIGTERM', newRunFolder());
  expect(code).toBe(130);
  expect(await leftInDocker()).toEqual([]);
});

test('what was found before an interruption can be judged', async () => {
  const out = newRunFolder();
  await endAt(/login-burst/, 'SIGINT', out);
  const { code, stdout } = await roadworthy(['judge', `${out}.partial`]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Returning whole tables from list endpoints/);
});

test('after kill -9 the next run removes what was left', async () => {
  await endAt(/\] probe: 2/, 'SIGKILL', newRunFolder());
  expect(await leftInDocker()).not.toEqual([]);
  await roadworthy(['grade', submission, '--out', newRunFolder(), '--only', 'code']);
  expect(await leftInDocker()).toEqual([]);
});
