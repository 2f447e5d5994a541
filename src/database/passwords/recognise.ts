import { recogniseArgon2 } from './formats/argon2.ts';
import { recogniseAspNet } from './formats/aspnet.ts';
import { recogniseAtlassian } from './formats/atlassian.ts';
import { recogniseBcrypt } from './formats/bcrypt.ts';
import { recogniseDollarDigest } from './formats/dollar-digest.ts';
import { recogniseByName } from './formats/known-by-name.ts';
import { recogniseLdap } from './formats/ldap.ts';
import { recogniseMd5Crypt } from './formats/md5-crypt.ts';
import { recognisePbkdf2 } from './formats/pbkdf2.ts';
import { recognisePhpass } from './formats/phpass.ts';
import { recogniseScrypt } from './formats/scrypt.ts';
import { recogniseShaCrypt } from './formats/sha-crypt.ts';
import { recogniseSpring } from './formats/spring.ts';
import type { Format } from './recognised-hash.ts';

const FORMATS: readonly Format[] = [
  recogniseBcrypt,
  recogniseArgon2,
  recognisePbkdf2,
  recogniseScrypt,
  recogniseAspNet,
  recogniseAtlassian,
  recogniseSpring,
  recogniseLdap,
  recogniseDollarDigest,
  recogniseShaCrypt,
  recogniseMd5Crypt,
  recognisePhpass,
  recogniseByName,
];

/** Ids that only announce a format which names itself anyway: Spring's, and LDAP's `{CRYPT}`. */
const ANNOUNCEMENT = /^\{(?:bcrypt|argon2|scrypt|CRYPT)(?:@\w{1,40})?\}/i;

/** Longer than any stored hash; a document or a token is not looked at. */
const MAX_LENGTH = 2048;

/** The format of a stored password hash, if the value names one. Nothing is computed. */
export const recognise: Format = (value) => {
  const text = value.trim().replace(ANNOUNCEMENT, '');
  if (text.length > MAX_LENGTH) return undefined;
  for (const format of FORMATS) {
    const hash = format(text);
    if (hash) return hash;
  }
  return undefined;
};
