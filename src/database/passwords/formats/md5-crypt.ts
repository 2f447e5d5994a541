import { digest } from '../digest.ts';
import type { Format } from '../recognised-hash.ts';
import { encodeShuffled } from './crypt-base64.ts';

const ROUNDS = 1000;
const ORDER = [0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5, 11];

/** `$1$` of old Unix systems and `$apr1$` of Apache: a thousand rounds of MD5, which is nothing today. */
export const recogniseMd5Crypt: Format = (value) => {
  const match = /^\$(1|apr1)\$([^$]{0,8})\$([./0-9A-Za-z]{22})$/.exec(value);
  if (!match) return undefined;
  const [, kind = '', salt = '', key = ''] = match;
  return {
    level: 'fast-salted',
    scheme: kind === '1' ? 'md5crypt' : 'apr1 (Apache)',
    detail: `${ROUNDS} rounds of md5`,
    costMs: 5,
    memoryBytes: 0,
    matches: (password) => md5Crypt(Buffer.from(password), salt, `$${kind}$`) === key,
  };
};

/** Poul-Henning Kamp's algorithm, FreeBSD 1994. */
function md5Crypt(password: Buffer, salt: string, magic: string): string {
  const inner = digest('md5', password, salt, password);
  const mixed: (Buffer | string)[] = [password, magic, salt];
  for (let left = password.length; left > 0; left -= 16) mixed.push(inner.subarray(0, Math.min(16, left)));
  // The original meant to add the inner digest here and added a zero byte: the bug is the standard.
  for (let bits = password.length; bits > 0; bits >>= 1) mixed.push(bits & 1 ? Buffer.alloc(1) : password.subarray(0, 1));
  let state = digest('md5', ...mixed);
  for (let round = 0; round < ROUNDS; round += 1) {
    const parts: (Buffer | string)[] = [round & 1 ? password : state];
    if (round % 3) parts.push(salt);
    if (round % 7) parts.push(password);
    parts.push(round & 1 ? state : password);
    state = digest('md5', ...parts);
  }
  return encodeShuffled(state, ORDER);
}
