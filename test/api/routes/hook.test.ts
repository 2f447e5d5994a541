import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, test } from 'vitest';
import { findRouteTable } from '../../../src/api/routes/route-table.ts';
import { APPS, routeLines, RUNTIMES, RunningApp } from './run-app.ts';

/** What each app registers, word for word; a `.cjs` app runs with both versions of Express. */
const TABLES: Record<string, readonly string[]> = {
  'first-use.cjs': [
    'GET /api first-use.cjs:7',
    'GET /api/tasks/ first-use.cjs:8',
    'DELETE /api/tasks/:id first-use.cjs:9',
    'GET /health first-use.cjs:10',
    'GET / first-use.cjs:11',
  ],
  'path-arrays.cjs': [
    'GET /users/list path-arrays.cjs:5',
    'GET /users/all path-arrays.cjs:5',
    'POST /users path-arrays.cjs:6',
    'GET /people/list path-arrays.cjs:5',
    'GET /people/all path-arrays.cjs:5',
    'POST /people path-arrays.cjs:6',
  ],
  'same-router-twice.cjs': [
    'GET /v1/items/:id same-router-twice.cjs:5',
    'GET /v2/items/:id same-router-twice.cjs:5',
    'GET /:id same-router-twice.cjs:5',
  ],
  'app-in-app.cjs': [
    'GET /admin/users app-in-app.cjs:9',
    'GET /admin/reports/daily app-in-app.cjs:8',
    'GET /root/users app-in-app.cjs:9',
    'GET /root/reports/daily app-in-app.cjs:8',
    'GET /inner/by-router/daily app-in-app.cjs:8',
  ],
  'regexp-mount.cjs': [
    'GET /<unknown-mount>/notes regexp-mount.cjs:5',
    'GET /plain/notes regexp-mount.cjs:5',
    'GET /<unknown-path> regexp-mount.cjs:8',
  ],
  'all-methods.cjs': [
    'ALL /any all-methods.cjs:5',
    'ALL /r/below all-methods.cjs:6',
    'ALL /r/guarded all-methods.cjs:9',
    'GET /r/guarded all-methods.cjs:10',
  ],
  'chained-route.cjs': [
    'GET /projects/:projectId/tasks chained-route.cjs:9',
    'POST /projects/:projectId/tasks chained-route.cjs:10',
    'PUT /projects/:projectId/tasks/:taskId chained-route.cjs:13',
    'PATCH /projects/:projectId/tasks/:taskId chained-route.cjs:14',
  ],
  'unlisted-server.cjs': ['GET /api/pings unlisted-server.cjs:6'],
  'hidden-app.cjs': ['GET /shown hidden-app.cjs:6', 'GET /<unknown-mount>/secret hidden-app.cjs:5'],
  'itself.cjs': ['GET /loop/again itself.cjs:5'],
  'late-mount.cjs': ['GET /early late-mount.cjs:6', 'GET /tasks late-mount.cjs:5'],
  'late-route.cjs': ['GET /early late-route.cjs:4', 'GET /later late-route.cjs:6'],
  'cluster.cjs': ['GET /tasks cluster.cjs:9'],
  'module.mjs': ['GET /tasks/:id(\\d+) module.mjs:6', 'GET /tasks/:id/:part? module.mjs:7', 'GET /* module.mjs:8'],
  'new-syntax.mjs': ['GET /files{/:name} new-syntax.mjs:4', 'GET /{*rest} new-syntax.mjs:5'],
  'split/app.mjs': ['GET /api/tasks split/tasks.mjs:5', 'POST /api/tasks split/tasks.mjs:6', 'GET /health split/app.mjs:8'],
};

/** What apps of other frameworks register, with the packages that they are given. */
const koaTable = (regExp: string) => [
  'GET /api/tasks koa.cjs:9',
  'POST /api/tasks koa.cjs:10',
  'GET /api/tasks/:id koa.cjs:11',
  'DELETE /api/tasks/:id/notes/:noteId koa.cjs:13',
  'ALL /api/any koa.cjs:16',
  `GET ${regExp} koa.cjs:17`,
];
const fastifyTable = [
  'GET /health fastify.cjs:4',
  'ALL /any fastify.cjs:6',
  'PUT /profile fastify.cjs:7',
  'PATCH /profile fastify.cjs:7',
  'GET /api/tasks fastify.cjs:11',
  'POST /api/tasks fastify.cjs:12',
  'DELETE /api/tasks/:id(^\\d+$) fastify.cjs:14',
];
const nestTable = [
  'GET /health',
  'GET /api/v1/tasks',
  'GET /api/v2/tasks',
  'GET /api/v3/tasks',
  'POST /api/v1/tasks',
  'DELETE /api/v1/tasks/:id',
];
const OTHER_TABLES: Record<string, readonly string[]> = {
  'fastify.cjs fastify4': fastifyTable,
  'fastify.cjs fastify5': fastifyTable,
  'fastify.mjs': ['GET /v1/notes/:id? fastify.mjs:6', 'GET /v1/files/* fastify.mjs:7'],
  'koa.cjs koa2 koa-router': koaTable('/api/^\\/exact$/'),
  'koa.cjs koa3 @koa/router': koaTable('/<unknown-path>'),
  'koa-composed.cjs koa3 @koa/router': ['GET /users koa-composed.cjs:5', 'GET /posts koa-composed.cjs:6'],
  'koa-mounted.cjs koa2 koa-router': ['GET /health koa-mounted.cjs:9', 'GET /<unknown-mount>/users koa-mounted.cjs:7'],
  'koa.mjs': ['GET /tasks/{:id}', 'PUT /tasks/:id', 'GET /late'],
  'nest.cjs express': nestTable,
  'nest.cjs fastify': nestTable,
};

