import { digest, digestLength } from '../digest.ts';
import type { Format } from '../recognised-hash.ts';

const DIGESTS: Readonly<Record<string, string>> = {
  sha: 'sha1',
  md5: 'md5',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
};

/** `{SSHA}base64(digest + salt)` and its relatives, RFC 2307 and its successors: the salt follows the digest. */
export const recogniseLdap: Format = (value) => {
  const match = /^\{(S)?(MD5|SHA|SHA256|SHA384|SHA512)\}([A-Za-z0-9+/]{22,200}={0,2})$/i.exec(value);
  const algorithm = DIGESTS[match?.[2]?.toLowerCase() ?? ''];
  if (!match || algorithm === undefined) return undefined;
  const bytes = Buffer.from(match[3] ?? '', 'base64');
  const length = digestLength(algorithm);
  if (bytes.length < length) return undefined;
  const salt = bytes.subarray(length);
  return {
    level: salt.length > 0 ? 'fast-salted' : 'fast-unsalted',
    scheme: `${algorithm} (LDAP {${match[1] ?? ''}${match[2] ?? ''}})`,
    detail: salt.length > 0 ? `salt of ${salt.length} bytes` : '',
    costMs: 0,
    memoryBytes: 0,
    matches: (password) => digest(algorithm, password, salt).equals(bytes.subarray(0, length)),
  };
};
