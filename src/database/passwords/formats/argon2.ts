import { argon2d, argon2i, argon2id } from 'hash-wasm';
import { rateArgon2 } from '../owasp.ts';
import type { Format } from '../recognised-hash.ts';

const VARIANTS = { argon2id, argon2i, argon2d };

/** The only version since 2016; hash-wasm computes no other. */
const VERSION = '19';

/** One pass over one MiB, measured with hash-wasm. */
const MEBIBYTE_PASS_MS = 1.4;

const PATTERN =
  /^(?:argon2)?\$(argon2(?:id|i|d))\$(?:v=(\d{1,3})\$)?([mtp]=\d{1,10}(?:,[mtp]=\d{1,10}){2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Argon2 in the PHC string format, with Django's prefix or without. Parameters may come in any order: npm `argon2` writes m, p, t in some versions. */
export const recogniseArgon2: Format = (value) => {
  const match = PATTERN.exec(value);
  if (!match) return undefined;
  const [, name, version = VERSION, list = '', salt = '', key = ''] = match;
  const variant = name === 'argon2i' || name === 'argon2d' ? name : 'argon2id';
  const parameters = new Map(list.split(',').map((part) => [part.charAt(0), Number(part.slice(2))]));
  const memoryKib = parameters.get('m') ?? 0;
  const passes = parameters.get('t') ?? 0;
  const parallelism = parameters.get('p') ?? 0;
  const wanted = Buffer.from(key, 'base64');
  return {
    level: rateArgon2(variant, memoryKib, passes),
    scheme: variant,
    detail: `m=${memoryKib} KiB, t=${passes}, p=${parallelism}`,
    costMs: (memoryKib / 1024) * passes * MEBIBYTE_PASS_MS,
    memoryBytes: memoryKib * 1024,
    matches: async (password) => {
      if (version !== VERSION) return false;
      const options = { password, salt: Buffer.from(salt, 'base64'), iterations: passes, parallelism, memorySize: memoryKib };
      const computed = await VARIANTS[variant]({ ...options, hashLength: wanted.length, outputType: 'binary' });
      return wanted.equals(computed);
    },
  };
};
