import type { Assessment } from './assessment.ts';
import type { RecognisedHash } from './recognised-hash.ts';

/**
 * No registration takes longer or needs more, so larger parameters are either a mistake or bait: bcrypt up to cost 15,
 * Argon2 up to 256 MiB, PBKDF2 up to about ten million iterations.
 */
const VERIFY_LIMITS = { costMs: 3000, memoryBytes: 256 * 1024 * 1024 };

/** Hashes the canary's password with the parameters of the stored value, if these are within reason. */
export async function verify(hash: RecognisedHash, password: string): Promise<Assessment> {
  const { level, scheme, detail } = hash;
  if (isBeyondReason(hash)) {
    return { level: 'unknown', scheme, detail: join(detail, 'more work than can be verified here'), verified: false };
  }
  if (hash.matches === undefined)
    return { level, scheme, detail: join(detail, 'recognised by its format only'), verified: false };
  return { level, scheme, detail, verified: await tryMatch(hash.matches, password) };
}

function isBeyondReason(hash: RecognisedHash): boolean {
  return !(hash.costMs <= VERIFY_LIMITS.costMs && hash.memoryBytes <= VERIFY_LIMITS.memoryBytes);
}

/** Libraries throw on parameters that they do not take; such a value is no hash of this password. */
async function tryMatch(matches: NonNullable<RecognisedHash['matches']>, password: string): Promise<boolean> {
  try {
    return await matches(password);
  } catch {
    return false;
  }
}

function join(detail: string, remark: string): string {
  return detail === '' ? remark : `${detail}; ${remark}`;
}