const versions = (app: string) => (app.endsWith('.cjs') ? ['express4', 'express5'] : ['']);

describe.for(RUNTIMES)('routes of a running app, %s', { concurrent: true }, (runtime) => {
  const cases = Object.entries(TABLES).flatMap(([app, expected]) =>
    versions(app).map((version) => [app, version, expected] as const),
  );

  test.for(cases)('%s %s', async ([app, version, expected], { expect }) => {
    await using running = new RunningApp(runtime, [app, version]);
    expect(await running.routes(expected.length)).toEqual(expected);
  });

  test.for(Object.entries(OTHER_TABLES))('%s', async ([app, expected], { expect }) => {
    await using running = new RunningApp(runtime, app.split(' '));
    expect(await running.routes(expected.length)).toEqual(expected);
  });

  test.for(['express4', 'express5'])('an app that crashes is told, and still crashes, %s', async (version, { expect }) => {
    await using running = new RunningApp(runtime, ['crashes.cjs', version]);
    const { code, stderr } = await running.ended;
    expect(await running.routes()).toEqual(['GET /tasks crashes.cjs:4']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no database here\n {4}at Object\.<anonymous> .*crashes\.cjs:5/);
  });

  test.for(['express4', 'express5'])('an app that ends is not held, %s', async (version, { expect }) => {
    await using running = new RunningApp(runtime, ['ends-itself.cjs', version]);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    // the last look is 3 s after listening
    expect(Number(stdout)).toBeLessThan(2500);
    expect(await running.routes()).toEqual(['GET /tasks ends-itself.cjs:4']);
    expect(readdirSync(running.folder).sort()).toEqual(['hook.cjs', 'routes.json']);
  });

  test('two processes of one container share a table', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['two-processes.cjs', 'express5']);
    const routes = await running.routes(2);
    expect(routes.sort()).toEqual(['GET /metrics two-processes.cjs:6', 'GET /tasks two-processes.cjs:6']);
  });

  test('without a folder to write to, the table is one line on stderr', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['ends-itself.cjs', 'express4'], { target: 'not-there/routes.json' });
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(routeLines(findRouteTable(stderr))).toEqual(['GET /tasks ends-itself.cjs:4']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('options of the app come first and hold', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['crashes.cjs', 'express5'], {
      env: { NODE_OPTIONS: '--stack-trace-limit=0' },
    });
    const { stderr } = await running.ended;
    expect(stderr).not.toContain(' at ');
    expect(await running.routes()).toEqual(['GET /tasks crashes.cjs:4']);
  });

  test('an app that sets NODE_OPTIONS itself erases the hook and runs', async ({ expect }) => {
    const command = `NODE_OPTIONS=--no-deprecation '${runtime}' ends-itself.cjs express5`;
    await using running = new RunningApp('/bin/sh', ['-c', command]);
    expect((await running.ended).code).toBe(0);
    expect(running.text).toBeUndefined();
  });

  test('a process without a framework writes nothing', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['migration.cjs'], { env: { DATABASE_PASSWORD: 'correct horse' } });
    expect(await running.ended).toMatchObject({ code: 0, stdout: 'migrated 13\n', stderr: '' });
    expect(running.text).toBeUndefined();
  });

  test('the table holds nothing but routes', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['ends-itself.cjs', 'express4'], {
      env: { DATABASE_PASSWORD: 'correct horse' },
    });
    await running.ended;
    expect(JSON.parse(running.text ?? '')).toEqual({
      version: 1,
      pid: expect.any(Number) as number,
      routes: [{ method: 'GET', path: '/tasks', at: 'ends-itself.cjs:4' }],
    });
  });

  test.for(['express4', 'express5'])('the app behaves as without the hook, %s', async (version, { expect }) => {
    const without = spawnSync(runtime, ['late-settings.cjs', version], { cwd: APPS, encoding: 'utf8' });
    await using running = new RunningApp(runtime, ['late-settings.cjs', version]);
    const { stdout } = await running.ended;
    expect(stdout).toBe(without.stdout);
    expect(stdout).toMatch(/^404 /);
  });

  test.for([
    ['express4', '/<unknown-mount>/tasks'],
    ['express5', '/api/tasks'],
  ] as const)('an Express inside a bundle tells what it keeps, %s', async ([version, path], { expect }) => {
    await using running = new RunningApp(runtime, ['bundled.cjs', version]);
    expect(await running.routes()).toEqual([`GET ${path}`, 'GET /tasks', 'GET /health']);
  });

  test('costs less than 30 ms of processor time at the start', async ({ expect }) => {
    await using running = new RunningApp(runtime, ['migration.cjs'], { env: { DATABASE_PASSWORD: '' } });
    const script = `const before = process.cpuUsage(); require('${running.hook}'); const { user, system } = process.cpuUsage(before); console.log(user + system)`;
    const env = { ROADWORTHY_ROUTES: running.target };
    const costs = Array.from(
      { length: 5 },
      () => Number(spawnSync(runtime, ['-e', script], { env, encoding: 'utf8' }).stdout) / 1000,
    );
    expect(Math.min(...costs)).toBeGreaterThan(0);
    expect(Math.min(...costs)).toBeLessThan(30);
  });
});
