import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/api/client.ts';
import { fingerprint, isSame, saysSame } from '../../src/api/control.ts';
import { missingIds } from '../../src/api/missing-id.ts';
import { parseBody } from '../../src/api/parse-body.ts';
import { idOf, rowsOf } from '../../src/api/record-answer.ts';
import { takeToken, tokenPlaces } from '../../src/api/identity/token.ts';
import { spoil } from '../../src/api/identity/spoil.ts';

const reply = (text: string, { status = 200, path = '/', headers = {}, setCookies = [] as string[] } = {}): Reply => ({
  exchange: {
    id: 'x1',
    stack: 's',
    identity: 'A',
    request: { method: 'GET', path, headers: {}, body: null, taken: [] },
    response: null,
    durationMs: 1,
  },
  status,
  headers: { 'content-type': 'application/json', ...headers },
  setCookies,
  text,
  json: parseBody(text),
  ok: status < 300,
});

describe('the id of a record', () => {
  const cases: [string, string, object | undefined][] = [
    ['at the top', '{"id":7,"user_id":1}', { value: '7', raw: 7, pointer: '/id' }],
    [
      'in an envelope',
      '{"data":{"_id":"64f1a2b3c4d5e6f7a8b9c0d1"}}',
      { value: '64f1a2b3c4d5e6f7a8b9c0d1', pointer: '/data/_id' },
    ],
    ['named like the record', '{"taskId":"a1"}', { pointer: '/taskId' }],
    ['of a driver', '{"acknowledged":true,"insertedId":"6b01"}', { pointer: '/insertedId' }],
    ['a number that no double holds', '{"id":9007199254740993}', { value: '9007199254740993' }],
    ['nowhere', '{"ok":true}', undefined],
  ];
  test.each(cases)('%s', (_name, text, found) => {
    const id = idOf(reply(text), 'tasks');
    if (found) expect(id).toMatchObject(found);
    else expect(id).toBeUndefined();
  });
  test('in Location', () =>
    expect(idOf(reply('', { headers: { location: '/tasks/abc?x=1' } }), 'tasks')).toMatchObject({
      value: 'abc',
      pointer: 'header:location',
    }));
});

test.each([
  ['[1,2]', 2],
  ['{"data":[1],"meta":{"pages":[1,2,3]}}', 1],
  ['{"result":{"items":[1,2,3]}}', 3],
  ['{"tasks":[]}', 0],
  ['{"count":3}', undefined],
])('rows of %s', (text, count) => expect(rowsOf(parseBody(text))?.length).toBe(count));

test('a missing cuid or ULID is still one', () => {
  for (const missing of missingIds('cjld2cjxh0000qzrmn831i7rn')) expect(missing).toMatch(/^c[a-z0-9]{24}$/);
  for (const missing of missingIds('01ARZ3NDEKTSV4RRFFQ69G5FAV')) expect(missing).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});
test('a clock in an answer makes no difference between people, a name does', () => {
  const of = (text: string) => reply(text, { path: '/health', status: 200 });
  expect(saysSame(of('{"status":"ok","uptime":1.25}'), of('{"status":"ok","uptime":31.5}'))).toBe(true);
  expect(saysSame(of('[]'), of('[{"title":"mine"}]'))).toBe(false);
});
test('an id without end is none, and the rows are not the links', () => {
  expect(idOf(reply(`{"id":"${'x'.repeat(10_000)}"}`), 'tasks')).toBeUndefined();
  expect(rowsOf({ links: [{ rel: 'next' }], tasks: [{ id: 1 }, { id: 2 }] })?.length).toBe(2);
});

describe('fingerprints', () => {
  const of = (text: string, path = '/a', status = 404) => fingerprint(reply(text, { path, status }));
  test('ids, times and echoed paths make no difference', () => {
    expect(
      isSame(
        of('{"error":"Cannot GET /a/12","at":"2026-01-01T00:00:00Z"}', '/a/12'),
        of('{"error":"Cannot GET /rw/99","at":"2026-02-02T09:00:00Z"}', '/rw/99'),
      ),
    ).toBe(true);
  });
  test('a handler’s own words do', () =>
    expect(isSame(of('{"error":"Task not found"}'), of('{"error":"Route not found"}'))).toBe(false));
  test('so does the status', () => expect(isSame(of('{}', '/a', 401), of('{}', '/a', 404))).toBe(false));
});

test.each(['7', '0b6b7b9c-0d3e-4f7a-9d43-1c2d3e4f5a6b', '507f1f77bcf86cd799439011', 'my-first-post'])(
  'missing ids are of the kind of %s',
  (id) => {
    const [one, other] = missingIds(id);
    expect(one).not.toBe(other);
    for (const missing of [one, other]) {
      expect(missing).not.toBe(id);
      expect(/^\d+$/.test(missing)).toBe(/^\d+$/.test(id));
      if (id.includes('-') && id.length === 36)
        expect(missing).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      if (id.length === 24) expect(missing).toMatch(/^[0-9a-f]{24}$/);
    }
  },
);

describe('credentials', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoaXM';
  test('a token by name and shape, not the refresh token', () => {
    const answer = reply(`{"user":{"id":1},"tokens":{"refreshToken":"${jwt}r","accessToken":"${jwt}"}}`);
    const [place] = tokenPlaces(answer);
    expect(place).toEqual({ in: 'body', pointer: '/tokens/accessToken' });
    expect(place && takeToken(answer, place)).toBe(jwt);
  });
  test('cookies, all of them: a session id may be short', () => {
    const answer = reply('{}', { setCookies: ['sid=abcdefghijklmnop; Path=/; HttpOnly', 'theme=dark'] });
    const [place] = tokenPlaces(answer);
    expect(place).toEqual({ in: 'cookie', names: ['sid', 'theme'] });
    expect(place && takeToken(answer, place)).toBe('sid=abcdefghijklmnop; theme=dark');
  });
  test('of several cookies each is spoilt: the session may be in any', () => {
    const cookies = `access=${jwt}; refresh=abcdefghijklmnop`;
    const [access, refresh] = spoil(cookies, { cookie: true }).split('; ');
    expect(access).toMatch(/^access=eyJ/);
    expect(access).not.toBe(`access=${jwt}`);
    expect(refresh).toMatch(/^refresh=abc/);
    expect(refresh).not.toBe('refresh=abcdefghijklmnop');
  });
  test('a spoilt JWT differs in its signature only', () => {
    const [header, payload, signature] = spoil(jwt).split('.');
    expect([header, payload]).toEqual(jwt.split('.').slice(0, 2));
    expect(signature).not.toBe(jwt.split('.')[2]);
    expect(signature?.length).toBe(jwt.split('.')[2]?.length);
  });
});

test('bodies that nest too deep are no JSON, and a key named __proto__ pollutes nothing', () => {
  expect(parseBody('['.repeat(100_000))).toBeUndefined();
  expect(parseBody('{"__proto__":{"polluted":true}}')).toBeDefined();
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
