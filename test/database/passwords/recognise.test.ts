import { createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { argon2id, bcrypt } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import type { Level } from '../../../src/database/passwords/level.ts';
import { recognise } from '../../../src/database/passwords/recognise.ts';
import { verify } from '../../../src/database/passwords/verify.ts';
import { SHORT } from '../canaries.ts';
import { RECORDED } from './recorded-hashes.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

type Case = readonly [name: string, stored: string, level: Level, scheme: string];

const salt = randomBytes(16);
const crypt = (costFactor: number, password = SHORT) => bcrypt({ password, salt, costFactor });
const phc = (memorySize: number, iterations: number) =>
  argon2id({ password: SHORT, salt, memorySize, iterations, parallelism: 1, hashLength: 32, outputType: 'encoded' });
const hmac = (algorithm: string, key: string | Buffer) => createHmac(algorithm, key).update(SHORT).digest();
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
const bcrypt10 = await crypt(10);

/** ASP.NET Core Identity: a marker, then version 3 with three numbers, version 2 with none. */
function aspNet(version: 2 | 3): string {
  if (version === 2) return Buffer.concat([Buffer.from([0]), salt, pbkdf2Sync(SHORT, salt, 1000, 32, 'sha1')]).toString('base64');
  const header = Buffer.alloc(13, 1);
  header.writeUInt32BE(2, 1);
  header.writeUInt32BE(100_000, 5);
  header.writeUInt32BE(16, 9);
  return Buffer.concat([header, salt, pbkdf2Sync(SHORT, salt, 100_000, 32, 'sha512')]).toString('base64');
}

/** bcrypt in PHC's ordinary base64, as AdonisJS 5 writes it. */
function adonisBcrypt(): string {
  const own = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const ordinary = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const text = Array.from(bcrypt10.slice(7), (letter) => ordinary[own.indexOf(letter)]).join('');
  return `$bcrypt$v=98$r=10$${text.slice(0, 22)}$${text.slice(22)}`;
}

const scryptKey = (options: { N: number; r: number; p: number }, with_: string | Buffer = salt) =>
  scryptSync(SHORT, with_, 32, { ...options, maxmem: 2 ** 30 });
const N14 = { N: 2 ** 14, r: 8, p: 1 };

const VERIFIED: readonly Case[] = [
  ['npm bcrypt, cost 10', bcrypt10, 'ok', 'bcrypt'],
  ['npm bcrypt, cost 8', await crypt(8), 'below-owasp', 'bcrypt'],
  ['npm bcrypt, cost 4', await crypt(4), 'weak-kdf', 'bcrypt'],
  ['Laravel, $2y$', bcrypt10.replace(/^\$2[ab]/, '$2y'), 'ok', 'bcrypt'],
  ['bcrypt of sha256 in hexadecimal, homemade', await crypt(10, hexSha256()), 'ok', 'bcrypt'],
  [
    'WordPress 6.8',
    `$wp${(await crypt(10, hmac('sha384', 'wp-sha384').toString('base64'))).replace(/^\$2[ab]/, '$2y')}`,
    'ok',
    'bcrypt of sha384 (WordPress)',
  ],
  ['AdonisJS 5', adonisBcrypt(), 'ok', 'bcrypt (PHC)'],
  ['Spring {bcrypt}', `{bcrypt}${bcrypt10}`, 'ok', 'bcrypt'],
  ['argon2id 19 MiB, 2 passes', await phc(19_456, 2), 'ok', 'argon2id'],
  ['argon2id 7 MiB, 2 passes', await phc(7_168, 2), 'below-owasp', 'argon2id'],
  ['npm argon2, parameters as m, p, t', (await phc(19_456, 2)).replace('m=19456,t=2,p=1', 'm=19456,p=1,t=2'), 'ok', 'argon2id'],
  ['Spring {argon2@SpringSecurity_v5_8}', `{argon2@SpringSecurity_v5_8}${await phc(19_456, 2)}`, 'ok', 'argon2id'],
  ['AdonisJS 6, scrypt', `$scrypt$n=16384,r=8,p=1$${base64(salt)}$${base64(scryptKey(N14))}`, 'below-owasp', 'scrypt'],
  ['scrypt PHC, N 2^17', `$scrypt$ln=17,r=8,p=1$${base64(salt)}$${base64(scryptKey({ ...N14, N: 2 ** 17 }))}`, 'ok', 'scrypt'],
  [
    'scrypt PHC, N 2^10',
    `$scrypt$ln=10,r=8,p=1$${base64(salt)}$${base64(scryptKey({ ...N14, N: 2 ** 10 }))}`,
    'weak-kdf',
    'scrypt',
  ],
  [
    'Spring {scrypt}',
    `{scrypt}$e0801$${salt.toString('base64')}$${scryptKey(N14).toString('base64')}`,
    'below-owasp',
    'scrypt (Spring)',
  ],
  ['Ruby scrypt gem', `4000$8$1$${salt.toString('hex')}$${scryptKey(N14).toString('hex')}`, 'below-owasp', 'scrypt (Ruby)'],
  ['Go simple-scrypt', `16384$8$1$${salt.toString('hex')}$${scryptKey(N14).toString('hex')}`, 'below-owasp', 'scrypt (Go)'],
  [
    'PBKDF2 PHC',
    `$pbkdf2-sha512$i=220000,l=64$${base64(salt)}$${base64(pbkdf2Sync(SHORT, salt, 220_000, 64, 'sha512'))}`,
    'ok',
    'PBKDF2',
  ],
  ['ASP.NET Identity v3', aspNet(3), 'below-owasp', 'PBKDF2 (ASP.NET Identity v3)'],
  ['ASP.NET Identity v2', aspNet(2), 'weak-kdf', 'PBKDF2 (ASP.NET Identity v2)'],
  [
    'Spring {pbkdf2}',
    `{pbkdf2@SpringSecurity_v5_8}${Buffer.concat([salt, pbkdf2Sync(SHORT, salt, 310_000, 32, 'sha256')]).toString('hex')}`,
    'below-owasp',
    'PBKDF2 (Spring)',
  ],
  ['Spring {noop}', `{noop}${SHORT}`, 'plaintext', 'plain text (Spring {noop})'],
  ['Spring {SHA-256}', `{SHA-256}${hexSha256()}`, 'fast-unsalted', 'sha256 (Spring {SHA-256})'],
  [
    'Werkzeug before 2.3',
    `sha256$Ab3xK9$${hmac('sha256', 'Ab3xK9').toString('hex')}`,
    'fast-salted',
    'sha256 (Django or Werkzeug)',
  ],
  ['Django pbkdf2_sha256', RECORDED['django pbkdf2_sha256'], 'ok', 'PBKDF2 (Django)'],
  ['Django pbkdf2_sha1', RECORDED['django pbkdf2_sha1'], 'below-owasp', 'PBKDF2 (Django)'],
  ['Django argon2', RECORDED['django argon2'], 'ok', 'argon2id'],
  ['Django bcrypt_sha256', RECORDED['django bcrypt_sha256'], 'ok', 'bcrypt of sha256 (Django)'],
  ['Django bcrypt', RECORDED['django bcrypt'], 'ok', 'bcrypt (Django)'],
  ['Django scrypt', RECORDED['django scrypt'], 'ok', 'scrypt (Django)'],
  ['Django md5', RECORDED['django md5'], 'fast-salted', 'md5 (Django or Werkzeug)'],
  ['Werkzeug scrypt', RECORDED['werkzeug scrypt'], 'below-owasp', 'scrypt (Werkzeug)'],
  ['Werkzeug pbkdf2', RECORDED['werkzeug pbkdf2'], 'ok', 'PBKDF2 (Werkzeug)'],
  ['Werkzeug pbkdf2, 1000 iterations', RECORDED['werkzeug pbkdf2 1000'], 'weak-kdf', 'PBKDF2 (Werkzeug)'],
  ['passlib pbkdf2_sha1', RECORDED['passlib pbkdf2_sha1'], 'below-owasp', 'PBKDF2'],
  ['passlib pbkdf2_sha256', RECORDED['passlib pbkdf2_sha256'], 'below-owasp', 'PBKDF2'],
  ['passlib pbkdf2_sha512', RECORDED['passlib pbkdf2_sha512'], 'below-owasp', 'PBKDF2'],
  ['passlib scrypt', RECORDED['passlib scrypt'], 'below-owasp', 'scrypt'],
  ['passlib bcrypt_sha256', RECORDED['passlib bcrypt_sha256'], 'ok', 'bcrypt of sha256 (passlib)'],
  ['passlib bcrypt, cost 9', RECORDED['passlib bcrypt'], 'below-owasp', 'bcrypt'],
  ['passlib argon2, 1 MiB', RECORDED['passlib argon2'], 'weak-kdf', 'argon2id'],
  ['passlib sha512_crypt, 5000 rounds', RECORDED['passlib sha512_crypt 5000'], 'weak-kdf', 'sha512crypt'],
  ['passlib sha256_crypt', RECORDED['passlib sha256_crypt 120000'], 'below-owasp', 'sha256crypt'],
  ['LDAP {CRYPT}', `{CRYPT}${RECORDED['passlib sha512_crypt 5000']}`, 'weak-kdf', 'sha512crypt'],
  ['md5crypt', RECORDED['passlib md5_crypt'], 'fast-salted', 'md5crypt'],
  ['Apache apr1', RECORDED['passlib apr_md5_crypt'], 'fast-salted', 'apr1 (Apache)'],
  ['phpass', RECORDED['passlib phpass'], 'weak-kdf', 'phpass'],
  ['LDAP {SHA}', RECORDED['passlib ldap_sha1'], 'fast-unsalted', 'sha1 (LDAP {SHA})'],
  ['LDAP {MD5}', RECORDED['passlib ldap_md5'], 'fast-unsalted', 'md5 (LDAP {MD5})'],
  ['LDAP {SMD5}', RECORDED['passlib ldap_salted_md5'], 'fast-salted', 'md5 (LDAP {SMD5})'],
  ['LDAP {SSHA}', RECORDED['passlib ldap_salted_sha1'], 'fast-salted', 'sha1 (LDAP {SSHA})'],
  ['LDAP {SSHA256}', RECORDED['passlib ldap_salted_sha256'], 'fast-salted', 'sha256 (LDAP {SSHA256})'],
  ['LDAP {SSHA512}', RECORDED['passlib ldap_salted_sha512'], 'fast-salted', 'sha512 (LDAP {SSHA512})'],
  ['LDAP {PBKDF2-SHA256}', RECORDED['passlib ldap_pbkdf2_sha256'], 'below-owasp', 'PBKDF2 (LDAP)'],
  ['GRUB', RECORDED['passlib grub_pbkdf2_sha512'], 'below-owasp', 'PBKDF2 (GRUB)'],
  ['Atlassian', RECORDED['passlib atlassian_pbkdf2_sha1'], 'below-owasp', 'PBKDF2 (Atlassian)'],
  ['Cryptacular p5k2', RECORDED['passlib cta_pbkdf2_sha1'], 'below-owasp', 'PBKDF2 (p5k2)'],
  ['Django sha1 of old', RECORDED['passlib django_salted_sha1'], 'fast-salted', 'sha1 (Django or Werkzeug)'],
  ['argon2-cffi', RECORDED['argon2-cffi id'], 'ok', 'argon2id'],
  ['argon2i, 3 passes of 16 MiB', RECORDED['argon2-cffi i'], 'ok', 'argon2i'],
  ['argon2d', RECORDED['argon2-cffi d'], 'below-owasp', 'argon2d'],
  ['FastAPI, pwdlib', RECORDED['pwdlib recommended'], 'ok', 'argon2id'],
];

const BY_NAME_ONLY: readonly Case[] = [
  ['yescrypt', RECORDED['crypt yescrypt'], 'below-owasp', 'yescrypt'],
  ['scrypt of crypt(3)', RECORDED['crypt scrypt'], 'below-owasp', 'scrypt (crypt)'],
  ['sha1crypt', RECORDED['passlib sha1_crypt'], 'weak-kdf', 'sha1crypt'],
  ['Sun md5crypt', RECORDED['passlib sun_md5_crypt'], 'weak-kdf', 'Sun md5crypt'],
  ['FSHP', RECORDED['passlib fshp'], 'weak-kdf', 'FSHP (PBKDF1)'],
];

test('sha512crypt with the rounds of passlib is tolerated', () => {
  expect(recognise(RECORDED['passlib sha512_crypt'])).toMatchObject({ level: 'below-owasp', scheme: 'sha512crypt' });
});

describe('a format that names itself', () => {
  test.each(VERIFIED)('%s', async (_name, stored, level, scheme) => {
    const hash = recognise(stored);
    expect(hash && (await verify(hash, SHORT))).toMatchObject({ level, scheme, verified: true });
    // Slow ones are spared: that they do not match everything is shown by their cheaper relatives.
    if (hash && hash.costMs < 100) expect(await verify(hash, `${SHORT}x`)).toMatchObject({ verified: false });
  });

  test.each(BY_NAME_ONLY)('%s, by its name only', async (_name, stored, level, scheme) => {
    const hash = recognise(stored);
    expect(hash && (await verify(hash, SHORT))).toMatchObject({ level, scheme, verified: false });
  });
});

const NO_FORMAT: readonly (readonly [string, string])[] = [
  ['a random token', randomBytes(32).toString('base64url')],
  ['a UUID', '6f0bd9a1-5b1e-4df6-9a51-6b3a3b5a8b0e'],
  ['an e-mail', 'ada.k4071@roadworthy.test'],
  ['a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ'],
  ['a price', '$12$34$56'],
  ['a colour', '#2a10ff'],
  ['base64 of a document', Buffer.from(JSON.stringify({ user: 5, roles: ['admin'], note: 'AAAA' })).toString('base64')],
  ['base64 that begins like ASP.NET Identity', `AQAAAA${'A'.repeat(80)}`],
  ['a digest without a name', hexSha256()],
  ['text around a hash', `password was ${bcrypt10} yesterday`],
];

test.each(NO_FORMAT)('%s is no password hash', (_name, stored) => {
  expect(recognise(stored)).toBeUndefined();
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['bcrypt, cost 31', bcrypt10.replace('$10$', '$31$')],
  ['bcrypt, cost 99', bcrypt10.replace('$10$', '$99$')],
  ['argon2, 4 GiB', RECORDED['argon2-cffi id'].replace('m=65536', 'm=4194304')],
  ['argon2, 4 billion passes', RECORDED['argon2-cffi id'].replace('t=3', 't=4294967295')],
  ['PBKDF2, two billion iterations', RECORDED['django pbkdf2_sha256'].replace('1000000', '2000000000')],
  ['scrypt, ln=40', RECORDED['passlib scrypt'].replace('ln=16', 'ln=40')],
  ['scrypt, ln=999999999', RECORDED['passlib scrypt'].replace('ln=16', 'ln=999999999')],
  ['scrypt, 256 MiB and p=100000', RECORDED['passlib scrypt'].replace('p=1', 'p=100000')],
  ['sha512crypt, 999999999 rounds', RECORDED['passlib sha512_crypt'].replace('656000', '999999999')],
  ['phpass, 2^63 rounds', RECORDED['passlib phpass'].replace(/^\$P\$./, '$P$z')],
  ['Spring scrypt, N 2^4095', `$fff0801$${'A'.repeat(24)}$${'A'.repeat(44)}`],
];

test.each(HOSTILE)('%s is refused before any work', async (_name, stored) => {
  const start = cpuTimeMs();
  const hash = recognise(stored);
  expect(hash && (await verify(hash, SHORT))).toMatchObject({ level: 'unknown', verified: false });
  expect(cpuTimeMs() - start).toBeLessThan(50);
});

const BROKEN: readonly (readonly [string, string])[] = [
  ['argon2 without memory', '$argon2id$v=19$m=0,t=0,p=0$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5'],
  ['scrypt with N no power of two', '$scrypt$n=1000,r=8,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5'],
  ['PBKDF2 without iterations', 'pbkdf2_sha256$0$salt$a2V5a2V5a2V5a2V5'],
  ['bcrypt, cost 3', bcrypt10.replace('$10$', '$03$')],
];

test.each(BROKEN)('%s does not throw', async (_name, stored) => {
  const hash = recognise(stored);
  expect(hash && (await verify(hash, SHORT))).toMatchObject({ verified: false });
});

test('a value of a million characters takes no time', () => {
  const start = cpuTimeMs();
  for (const head of ['$2b$10$', '$argon2id$v=19$', 'pbkdf2_sha256$', '{SSHA}', '$6$', 'A'])
    recognise(head + 'A'.repeat(1_000_000));
  expect(cpuTimeMs() - start).toBeLessThan(200);
});

function hexSha256(): string {
  return createHash('sha256').update(SHORT).digest('hex');
}
