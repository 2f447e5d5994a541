import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/api/client.ts';
import { readJson } from '../../src/json.ts';
import { leakIn } from '../../src/probes/leak.ts';
import { cpuTimeMs } from '../cpu-time.ts';

function replyWith(text: string, request: { path?: string; body?: string } = {}): Reply {
  return {
    exchange: {
      id: 'x1',
      stack: 'clean',
      identity: 'anonymous',
      request: { method: 'POST', path: request.path ?? '/tasks', headers: {}, body: request.body ?? '{}', taken: [] },
      response: { status: 500, headers: {}, body: text },
      durationMs: 1,
    },
    status: 500,
    headers: {},
    setCookies: [],
    text,
    json: readJson(text),
    ok: false,
  };
}
const leak = (text: string, request?: { path?: string; body?: string }) => leakIn(replyWith(text, request), (line) => line);

describe('a leak is found', () => {
  const cases: [string, string, string][] = [
    [
      'Express’s page for developers',
      'stack trace',
      '<pre>SyntaxError: Unexpected end of JSON input<br> &nbsp; &nbsp;at JSON.parse (&lt;anonymous&gt;)<br> &nbsp; &nbsp;at parse (/app/node_modules/body-parser/lib/types/json.js:92:19)</pre>',
    ],
    ['a Node stack in JSON', 'stack trace', JSON.stringify({ stack: 'Error: no\n    at async file:///srv/index.mjs:3:1' })],
    ['an array of frames', 'stack trace', JSON.stringify({ trace: ['TypeError: x', 'at handler (/app/src/index.js:12:5)'] })],
    ['Python', 'stack trace', 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in create'],
    [
      'Java',
      'stack trace',
      JSON.stringify({
        trace: 'java.lang.NullPointerException\n\tat com.shop.api.OrderController.create(OrderController.java:42)',
      }),
    ],
    ['Go', 'stack trace', 'runtime error: index out of range\n\ngoroutine 21 [running]:\nmain.handler()'],
    ['PHP', 'stack trace', '#0 /var/www/html/index.php(12): PDO->query()'],
    ['a warning of PHP', 'stack trace', 'Undefined index: name in /var/www/html/index.php on line 4'],
    ['Ruby', 'stack trace', "/app/server.rb:14:in `block in <main>'"],
    ['.NET', 'stack trace', 'at Shop.Api.OrdersController.Get(Int32 id) in /src/Controllers/OrdersController.cs:line 31'],
    [
      'a query builder',
      'SQL statement',
      JSON.stringify({
        error: 'insert into "tasks" ("title") values ($1) returning * - value too long for type character varying(200)',
      }),
    ],
    [
      'a select',
      'SQL statement',
      JSON.stringify({ error: 'Failed query: select "id", "title" from "tasks" where "tasks"."id" = $1' }),
    ],
    ['PDO', 'SQL statement', 'SQLSTATE[22P02]: Invalid text representation'],
    [
      'a file of the container',
      'path of a source file',
      JSON.stringify({ error: "ENOENT: no such file or directory, stat '/usr/src/app/public/index.html'" }),
    ],
  ];
  test.each(cases)('%s', (_name, kind, text) => expect(leak(text)?.kind).toBe(kind));
});

describe('innocent is', () => {
  const cases: [string, string][] = [
    ['a validator’s sentence', JSON.stringify({ error: { message: 'title is required', path: ['title'] } })],
    ['English that selects', JSON.stringify({ message: 'Please select a project from your list where you are a member' })],
    [
      'English that updates and deletes',
      JSON.stringify({ message: 'Could not update task set for today; delete from trash where needed' }),
    ],
    ['a time of day', JSON.stringify({ message: 'at 2026-01-01 10:30:00' })],
    ['the address of the request', JSON.stringify({ path: '/api/tasks/not-an-id', message: 'Cannot GET /src/x' })],
    [
      'the name of an error',
      JSON.stringify({ name: 'ValidationError', message: 'invalid input syntax for type uuid: "not-an-id"' }),
    ],
    ['an address of the web', JSON.stringify({ more: 'https://example.test/app/errors/4.html' })],
  ];
  test.each(cases)('%s', (_name, text) => expect(leak(text)).toBeNull());
  test('an echo of a line that was sent', () =>
    expect(leak(JSON.stringify({ message: '/app/x.js' }), { body: '{"path":"/app/x.js"}' })).toBeNull());
});

test('the line is cut and redacted', () => {
  const found = leakIn(replyWith(`at f (/app/secret-token/${'x'.repeat(250)}.js:1:2)`), (line) =>
    line.replace('secret-token', '{{A.token}}'),
  );
  expect(found?.line).toContain('{{A.token}}');
  expect(found?.line.length).toBeLessThanOrEqual(200);
});

test.each([
  ['at the beginning of frames', 'at /:1:'],
  ['slashes', '/app/'],
  ['select from', 'select * from a '],
  ['insert', 'insert into a('],
  ['tags', '<pre'],
  ['breaks', '<br '],
])('a hostile body is read in linear time: %s', (_name, unit) => {
  const text = unit.repeat(Math.ceil((2 * 2 ** 20) / unit.length));
  const from = cpuTimeMs();
  leak(text);
  expect(cpuTimeMs() - from).toBeLessThan(1000);
});
