import type { Format } from '../recognised-hash.ts';
import { pbkdf2Hash } from './pbkdf2.ts';

/** `{PKCS5S2}base64(salt + key)` of Atlassian and passlib: PBKDF2-SHA1 with 10 000 iterations. */
export const recogniseAtlassian: Format = (value) => {
  const text = /^\{PKCS5S2\}([A-Za-z0-9+/]{64})$/.exec(value)?.[1];
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const parts = { salt: bytes.subarray(0, 16), key: bytes.subarray(16) };
  return pbkdf2Hash({ scheme: 'PBKDF2 (Atlassian)', hash: 'sha1', iterations: 10_000, ...parts });
};
