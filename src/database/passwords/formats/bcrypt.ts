import { bcryptVerify } from 'hash-wasm';
import { digest, hmac } from '../digest.ts';
import { rateBcrypt } from '../owasp.ts';
import type { Format, RecognisedHash } from '../recognised-hash.ts';

/** What is given to bcrypt in place of the password, so that its 72 bytes are enough. */
type PreHash = (password: string) => string;

/** A cost of 10 takes about 70 ms, and each step doubles it. */
const COST_ZERO_MS = 0.07;

const CRYPT = String.raw`\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}`;

const FORMATS: readonly { readonly scheme: string; readonly pattern: RegExp; readonly preHash?: PreHash }[] = [
  { scheme: 'bcrypt', pattern: new RegExp(`^(${CRYPT})$`) },
  { scheme: 'bcrypt (Django)', pattern: new RegExp(String.raw`^bcrypt\$(${CRYPT})$`) },
  {
    scheme: 'bcrypt of sha256 (Django)',
    pattern: new RegExp(String.raw`^bcrypt_sha256\$(${CRYPT})$`),
    preHash: (password) => digest('sha256', password).toString('hex'),
  },
  {
    // WordPress 6.8: https://make.wordpress.org/core/2025/02/17/wordpress-6-8-will-use-bcrypt-for-password-hashing/
    scheme: 'bcrypt of sha384 (WordPress)',
    pattern: new RegExp(String.raw`^\$wp(${CRYPT})$`),
    preHash: (password) => hmac('sha384', 'wp-sha384', password).toString('base64'),
  },
];

/** Applications write this themselves against the limit of 72 bytes; the value does not tell, so each is tried in turn. */
const HOMEMADE_PRE_HASHES: readonly PreHash[] = [
  (password) => digest('sha256', password).toString('hex'),
  (password) => digest('sha256', password).toString('base64'),
  (password) => digest('sha512', password).toString('base64'),
];

/** bcrypt as everybody writes it, and with the prefixes and pre-hashes of Django, passlib, WordPress and AdonisJS. */
export const recogniseBcrypt: Format = (value) => {
  for (const { scheme, pattern, preHash } of FORMATS) {
    const match = pattern.exec(value);
    if (match) return bcryptHash(scheme, match[1] ?? '', Number(match[2]), preHash);
  }
  return passlib(value) ?? phc(value);
};

/** `$bcrypt-sha256$v=2,t=2b,r=12$salt$digest`: HMAC keyed with the salt in version 2, plain SHA-256 in version 1 (`$2a,12$`). */
function passlib(value: string): RecognisedHash | undefined {
  const match = /^\$bcrypt-sha256\$(v=2,t=)?2[aby],(?:r=)?(\d\d?)\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/.exec(value);
  if (!match) return undefined;
  const [, version2, cost = '', salt = '', key = ''] = match;
  const preHash: PreHash = (password) =>
    (version2 === undefined ? digest('sha256', password) : hmac('sha256', salt, password)).toString('base64');
  return bcryptHash('bcrypt of sha256 (passlib)', `$2b$${cost.padStart(2, '0')}$${salt}${key}`, Number(cost), preHash);
}

/** `$bcrypt$v=98$r=10$salt$digest` with ordinary base64, of AdonisJS. */
function phc(value: string): RecognisedHash | undefined {
  const match = /^\$bcrypt\$v=\d{1,3}\$r=(\d\d?)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{31})$/.exec(value);
  if (!match) return undefined;
  const [, cost = '', salt = '', key = ''] = match;
  return bcryptHash('bcrypt (PHC)', `$2b$${cost.padStart(2, '0')}$${toBcryptBase64(salt + key)}`, Number(cost));
}

function bcryptHash(scheme: string, crypt: string, cost: number, preHash?: PreHash): RecognisedHash {
  // $2x$ and $2y$ are the same function as $2b$ for ASCII, and hash-wasm knows not all of them.
  const hash = crypt.replace(/^\$2[axy]\$/, '$2b$');
  const preHashes = preHash ? [preHash] : [(password: string) => password, ...HOMEMADE_PRE_HASHES];
  return {
    level: rateBcrypt(cost),
    scheme,
    detail: `cost ${cost}`,
    costMs: COST_ZERO_MS * 2 ** cost,
    memoryBytes: 0,
    matches: async (password) => {
      for (const prepare of preHashes) {
        const prepared = Buffer.from(prepare(password));
        if (await bcryptVerify({ password: prepared.subarray(0, 72), hash })) return true;
      }
      return false;
    },
  };
}

function toBcryptBase64(base64: string): string {
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bcrypt = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(base64, (letter) => bcrypt[standard.indexOf(letter)]).join('');
}
