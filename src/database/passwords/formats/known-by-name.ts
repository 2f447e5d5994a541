import type { Level } from '../level.ts';
import type { Format } from '../recognised-hash.ts';

/** Formats too rare to compute here: the prefix says what they are. */
const PREFIXES: readonly { readonly pattern: RegExp; readonly scheme: string; readonly level: Level }[] = [
  { pattern: /^\$g?y\$[./0-9A-Za-z]+\$[./0-9A-Za-z]+\$[./0-9A-Za-z]{43}$/, scheme: 'yescrypt', level: 'below-owasp' },
  { pattern: /^\$7\$[./0-9A-Za-z]{11}[^$]+\$[./0-9A-Za-z]{43}$/, scheme: 'scrypt (crypt)', level: 'below-owasp' },
  { pattern: /^\$sha1\$\d{1,9}\$[^$]{1,64}\$[./0-9A-Za-z]{28}$/, scheme: 'sha1crypt', level: 'weak-kdf' },
  { pattern: /^\$md5[,$][^$]{0,64}\$?[^$]*\$\$?[./0-9A-Za-z]{22}$/, scheme: 'Sun md5crypt', level: 'weak-kdf' },
  { pattern: /^\{FSHP\d\|\d{1,4}\|\d{1,9}\}[A-Za-z0-9+/]+=*$/, scheme: 'FSHP (PBKDF1)', level: 'weak-kdf' },
];

export const recogniseByName: Format = (value) => {
  const known = PREFIXES.find(({ pattern }) => pattern.test(value));
  return known && { level: known.level, scheme: known.scheme, detail: '', costMs: 0, memoryBytes: 0 };
};
