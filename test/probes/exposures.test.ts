import { expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { exposuresIn } from '../../src/probes/people-shown/exposures.ts';

const OURS = 'Our-password-1';
const BCRYPT = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';
const MD5 = '5f4dcc3b5aa765d61d8327deb882cf99';
const person = (fields: Record<string, Json>): Json => ({ id: 1, email: 'ada@example.test', ...fields });
const whats = (json: Json) => exposuresIn(json, JSON.stringify(json), [OURS]).map(({ what, field }) => `${what} ${field}`);

test.each<[string, Json, string]>([
  ['our password', person({ password: OURS }), 'password password'],
  ['our password in a sentence', { message: `Welcome, your password is ${OURS}` }, 'password message'],
  ['our password under any name', [person({ pw: OURS })], 'password pw'],
  ['bcrypt', { data: { user: person({ password: BCRYPT }) } }, 'hash password'],
  ['bcrypt under any name', { author: { x: BCRYPT } }, 'hash x'],
  ['a digest in a field for it', [person({ passwordHash: MD5 })], 'hash passwordHash'],
  ['a digest beside an e-mail', person({ hash: MD5 }), 'hash hash'],
  ['salt and key', person({ password: 'a1b2c3d4e5f60718a1b2:0f0e0d0c0b0a09080706' }), 'hash password'],
  ['what was encrypted', person({ encrypted_password: 'U2FsdGVkX1+vupppZksvRf5pq5g5XjFR' }), 'hash encrypted_password'],
  ['a salt', person({ salt: 'a1b2c3d4e5f60718' }), 'salt salt'],
])('found: %s', (_name, json, found) => expect(whats(json)[0]).toBe(found));

test.each<[string, Json]>([
  ['the secret of a one-time code, given to its owner', person({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })],
  ['no such field', person({})],
  ['null', person({ password: null })],
  ['masked', person({ password: '********' })],
  ['emptied', person({ password: '' })],
  ['a word', person({ password: '[hidden]' })],
  ['a flag', person({ hasPassword: true, passwordSet: 'yes' })],
  ['a date', person({ passwordChangedAt: '2026-01-01T00:00:00.000Z' })],
  ['a schema', { properties: { password: { type: 'string', minLength: 8 } } }],
  ['a hash of a file', { name: 'photo.png', hash: MD5 }],
  ['a commit', { digest: MD5, sha: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }],
  ['an avatar of Gravatar', person({ avatar: `https://www.gravatar.com/avatar/${MD5}` })],
  ['ids and tokens', person({ id: '64f1a2b3c4d5e6f7a8b9c0d1', token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl' })],
])('innocent: %s', (_name, json) => expect(whats(json)).toEqual([]));

test('a text that is no JSON is searched for our password', () => {
  expect(exposuresIn(undefined, `<p>${OURS}</p>`, [OURS])).toEqual([{ what: 'password', field: '', form: 'in clear' }]);
});
