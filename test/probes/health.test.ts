import { expect, test } from 'vitest';
import type { Api } from '../../src/api/api.ts';
import type { Operation } from '../../src/api/operation.ts';
import { health } from '../../src/probes/health.ts';
import { openFiles } from '../../src/submission/files.ts';
import { survey } from '../../src/submission/survey.ts';
import { type FileTable, temporaryFolder } from '../submission/temporary-folder.ts';
import { liveApp, type Answer } from './live-app.ts';

const get = (path: string): Operation => ({
  id: `GET ${path}`,
  method: 'GET',
  path,
  parameters: [],
  statuses: [],
  sources: [{ kind: 'route-table' }],
  confirmation: { state: 'confirmed', exchange: 'x1', reason: '' },
});
const apiOf = (paths: readonly string[]): Api => ({
  operations: paths.map(get),
  resources: [],
  documents: [],
  differences: [],
  coverage: { known: 0, confirmed: 0, reached: 0, never: [] },
});

interface Given {
  readonly paths?: readonly string[];
  readonly files?: FileTable;
  /** What everything else is answered. */
  readonly other?: Answer;
}

async function ask(
  answers: Record<string, Answer>,
  { paths = ['/api/tasks'], files = {}, other = { status: 404, body: { error: 'none' } } }: Given = {},
) {
  await using app = await liveApp(({ path }) => answers[path] ?? other);
  const facts = await survey(await openFiles(await temporaryFolder(files)));
  return await health.run(app.live, { api: apiOf(paths), survey: facts });
}

const well = { status: 200, body: { status: 'ok' } };
const page = { status: 200, body: '<!doctype html><html><body>Shop</body></html>' };

test.each<[string, Parameters<typeof ask>, string]>([
  ['a usual path', [{ '/healthz': well }], '/healthz'],
  ['a plain text', [{ '/ping': { status: 200, body: 'pong' } }], '/ping'],
  ['under the prefix of the API', [{ '/api/v1/health': well }, { paths: ['/api/v1/tasks'] }], '/api/v1/health'],
  ['above the version', [{ '/api/health': well }, { paths: ['/api/v1/tasks'] }], '/api/health'],
  [
    'an operation with another name',
    [{ '/api/v1/utils/health-check/': { status: 200, body: true } }, { paths: ['/api/v1/utils/health-check/'] }],
    '/api/v1/utils/health-check/',
  ],
  [
    'a path that the README names',
    [{ '/internal/heartbeat': well }, { files: { 'README.md': 'Ask `http://localhost:3000/internal/heartbeat`.' } }],
    '/internal/heartbeat',
  ],
  [
    'any path that the image asks',
    [{ '/probe': well }, { files: { Dockerfile: 'FROM x\nHEALTHCHECK CMD curl -f http://localhost:3000/probe || exit 1\n' } }],
    '/probe',
  ],
  ['a database that is down', [{ '/health': { status: 503, body: { status: 'database unavailable' } } }], '/health'],
  ['the top, when it tells its status', [{ '/': well }], '/'],
  ['nothing but a status', [{ '/health': { status: 204 } }, { other: { status: 404 } }], '/health'],
  ['a page for everything, and a health endpoint', [{ '/health': well }, { other: page }], '/health'],
])('%s', async (_name, given, path) => {
  const { found } = await ask(...given);
  expect(found?.path).toBe(path);
});

test.each<[string, Parameters<typeof ask>]>([
  ['nothing', [{}]],
  ['a page for everything', [{}, { other: page }]],
  ['a page of its own', [{ '/status': page }]],
  ['JSON for everything', [{}, { other: { status: 200, body: { status: 'ok' } } }]],
  ['a list of statuses', [{ '/api/status': { status: 200, body: ['open', 'done'] } }]],
  ['a welcome at the top', [{ '/': { status: 200, body: { message: 'Welcome to my API' } } }]],
  ['a guard in front of everything', [{}, { other: { status: 401, body: { error: 'no' } } }]],
])('no health endpoint: %s', async (_name, given) => {
  const { found, isComplete } = await ask(...given);
  expect([found, isComplete]).toEqual([null, true]);
});

test('a limiter leaves it open', async () => {
  expect((await ask({}, { other: { status: 429 } })).isComplete).toBe(false);
});
