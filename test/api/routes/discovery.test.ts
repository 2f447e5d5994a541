import { expect, test } from 'vitest';
import { discoveryAdjustment } from '../../../src/api/routes/discovery.ts';

const OURS = '--require /roadworthy-route-hook.cjs';

test('everything of the app’s environment stays, and its options come first', () => {
  const { env } = discoveryAdjustment({ PORT: '3000', NODE_OPTIONS: '--max-old-space-size=256' });
  expect(env).toEqual({
    PORT: '3000',
    NODE_OPTIONS: `--max-old-space-size=256 ${OURS}`,
    ROADWORTHY_ROUTES: '/tmp/roadworthy-routes.json',
  });
});

test('an app without options gets ours alone', () => {
  expect(discoveryAdjustment({}).env['NODE_OPTIONS']).toBe(OURS);
  expect(discoveryAdjustment({ NODE_OPTIONS: '' }).env['NODE_OPTIONS']).toBe(OURS);
});

test('the hook is one file that everybody may read', () => {
  const [hook, ...others] = discoveryAdjustment({}).files;
  expect(others).toEqual([]);
  expect(hook).toMatchObject({ path: '/roadworthy-route-hook.cjs', mode: 0o444 });
  expect(String(hook?.content)).not.toMatch(/require\('\.\.?\/(?!\w+(-\w+)*\.cjs')/);
});

test.each([
  [[], '/tmp/roadworthy-routes.json'],
  [['/tmp'], '/var/tmp/roadworthy-routes.json'],
  [['/tmp/'], '/var/tmp/roadworthy-routes.json'],
  [['/tmp/cache', '/tmpfiles'], '/tmp/roadworthy-routes.json'],
  [['/var', '/tmp'], '/tmp/roadworthy-routes.json'],
])('with memory file systems at %j the table is at %s', (tmpfs, path) => {
  const { env, resultPath } = discoveryAdjustment({}, tmpfs);
  expect(resultPath).toBe(path);
  expect(env['ROADWORTHY_ROUTES']).toBe(path);
});
