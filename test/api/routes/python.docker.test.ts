import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discoveryAdjustment } from '../../../src/api/routes/discovery.ts';
import { readRouteTable } from '../../../src/api/routes/route-table.ts';
import { until } from '../../../src/deadline.ts';
import { bringUp } from '../../../src/sandbox/bring-up.ts';
import { connectEngine } from '../../../src/sandbox/engine.ts';
import { startRun } from '../../../src/sandbox/labels.ts';
import { takeOwnership, type Owner } from '../../../src/sandbox/owner.ts';
import { makePlan } from '../../../src/sandbox/plan/make-plan.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { openFiles } from '../../../src/submission/files.ts';
import { offerImages } from '../../images/offer.ts';

const APPS = join(import.meta.dirname, 'python-apps');
const DEADLINE_MS = 300_000;

interface Discovered {
  readonly operations: readonly string[];
  readonly catchAll: readonly string[];
  readonly unreadable: readonly string[];
  /** What the app answers at `/`. */
  readonly page: string;
}

let owner: Owner;
beforeAll(async () => {
  offerImages('python');
  owner = await takeOwnership();
}, 2 * DEADLINE_MS);
afterAll(() => owner.release());

/** Builds an app, starts it as discovery does, and reads what its processes wrote. */
async function discover(app: string): Promise<Discovered> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const files = await openFiles(join(APPS, app));
  const hints = { composeFiles: [], dockerfiles: ['Dockerfile'], envExamples: [], readmeDocumentsEnvCopy: false };
  const plan = await makePlan(files, hints, { seed: app, engine: { composeBinary: 'docker-compose' }, signal });
  const service = plan.services[0]?.name ?? '';
  const sandbox = await Sandbox.open({
    engine: await connectEngine(),
    run: startRun(owner, 1, DEADLINE_MS),
    files,
    plan,
    cacheScope: 'python-routes',
    signal,
    onBuildLine: () => undefined,
  });
  try {
    const { files: hook, resultPath } = discoveryAdjustment({});
    const adjustment = { environment: (own: Readonly<Record<string, string>>) => discoveryAdjustment(own).env, files: hook };
    const running = await bringUp(sandbox, sandbox.prepare('discovery', { [service]: adjustment }), service);
    const table = await until(() => running.stack.readFile(service, resultPath, 2 ** 20), { ms: 1_200, everyMs: 100 });
    const { operations, ...rest } = readRouteTable(table ?? '');
    const page = await fetch(`http://127.0.0.1:${running.app.publishedPort}/`, { signal }).then((reply) => reply.text());
    return { ...rest, page, operations: operations.map((one) => [one.method, one.path, one.source.at].join(' ').trim()).sort() };
  } finally {
    await sandbox.close({ kept: false });
  }
}

test('FastAPI under uvicorn with workers: nested routers, an app in the app, a route that comes late', async () => {
  expect(await discover('fastapi')).toEqual({
    operations: [
      'DELETE /api/v1/tasks/{task_id}/notes/{note_id} app/routers/tasks.py:22',
      'DELETE /files/{file_path} app/main.py:48',
      'GET /admin/openapi.json',
      'GET /admin/users app/main.py:29',
      'GET /api/v1/tasks app/routers/tasks.py:7',
      'GET /api/v1/tasks/{task_id} app/routers/tasks.py:17',
      'GET /files/{file_path} app/main.py:48',
      'GET /openapi.json',
      'GET /reports/{year} app/main.py:38',
      'GET /status app/main.py:11',
      'POST /api/v1/tasks app/routers/tasks.py:12',
      'PUT /reports/{year} app/main.py:41',
    ],
    catchAll: ['GET /{full_path:path} (app/main.py:53)'],
    unreadable: [],
    page: '""',
  });
});

test('Flask under gunicorn with workers: blueprints, views that are classes, and a sitecustomize of its own', async () => {
  expect(await discover('flask')).toEqual({
    operations: [
      'DELETE /api/users/{user_id} app.py:25',
      'GET / app.py:44',
      'GET /api/users/ app.py:20',
      'GET /api/users/{user_id} app.py:25',
      'GET /posts/{slug} app.py:32',
      'PUT /posts/{slug} app.py:35',
    ],
    catchAll: [],
    unreadable: [],
    page: "from the app's own sitecustomize",
  });
});
