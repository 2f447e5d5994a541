import { expect, test } from 'vitest';
import { Recorder } from '../../src/api/recorder.ts';

const sent = (stack: string, headers: Record<string, string>, body: string | null = null) => ({
  stack,
  identity: 'A' as const,
  method: 'GET',
  path: '/me',
  headers,
  body,
  taken: [],
});
const answered = (body: string) => ({ response: { status: 200, headers: {}, body }, durationMs: 1.4 });

test('secrets are replaced by their role wherever they stand, escaped or not', () => {
  const recorder = new Recorder();
  const redaction = recorder.redactionOn('clean');
  expect(redaction.register('s3cr/t"x', 'AB.password')).toBe('{{AB.password}}');
  const { request, response } = recorder.record(
    sent('clean', { authorization: 'Bearer s3cr/t"x' }, '{"password":"s3cr/t\\"x"}'),
    answered('q=s3cr%2Ft%22x'),
  );
  expect(request.headers).toEqual({ authorization: 'Bearer {{AB.password}}' });
  expect(request.body).toBe('{"password":"{{AB.password}}"}');
  expect(response?.body).toBe('q={{AB.password}}');
});

test('a later secret of one role is numbered, and a secret inside a longer one does not tear it', () => {
  const redaction = new Recorder().redactionOn('clean');
  expect(redaction.register('token-one', 'A.token')).toBe('{{A.token}}');
  expect(redaction.register('token-one-and-more', 'A.token')).toBe('{{A.token.2}}');
  expect(redaction.register('token-one', 'B.token')).toBe('{{A.token}}');
  expect(redaction.redact('token-one-and-more token-one')).toBe('{{A.token.2}} {{A.token}}');
});

test('the same token on two stacks names whom it belongs to there', () => {
  const recorder = new Recorder();
  recorder.redactionOn('discovery').register('the-same-token', 'C.token');
  recorder.redactionOn('clean').register('the-same-token', 'A.token');
  const headersOf = (stack: string) =>
    recorder.record(sent(stack, { authorization: 'the-same-token' }), answered('')).request.headers;
  expect(headersOf('discovery')).toEqual({ authorization: '{{C.token}}' });
  expect(headersOf('clean')).toEqual({ authorization: '{{A.token}}' });
});

test('long bodies are cut, and say so', () => {
  const { response } = new Recorder().record(sent('clean', {}), answered('x'.repeat(40_000)));
  expect(response?.body.length).toBe(16 * 1024);
  expect(response?.cut).toMatch(/16 KB of 40000/);
});
