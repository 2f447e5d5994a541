import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pythonHook } from '../../../src/api/routes/bundle-hook.ts';
import { readRouteTable } from '../../../src/api/routes/route-table.ts';

/** The least of Django that the hook touches. */
const DJANGO = {
  'django/__init__.py': '',
  'django/core/__init__.py': '',
  'django/core/handlers/__init__.py': '',
  'django/core/handlers/base.py': `
class BaseHandler:
    def get_response(self, request):
        return "answered"
`,
  'django/urls.py': `
class RoutePattern:
    def __init__(self, text):
        self._route = text
    def __str__(self):
        return self._route
class RegexPattern:
    def __init__(self, text):
        self._regex = text
    def __str__(self):
        return self._regex
class URLPattern:
    def __init__(self, pattern, callback):
        self.pattern, self.callback = pattern, callback
class URLResolver:
    def __init__(self, pattern, url_patterns, app_name=None):
        self.pattern, self.url_patterns, self.app_name = pattern, url_patterns, app_name
def path(text, target):
    return URLResolver(RoutePattern(text), target) if isinstance(target, list) else URLPattern(RoutePattern(text), target)
def re_path(text, target):
    return URLPattern(RegexPattern(text), target)
ROOT = URLResolver(RegexPattern("^/"), [])
def get_resolver():
    return ROOT
`,
};
const APP = `
import functools
from django.core.handlers.base import BaseHandler
from django import urls
from django.urls import path, re_path
class Request:
    META = {}
def as_view(cls, actions=None):
    def view(request):
        pass
    view.__module__ = cls.__module__
    view.cls = cls
    if actions:
        view.actions = actions
    return view
def answer():
    print(BaseHandler().get_response(Request()))
`;

function run(main: string): { stdout: string; stderr: string; routes: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'roadworthy-django-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const { path, content } of pythonHook(join(folder, 'hook'))) put(path, content);
  for (const [path, content] of Object.entries({ ...DJANGO, 'main.py': APP + main })) put(join(folder, 'app', path), content);
  const target = join(folder, 'routes.json');
  const { stdout, stderr } = spawnSync('python3', ['main.py'], {
    cwd: join(folder, 'app'),
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: join(folder, 'hook'),
      PYTHONDONTWRITEBYTECODE: '1',
      ROADWORTHY_ROUTES: target,
    },
    encoding: 'utf8',
  });
  const { operations } = readRouteTable(existsSync(target) ? readFileSync(target, 'utf8') : '{}');
  return { stdout, stderr, routes: operations.map(({ method, path }) => `${method} ${path}`).sort() };
}

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('the hook for Python reads Django', () => {
  test('a view set by its actions, under the prefix that includes it, and not once more with a format', () => {
    const { stdout, stderr, routes } = run(`
class Tasks:
    http_method_names = ["get", "post", "put", "delete"]
    def list(self): pass
    def create(self): pass
    def retrieve(self): pass
many = as_view(Tasks, {"get": "list", "post": "create"})
urls.ROOT.url_patterns = [path("api/", [
    re_path(r"^tasks/$", many),
    re_path(r"^tasks\\.(?P<format>[a-z0-9]+)/?$", many),
    path("tasks<drf_format_suffix:format>", many),
    re_path(r"^tasks/(?P<pk>[^/.]+)/$", as_view(Tasks, {"get": "retrieve"})),
])]
answer()`);
    expect(routes).toEqual(['GET /api/tasks/', 'GET /api/tasks/{pk}/', 'POST /api/tasks/']);
    expect({ stdout, stderr }).toEqual({ stdout: 'answered\n', stderr: '' });
  });

  test('a class by the methods that it has and allows', () => {
    const { routes } = run(`
class Book:
    http_method_names = ["get", "put", "options"]
    def get(self): pass
    def put(self): pass
    def patch(self): pass
urls.ROOT.url_patterns = [path("book/<int:pk>", as_view(Book))]
answer()`);
    expect(routes).toEqual(['GET /book/{pk}', 'PUT /book/{pk}']);
  });

  test('a function by what it is let, or by what it compares the method with, or any', () => {
    const { routes } = run(`
def let(request_method_list):
    def decorator(function):
        @functools.wraps(function)
        def inner(request):
            return request_method_list and function(request)
        return inner
    return decorator
@let(["GET", "DELETE"])
def guarded(request): pass
def compares(request):
    if request.method == "POST":
        return 1
    return 2
def either(request):
    return request.method in ("PUT", "PATCH")
def plain(request):
    return 1
urls.ROOT.url_patterns = [path("guarded", guarded), path("compares", compares), path("either", either), path("plain", plain)]
answer()`);
    expect(routes.filter((route) => !route.endsWith('/plain'))).toEqual([
      'DELETE /guarded',
      'GET /compares',
      'GET /guarded',
      'PATCH /either',
      'POST /compares',
      'PUT /either',
    ]);
    expect(routes.filter((route) => route.endsWith('/plain'))).toHaveLength(5);
  });

  test('pages of libraries are no operations', () => {
    const { routes } = run(`
class APIRootView:
    http_method_names = ["get"]
    def get(self): pass
def page(request): pass
page.__module__ = "django.contrib.admin.sites"
urls.ROOT.url_patterns = [
    path("", as_view(APIRootView)),
    path("page/", page),
    urls.URLResolver(urls.RoutePattern("admin/"), [path("own/", lambda request: 1)], "admin"),
]
answer()`);
    expect(routes).toEqual([]);
  });

  test('an app whose routes cannot be read answers all the same', () => {
    expect(run('urls.ROOT = None\nanswer()')).toEqual({ stdout: 'answered\n', stderr: '', routes: [] });
  });
});
