import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pythonHook } from '../../../src/api/routes/bundle-hook.ts';
import { findRouteTable } from '../../../src/api/routes/route-table.ts';
import { routeLines } from './run-app.ts';

/** The least of Flask that the hook touches; the real one runs in the Docker test. */
const FLASK = `
class Rule:
    build_only = False
    def __init__(self, rule, endpoint, methods):
        self.rule, self.endpoint, self.methods = rule, endpoint, methods
class Map:
    rules = ()
    def iter_rules(self):
        return iter(self.rules)
class Flask:
    def __init__(self):
        self.url_map, self.view_functions = Map(), {}
    def wsgi_app(self, environ, start_response):
        return ["answered"]
    def __call__(self, environ, start_response):
        return self.wsgi_app(environ, start_response)
`;
const APP = `
from flask.app import Flask, Rule
app = Flask()
def tasks():
    pass
app.view_functions["tasks"] = tasks
app.url_map.rules = [Rule("/tasks", "tasks", {"GET", "HEAD", "OPTIONS"}), Rule("/static/<path:filename>", "static", {"GET"})]
`;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly table: string | undefined;
  readonly left: readonly string[];
}

/** Runs these files of an app as a container would, the hook before them. */
function run(files: Readonly<Record<string, string>>, { target = 'out/routes.json', env = {} } = {}): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'roadworthy-python-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const { path, content } of pythonHook(join(folder, 'hook'))) put(path, content);
  for (const [path, content] of Object.entries({ 'flask/__init__.py': '', 'flask/app.py': FLASK, ...files }))
    put(join(folder, 'app', path), content);
  mkdirSync(join(folder, 'out'));
  const { status, stdout, stderr } = spawnSync('python3', ['main.py'], {
    cwd: join(folder, 'app'),
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: `${join(folder, 'hook')}:${join(folder, 'app/lib')}`,
      PYTHONDONTWRITEBYTECODE: '1',
      ROADWORTHY_ROUTES: join(folder, target),
      ...env,
    },
    encoding: 'utf8',
  });
  const path = join(folder, target);
  const table = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return { code: status, stdout, stderr, table, left: readdirSync(join(folder, 'out')) };
}

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('the hook for Python', () => {
  test('routes are there before the first request is answered, and nothing else stays', () => {
    const { stdout, stderr, table, left } = run({ 'main.py': `${APP}print(app({}, None), app({}, None))` });
    expect(routeLines(table)).toEqual(['GET /tasks main.py:4']);
    expect(JSON.parse(table ?? '')).toMatchObject({ version: 1, routes: [{ method: 'GET', path: '/tasks', at: 'main.py:4' }] });
    expect(left).toEqual(['routes.json']);
    expect({ stdout, stderr }).toEqual({ stdout: "['answered'] ['answered']\n", stderr: '' });
  });

  test('an app that another one mounts has its prefix', () => {
    const { table } = run({ 'main.py': `${APP}app({"SCRIPT_NAME": "/api"}, None)` });
    expect(routeLines(table)).toEqual(['GET /api/tasks main.py:4']);
  });

  test('two processes of one container share a table', () => {
    const { table } = run({
      'main.py': `${APP}
import os
if os.fork() == 0:
    app.url_map.rules = [Rule("/metrics", "tasks", {"GET"})]
    app({}, None)
    os._exit(0)
os.wait()
app({}, None)`,
    });
    expect(routeLines(table).sort()).toEqual(['GET /metrics main.py:4', 'GET /tasks main.py:4']);
  });

  test('without a folder to write to, the table is one line on stderr', () => {
    const { stderr } = run({ 'main.py': `${APP}app({}, None)` }, { target: 'not-there/routes.json' });
    expect(routeLines(findRouteTable(stderr))).toEqual(['GET /tasks main.py:4']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('an app that the hook cannot read answers all the same', () => {
    const { code, stdout, stderr, table } = run({ 'main.py': `${APP}app.url_map = None\nprint(app({}, None))` });
    expect({ code, stdout, stderr, table }).toEqual({ code: 0, stdout: "['answered']\n", stderr: '', table: undefined });
  });

  test('a framework that is another one by this name is left alone', () => {
    const { code, stdout, stderr } = run({
      'flask/app.py': 'NAME = "not Flask"',
      'main.py': 'import flask.app; print(flask.app.NAME)',
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'not Flask\n', stderr: '' });
  });

  test('a framework that does not load says so as before', () => {
    const { code, stderr } = run({ 'flask/app.py': 'raise RuntimeError("broken")', 'main.py': 'import flask.app' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/RuntimeError: broken\n$/);
  });

  test('a process without a framework writes nothing', () => {
    const { code, stdout, stderr, table } = run({ 'main.py': 'print("migrated")' });
    expect({ code, stdout, stderr, table }).toEqual({ code: 0, stdout: 'migrated\n', stderr: '', table: undefined });
  });

  test('a sitecustomize of the app runs, by its own name', () => {
    const { stdout } = run({
      'lib/sitecustomize.py': 'GREETING = "hello"',
      'main.py': 'import sitecustomize; print(sitecustomize.GREETING, sitecustomize.__file__)',
    });
    expect(stdout).toMatch(/^hello .*\/lib\/sitecustomize\.py\n$/);
  });

  test('a sitecustomize of the app that fails is told by Python, and the app starts', () => {
    const { code, stdout, stderr } = run({ 'lib/sitecustomize.py': 'raise ValueError("mine")', 'main.py': 'print("started")' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'started\n' });
    expect(stderr).toContain('ValueError: mine');
  });

  test('without the variable that says where to write, nothing is patched', () => {
    const { stdout } = run(
      { 'main.py': 'import sys; print([type(one).__name__ for one in sys.meta_path if hasattr(one, "patches")])' },
      { env: { ROADWORTHY_ROUTES: '' } },
    );
    expect(stdout).toBe('[]\n');
  });
});
