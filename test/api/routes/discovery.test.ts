import { expect, test } from 'vitest';
import { discoveryAdjustment } from '../../../src/api/routes/discovery.ts';

const OURS = '--require /roadworthy-route-hook.cjs';

test('everything of the app’s environment stays, and its options come first', () => {
  const { env } = discoveryAdjustment({ PORT: '3000', NODE_OPTIONS: '--max-old-space-size=256' });
  expect(env).toEqual({
    PORT: '3000',
    NODE_OPTIONS: `--max-old-space-size=256 ${OURS}`,
    PYTHONPATH: '/roadworthy-python',
    ROADWORTHY_ROUTES: '/tmp/roadworthy-routes.json',
  });
});

test('an app without options gets ours alone', () => {
  expect(discoveryAdjustment({}).env['NODE_OPTIONS']).toBe(OURS);
  expect(discoveryAdjustment({ NODE_OPTIONS: '' }).env['NODE_OPTIONS']).toBe(OURS);
});

test('the folder for Python comes before those of the app', () => {
  expect(discoveryAdjustment({ PYTHONPATH: '/app:/app/lib' }).env['PYTHONPATH']).toBe('/roadworthy-python:/app:/app/lib');
});

test('the hook for Node is one file, the one for Python a folder, and everybody may read them', () => {
  const [hook, ...python] = discoveryAdjustment({}).files;
  expect(python.map(({ path }) => path)).toContain('/roadworthy-python/sitecustomize.py');
  expect(python.every(({ path, mode }) => path.startsWith('/roadworthy-python/') && mode === 0o444)).toBe(true);
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
