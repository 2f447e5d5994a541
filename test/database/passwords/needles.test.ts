import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { findNeedle } from '../../../src/database/passwords/find-needle.ts';
import { needlesOf } from '../../../src/database/passwords/needles.ts';
import { LONG, SHORT } from '../canaries.ts';
import { RECORDED } from './recorded-hashes.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

const needles = await needlesOf(SHORT);
const hex = (algorithm: string, text: string | Buffer) => createHash(algorithm).update(text).digest('hex');
const bytes = Buffer.from(SHORT);

const FOUND: readonly (readonly [name: string, stored: string, level: string, scheme: string])[] = [
  ['as it is', SHORT, 'plaintext', 'plain text'],
  ['in a log line', `POST /login {"email":"a@b.test","password":"${SHORT}"}`, 'plaintext', 'plain text'],
  ['base64', bytes.toString('base64'), 'reversible', 'base64'],
  ['base64 of user and password', Buffer.from(`ada:${SHORT}`).toString('base64'), 'reversible', 'base64'],
  ['base64 inside a document', Buffer.from(JSON.stringify({ pw: SHORT, n: 5 })).toString('base64'), 'reversible', 'base64'],
  ['base64, twice', Buffer.from(bytes.toString('base64')).toString('base64'), 'reversible', 'base64, twice'],
  ['hexadecimal, in capitals', bytes.toString('hex').toUpperCase(), 'reversible', 'hexadecimal'],
  ['UTF-16', Buffer.from(SHORT, 'utf16le').toString('hex'), 'reversible', 'hexadecimal of UTF-16'],
  ['reversed', [...SHORT].reverse().join(''), 'reversible', 'reversed'],
  ['rot13', 'Xrfgery-4071-Zbb', 'reversible', 'rot13'],
  ['character codes', [...bytes].join(','), 'reversible', 'character codes'],
  ['binary', [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join(''), 'reversible', 'binary'],
  ['md5', hex('md5', SHORT), 'fast-unsalted', 'md5'],
  ['md5, in capitals', hex('md5', SHORT).toUpperCase(), 'fast-unsalted', 'md5'],
  ['sha1', hex('sha1', SHORT), 'fast-unsalted', 'sha1'],
  ['sha256', hex('sha256', SHORT), 'fast-unsalted', 'sha256'],
  ['sha256 in base64', createHash('sha256').update(SHORT).digest('base64'), 'fast-unsalted', 'sha256'],
  ['sha512', hex('sha512', SHORT), 'fast-unsalted', 'sha512'],
  ['sha3', hex('sha3-256', SHORT), 'fast-unsalted', 'sha3-256'],
  ['md5 of md5', hex('md5', hex('md5', SHORT)), 'fast-unsalted', 'md5(md5)'],
  ['sha1 of md5', hex('sha1', hex('md5', SHORT)), 'fast-unsalted', 'sha1(md5)'],
  ['MySQL 4.1 (passlib)', RECORDED['passlib mysql41'], 'fast-unsalted', 'MySQL 4.1 password()'],
  ['NTLM (passlib)', RECORDED['passlib nthash'], 'fast-unsalted', 'NTLM'],
];

test.each(FOUND)('%s is found', (_name, stored, level, scheme) => {
  expect(findNeedle(stored, needles)).toMatchObject({ level, scheme });
});

const NOT_FOUND: readonly (readonly [string, string])[] = [
  ['another password', LONG],
  ['the password in other letters', SHORT.toLowerCase()],
  ['the digest of another password', hex('sha256', LONG)],
  ['the digest of the e-mail', hex('md5', 'ada.k4071@roadworthy.test')],
  ['base64 of a document without it', Buffer.from('{"user":"ada","role":"admin"}').toString('base64')],
  ['a bcrypt hash', '$2b$10$V/vsEwz4Gx/03/q9zwLLyeUXQbC2.cwnUgm4HuwdIQmEgd6t4fBNK'],
];

test.each(NOT_FOUND)('%s is not', (_name, stored) => {
  expect(findNeedle(stored, needles)).toBeUndefined();
});

test('a text of many megabytes is searched in a moment', () => {
  const start = cpuTimeMs();
  expect(findNeedle(`${'Kestrel-4071-Mo'.repeat(300_000)}${SHORT}`, needles)).toMatchObject({ level: 'plaintext' });
  expect(cpuTimeMs() - start).toBeLessThan(500);
});
