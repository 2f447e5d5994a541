import { expect, test } from 'vitest';
import { csrfHeaders, mergeCookies, readSetCookie, refreshCookies } from '../../../src/api/identity/cookies.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

test('a line is read with its life: Max-Age wins over Expires, neither means until the browser is closed', () => {
  const read = (line: string) => readSetCookie(line, NOW);
  expect(read('sid=s%3Aab.c+d/e=; Path=/api; HttpOnly; Max-Age=3600; Expires=Thu, 01 Jan 1970 00:00:00 GMT')).toEqual({
    name: 'sid',
    value: 's%3Aab.c+d/e=',
    path: '/api',
    lifeSeconds: 3600,
  });
  expect(read('sid=x; expires=Fri, 02 Jan 2026 00:00:00 GMT').lifeSeconds).toBe(86_400);
  expect(read('sid=x; Secure').lifeSeconds).toBeNull();
  expect(read('=; nonsense').name).toBe('');
});

test('cookies are kept as a browser keeps them', () => {
  const merged = mergeCookies(
    'sid=old; theme=dark; flash=hello',
    [
      'sid=new; Path=/',
      'flash=; Max-Age=0',
      'theme=gone; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'session.sig=abc',
      'r=1; Path=/auth/refresh',
    ],
    NOW,
  );
  expect(merged).toBe('sid=new; session.sig=abc');
});

test('a later answer gives new values to known cookies; it neither deletes nor adds any', () => {
  expect(refreshCookies('sid=a; sig=b', ['sid=c', 'sig=; Max-Age=0', 'tracking=1'], NOW)).toBe('sid=c; sig=b');
});

test('the token against forged requests comes from an answer, or from the cookie that is to be submitted twice', () => {
  expect(csrfHeaders('sid=a; XSRF-TOKEN=t%3D1', undefined)['x-xsrf-token']).toBe('t=1');
  expect(csrfHeaders('sid=a; csrftoken=t%ff1', undefined)['x-csrftoken']).toBe('t%ff1');
  expect(csrfHeaders('sid=a; XSRF-TOKEN=t', 'given')['x-csrf-token']).toBe('given');
  expect(csrfHeaders('sid=a', undefined)).toEqual({});
});
