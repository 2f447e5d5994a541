import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { fromCryptBase64 } from '../decode.ts';
import { ratePbkdf2 } from '../owasp.ts';
import type { Format, RecognisedHash } from '../recognised-hash.ts';

const derive = promisify(pbkdf2);

/** Milliseconds per iteration, rounded up from two ordinary cores. */
const ITERATION_MS = { sha1: 0.0003, sha256: 0.0003, sha512: 0.0006 };

type Pbkdf2Hash = keyof typeof ITERATION_MS;

interface Dialect {
  readonly scheme: string;
  readonly pattern: RegExp;
  readonly decodeSalt: (text: string) => string | Buffer;
  readonly decodeKey: (text: string) => Buffer;
  /** Base of the iteration count. */
  readonly radix?: 16;
}

const asWritten = (text: string) => text;
const hex = (text: string) => Buffer.from(text, 'hex');
const base64 = (text: string) => Buffer.from(text, 'base64');

/** Named groups: hash (sha1 when absent), iterations, salt, key. */
const DIALECTS: readonly Dialect[] = [
  {
    scheme: 'PBKDF2 (Django)',
    pattern: /^pbkdf2_(?<hash>sha1|sha256|sha512)\$(?<iterations>\d{1,10})\$(?<salt>[^$]+)\$(?<key>[A-Za-z0-9+/]+=*)$/,
    decodeSalt: asWritten,
    decodeKey: base64,
  },
  {
    scheme: 'PBKDF2 (Werkzeug)',
    pattern: /^pbkdf2:(?<hash>sha1|sha256|sha512):(?<iterations>\d{1,10})\$(?<salt>[^$]+)\$(?<key>[0-9a-f]+)$/,
    decodeSalt: asWritten,
    decodeKey: hex,
  },
  {
    // passlib, pbkdf2_elixir and the PHC string format of RustCrypto
    scheme: 'PBKDF2',
    pattern:
      /^\$pbkdf2(?:-(?<hash>sha1|sha256|sha512))?\$(?:v=\d+\$)?(?:i=)?(?<iterations>\d{1,10})(?:,l=\d+)?\$(?<salt>[A-Za-z0-9./+]+)\$(?<key>[A-Za-z0-9./+]+)$/,
    decodeSalt: fromCryptBase64,
    decodeKey: fromCryptBase64,
  },
  {
    scheme: 'PBKDF2 (LDAP)',
    pattern:
      /^\{PBKDF2(?:-(?<hash>SHA1|SHA256|SHA512))?\}(?<iterations>\d{1,10})\$(?<salt>[A-Za-z0-9./+]+)\$(?<key>[A-Za-z0-9./+]+)$/i,
    decodeSalt: fromCryptBase64,
    decodeKey: fromCryptBase64,
  },
  {
    scheme: 'PBKDF2 (GRUB)',
    pattern: /^grub\.pbkdf2\.(?<hash>sha512)\.(?<iterations>\d{1,10})\.(?<salt>[0-9A-F]+)\.(?<key>[0-9A-F]+)$/,
    decodeSalt: hex,
    decodeKey: hex,
  },
  {
    // Cryptacular and dlitz: iterations in hexadecimal, base64 with - and _ or with a dot
    scheme: 'PBKDF2 (p5k2)',
    pattern: /^\$p5k2\$(?<iterations>[0-9a-f]{1,8})\$(?<salt>[A-Za-z0-9_=-]+)\$(?<key>[A-Za-z0-9_-]+=*)$/,
    decodeSalt: (text) => Buffer.from(text, 'base64url'),
    decodeKey: (text) => Buffer.from(text, 'base64url'),
    radix: 16,
  },
];

/** The text formats of PBKDF2. */
export const recognisePbkdf2: Format = (value) => {
  for (const dialect of DIALECTS) {
    const groups = dialect.pattern.exec(value)?.groups;
    const { iterations, salt, key } = groups ?? {};
    if (iterations === undefined || salt === undefined || key === undefined) continue;
    return pbkdf2Hash({
      scheme: dialect.scheme,
      hash: pbkdf2HashNamed(groups?.['hash']),
      iterations: Number.parseInt(iterations, dialect.radix ?? 10),
      salt: dialect.decodeSalt(salt),
      key: dialect.decodeKey(key),
    });
  }
  return undefined;
};

/** A PBKDF2 hash whose parts are already taken from their format. */
export function pbkdf2Hash(parts: {
  scheme: string;
  hash: Pbkdf2Hash;
  iterations: number;
  salt: string | Buffer;
  key: Buffer;
}): RecognisedHash {
  const { scheme, hash, iterations, salt, key } = parts;
  return {
    level: ratePbkdf2(hash, iterations),
    scheme,
    detail: `${hash}, ${iterations} iterations`,
    costMs: pbkdf2CostMs(hash, iterations, key.length),
    memoryBytes: 0,
    matches: async (password) => key.length > 0 && (await derive(password, salt, iterations, key.length, hash)).equals(key),
  };
}

export function pbkdf2CostMs(hash: Pbkdf2Hash, iterations: number, keyLength: number): number {
  const blockLength = { sha1: 20, sha256: 32, sha512: 64 }[hash];
  return ITERATION_MS[hash] * iterations * Math.ceil(keyLength / blockLength);
}

function pbkdf2HashNamed(name: string | undefined): Pbkdf2Hash {
  const lower = name?.toLowerCase();
  return lower === 'sha256' || lower === 'sha512' ? lower : 'sha1';
}
