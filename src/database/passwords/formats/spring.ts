import { digest } from '../digest.ts';
import type { Format, RecognisedHash } from '../recognised-hash.ts';
import { pbkdf2Hash } from './pbkdf2.ts';

/** Constructors of Pbkdf2PasswordEncoder: salt length and key are written one after the other, in hexadecimal. */
const PBKDF2_DEFAULTS = {
  '': { saltLength: 8, hash: 'sha1', iterations: 185_000 },
  '@SpringSecurity_v5_8': { saltLength: 16, hash: 'sha256', iterations: 310_000 },
} as const;

const STANDARD_ITERATIONS = 1024;
const STANDARD_SALT = 8;

/**
 * What Spring's DelegatingPasswordEncoder writes under ids whose rest does not name itself: `{noop}`, `{MD5}`, `{SHA-1}`,
 * `{SHA-256}`, `{sha256}` and `{pbkdf2}`. Ids before self-describing formats are taken off by `recognise`.
 * https://docs.spring.io/spring-security/reference/features/authentication/password-storage.html
 */
export const recogniseSpring: Format = (value) => {
  const match = /^\{(noop|MD5|SHA-1|SHA-256|sha256|pbkdf2)(@SpringSecurity_v5_8)?\}(.+)$/.exec(value);
  if (!match) return undefined;
  const [, id, version = '', rest = ''] = match;
  if (id === 'noop') return free('plaintext', 'plain text (Spring {noop})', '', (password) => rest === password);
  if (id === 'sha256') return standard(rest);
  if (id === 'pbkdf2') return pbkdf2(rest, version === '' ? '' : '@SpringSecurity_v5_8');
  return messageDigest(id ?? '', rest);
};

/** MessageDigestPasswordEncoder: hexadecimal, with a salt in braces before it: the digest is of `password{salt}`. */
function messageDigest(id: string, rest: string): RecognisedHash | undefined {
  const match = /^(\{.{0,128}\})?([0-9a-f]{32,64})$/.exec(rest);
  if (!match) return undefined;
  const [, salt = '', key] = match;
  const algorithm = id.toLowerCase().replace('-', '');
  const matches = (password: string) => digest(algorithm, password, salt).toString('hex') === key;
  return free(salt === '' ? 'fast-unsalted' : 'fast-salted', `${algorithm} (Spring {${id}})`, '', matches);
}

/** StandardPasswordEncoder: SHA-256, 1024 times, over eight bytes of salt and the password. */
function standard(rest: string): RecognisedHash | undefined {
  if (!/^[0-9a-f]{80}$/.test(rest)) return undefined;
  const bytes = Buffer.from(rest, 'hex');
  const salt = bytes.subarray(0, STANDARD_SALT);
  return free('weak-kdf', 'sha256 (Spring {sha256})', `${STANDARD_ITERATIONS} iterations`, (password) => {
    let state = digest('sha256', salt, password);
    for (let round = 1; round < STANDARD_ITERATIONS; round += 1) state = digest('sha256', state);
    return state.equals(bytes.subarray(STANDARD_SALT));
  });
}

function pbkdf2(rest: string, version: keyof typeof PBKDF2_DEFAULTS): RecognisedHash | undefined {
  const { saltLength, hash, iterations } = PBKDF2_DEFAULTS[version];
  const bytes = Buffer.from(rest, 'hex');
  if (!/^[0-9a-f]+$/.test(rest) || bytes.length < saltLength + 32) return undefined;
  const parts = { salt: bytes.subarray(0, saltLength), key: bytes.subarray(saltLength) };
  return pbkdf2Hash({ scheme: 'PBKDF2 (Spring)', hash, iterations, ...parts });
}

function free(
  level: RecognisedHash['level'],
  scheme: string,
  detail: string,
  matches: NonNullable<RecognisedHash['matches']>,
): RecognisedHash {
  return { level, scheme, detail, costMs: 0, memoryBytes: 0, matches };
}
