import { createHash, createHmac, getHashes } from 'node:crypto';

/** Fast digests that applications use on passwords by mistake, as far as this build of OpenSSL has them. */
export const FAST_DIGESTS: readonly string[] = [
  'md5',
  'sha1',
  'sha256',
  'sha512',
  'sha384',
  'sha224',
  'sha3-256',
  'sha3-512',
  'ripemd160',
  'blake2b512',
].filter((algorithm) => getHashes().includes(algorithm));

export function digest(algorithm: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function hmac(algorithm: string, key: string | Buffer, ...parts: readonly (string | Buffer)[]): Buffer {
  const mac = createHmac(algorithm, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

export function digestLength(algorithm: string): number {
  return digest(algorithm).length;
}
