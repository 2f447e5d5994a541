import { scrypt, type ScryptOptions } from 'node:crypto';
import { fromCryptBase64 } from '../decode.ts';
import { rateScrypt } from '../owasp.ts';
import type { Format, RecognisedHash } from '../recognised-hash.ts';

export interface ScryptParameters {
  /** N */
  readonly cost: number;
  /** r */
  readonly blockSize: number;
  /** p */
  readonly parallelism: number;
}

interface Parts extends ScryptParameters {
  readonly scheme: string;
  readonly salt: string | Buffer;
  readonly key: Buffer;
}

/** The text formats of scrypt. */
export const recogniseScrypt: Format = (value) => {
  const parts = phc(value) ?? django(value) ?? werkzeug(value) ?? spring(value) ?? authlogic(value) ?? simple(value);
  return parts && scryptHash(parts);
};

/** `$scrypt$ln=16,r=8,p=1$salt$key` of PHC, passlib and RustCrypto; `n=16384` of AdonisJS. */
function phc(value: string): Parts | undefined {
  const match = /^\$scrypt\$(ln|n)=(\d{1,9}),r=(\d{1,6}),p=(\d{1,6})\$([A-Za-z0-9+/.]+)=*\$([A-Za-z0-9+/.]+)=*$/.exec(value);
  if (!match) return undefined;
  const [, name, cost = '', r = '', p = '', salt = '', key = ''] = match;
  const decoded = { salt: fromCryptBase64(salt), key: fromCryptBase64(key) };
  return { scheme: 'scrypt', cost: name === 'ln' ? 2 ** +cost : +cost, blockSize: +r, parallelism: +p, ...decoded };
}

/** `scrypt$16384$salt$8$5$key` */
function django(value: string): Parts | undefined {
  const match = /^scrypt\$(\d{1,9})\$([^$]+)\$(\d{1,6})\$(\d{1,6})\$([A-Za-z0-9+/]+=*)$/.exec(value);
  if (!match) return undefined;
  const [, n = '', salt = '', r = '', p = '', key = ''] = match;
  return {
    scheme: 'scrypt (Django)',
    cost: +n,
    blockSize: +r,
    parallelism: +p,
    salt,
    key: Buffer.from(key, 'base64'),
  };
}

/** `scrypt:32768:8:1$salt$key` */
function werkzeug(value: string): Parts | undefined {
  const match = /^scrypt:(\d{1,9}):(\d{1,6}):(\d{1,6})\$([^$]+)\$([0-9a-f]+)$/.exec(value);
  if (!match) return undefined;
  const [, n = '', r = '', p = '', salt = '', key = ''] = match;
  return { scheme: 'scrypt (Werkzeug)', cost: +n, blockSize: +r, parallelism: +p, salt, key: Buffer.from(key, 'hex') };
}

/** `$e0801$salt$key` of Spring's SCryptPasswordEncoder: log2 N, r and p as one hexadecimal number. */
function spring(value: string): Parts | undefined {
  const match = /^\$([0-9a-f]{5,7})\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/.exec(value);
  if (!match) return undefined;
  const [, packed = '', salt = '', key = ''] = match;
  const numbers = Number.parseInt(packed, 16);
  return {
    scheme: 'scrypt (Spring)',
    cost: 2 ** (numbers >> 16),
    blockSize: (numbers >> 8) & 0xff,
    parallelism: numbers & 0xff,
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** `400$8$36$salt$key` of Ruby's scrypt gem, everything in hexadecimal; the salt is hashed as bytes. */
function authlogic(value: string): Parts | undefined {
  const match = /^([0-9a-f]{1,7})\$([0-9a-f]{1,4})\$([0-9a-f]{1,4})\$([0-9a-f]{16,128})\$([0-9a-f]{40,256})$/.exec(value);
  if (!match) return undefined;
  const [n = 0, r = 0, p = 0] = match.slice(1, 4).map((number) => Number.parseInt(number, 16));
  // Go's simple-scrypt writes the same shape in decimal, where N is a power of two only when read so.
  if (!isPowerOfTwo(n)) return undefined;
  const [salt = '', key = ''] = match.slice(4);
  return {
    scheme: 'scrypt (Ruby)',
    cost: n,
    blockSize: r,
    parallelism: p,
    salt: Buffer.from(salt, 'hex'),
    key: Buffer.from(key, 'hex'),
  };
}

/** `16384$8$1$salt$key` of Go's simple-scrypt: numbers in decimal, the rest in hexadecimal. */
function simple(value: string): Parts | undefined {
  const match = /^(\d{1,9})\$(\d{1,6})\$(\d{1,6})\$([0-9a-f]{16,128})\$([0-9a-f]{32,256})$/.exec(value);
  if (!match || !isPowerOfTwo(Number(match[1]))) return undefined;
  const [, n = '', r = '', p = '', salt = '', key = ''] = match;
  return {
    scheme: 'scrypt (Go)',
    cost: +n,
    blockSize: +r,
    parallelism: +p,
    salt: Buffer.from(salt, 'hex'),
    key: Buffer.from(key, 'hex'),
  };
}

function scryptHash(parts: Parts): RecognisedHash {
  const { scheme, cost, blockSize, parallelism, salt, key } = parts;
  return {
    level: rateScrypt(cost, blockSize, parallelism),
    scheme,
    detail: describeScrypt(parts),
    costMs: scryptCostMs(parts),
    memoryBytes: scryptMemoryBytes(parts),
    matches: async (password) => key.length > 0 && (await deriveScrypt(password, salt, key.length, parts)).equals(key),
  };
}

export function describeScrypt({ cost, blockSize, parallelism }: ScryptParameters): string {
  return `N=${cost}, r=${blockSize}, p=${parallelism}`;
}

/** About 45 ms for Node's default of N 2^14, r 8, p 1. */
export function scryptCostMs({ cost, blockSize, parallelism }: ScryptParameters): number {
  return (45 * cost * blockSize * parallelism) / (2 ** 14 * 8);
}

function scryptMemoryBytes({ cost, blockSize, parallelism }: ScryptParameters): number {
  return 128 * blockSize * (cost + parallelism);
}

export function deriveScrypt(
  password: string,
  salt: string | Buffer,
  keyLength: number,
  parameters: ScryptParameters,
): Promise<Buffer> {
  const { cost, blockSize, parallelism } = parameters;
  const options: ScryptOptions = { cost, blockSize, parallelization: parallelism, maxmem: 2 * scryptMemoryBytes(parameters) };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyLength, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function isPowerOfTwo(number: number): boolean {
  return number > 1 && Number.isInteger(Math.log2(number));
}
