import { describe, expect, test } from 'vitest';
import type { Level } from '../../../src/database/passwords/level.ts';
import { rateArgon2, rateBcrypt, ratePbkdf2, rateScrypt, rateShaCrypt } from '../../../src/database/passwords/owasp.ts';

const CASES: readonly (readonly [name: string, rated: Level, expected: Level])[] = [
  ['bcrypt 10', rateBcrypt(10), 'ok'],
  ['bcrypt 9', rateBcrypt(9), 'below-owasp'],
  ['bcrypt 8', rateBcrypt(8), 'below-owasp'],
  ['bcrypt 7', rateBcrypt(7), 'weak-kdf'],
  ['argon2id 46 MiB, 1 pass', rateArgon2('argon2id', 47_104, 1), 'ok'],
  ['argon2id 45 MiB, 1 pass', rateArgon2('argon2id', 46_080, 1), 'below-owasp'],
  ['argon2id 7 MiB, 5 passes', rateArgon2('argon2id', 7_168, 5), 'ok'],
  ['argon2id 4 MiB, 1 pass', rateArgon2('argon2id', 4_096, 1), 'below-owasp'],
  ['argon2id 1 MiB, 3 passes', rateArgon2('argon2id', 1_024, 3), 'weak-kdf'],
  ['argon2i 46 MiB, 1 pass', rateArgon2('argon2i', 47_104, 1), 'below-owasp'],
  ['argon2i 12 MiB, 3 passes', rateArgon2('argon2i', 12_288, 3), 'ok'],
  ['argon2d 64 MiB, 3 passes', rateArgon2('argon2d', 65_536, 3), 'below-owasp'],
  ['scrypt 2^17, 8, 1', rateScrypt(2 ** 17, 8, 1), 'ok'],
  ['scrypt 2^13, 8, 10', rateScrypt(2 ** 13, 8, 10), 'ok'],
  ['scrypt of Node', rateScrypt(2 ** 14, 8, 1), 'below-owasp'],
  ['scrypt of Better Auth', rateScrypt(2 ** 14, 16, 1), 'below-owasp'],
  ['scrypt 2^13, 8, 1', rateScrypt(2 ** 13, 8, 1), 'weak-kdf'],
  ['PBKDF2 sha256, 600 000', ratePbkdf2('sha256', 600_000), 'ok'],
  ['PBKDF2 sha256, 599 999', ratePbkdf2('sha256', 599_999), 'below-owasp'],
  ['PBKDF2 sha512, 220 000', ratePbkdf2('sha512', 220_000), 'ok'],
  ['PBKDF2 sha1, 1 000 000', ratePbkdf2('sha1', 1_000_000), 'below-owasp'],
  ['PBKDF2 sha256, 9 999', ratePbkdf2('sha256', 9_999), 'weak-kdf'],
  ['sha512crypt, a million rounds', rateShaCrypt(1_000_000), 'below-owasp'],
  ['sha512crypt, 5000 rounds', rateShaCrypt(5_000), 'weak-kdf'],
];

describe('rating', () => {
  test.each(CASES)('%s', (_name, rated, expected) => expect(rated).toBe(expected));
});
