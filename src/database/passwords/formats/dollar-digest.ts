import { digest, hmac } from '../digest.ts';
import type { Format } from '../recognised-hash.ts';

/** `sha1$salt$hex`: one fast digest of Django's (salt before password) or Werkzeug's (salt as HMAC key) older days. */
export const recogniseDollarDigest: Format = (value) => {
  const match = /^(?:unsalted_)?(md5|sha1|sha224|sha256|sha384|sha512)\$([^$]{0,128})\$([0-9a-f]{32,128})$/.exec(value);
  if (!match) return undefined;
  const [, algorithm = '', salt = '', key = ''] = match;
  return {
    level: salt === '' ? 'fast-unsalted' : 'fast-salted',
    scheme: `${algorithm} (Django or Werkzeug)`,
    detail: salt === '' ? '' : `salt of ${salt.length} characters`,
    costMs: 0,
    memoryBytes: 0,
    matches: (password) =>
      [digest(algorithm, salt, password), hmac(algorithm, salt, password)].some((bytes) => bytes.toString('hex') === key),
  };
};
