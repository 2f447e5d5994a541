import type { Level } from './level.ts';

/**
 * The figures of the OWASP Password Storage Cheat Sheet, in one place because they move
 * (PBKDF2-SHA512 was 210 000 and PBKDF2-SHA1 1 300 000 before). Read again at each release.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const OWASP = {
  readOn: '2026-11',
  bcryptCost: 10,
  /** Memory in KiB with the passes that go with it. */
  argon2: [
    { memoryKib: 47_104, passes: 1 },
    { memoryKib: 19_456, passes: 2 },
    { memoryKib: 12_288, passes: 3 },
    { memoryKib: 9_216, passes: 4 },
    { memoryKib: 7_168, passes: 5 },
  ],
  /** OWASP leaves out the rows with one and two passes for Argon2i. */
  argon2iPasses: 3,
  scryptBlockSize: 8,
  scrypt: [
    { cost: 2 ** 17, parallelism: 1 },
    { cost: 2 ** 16, parallelism: 2 },
    { cost: 2 ** 15, parallelism: 3 },
    { cost: 2 ** 14, parallelism: 5 },
    { cost: 2 ** 13, parallelism: 10 },
  ],
  pbkdf2Iterations: { sha1: 1_400_000, sha256: 600_000, sha512: 220_000 },
} as const;

/** Below OWASP but no learner's mistake: what current libraries do when nothing is configured. Under these it is a weak KDF. */
const TOLERATED = {
  bcryptCost: 8,
  argon2KibPasses: 4 * 1024,
  /** Node's own default: N 2^14, r 8, p 1. */
  scryptWork: 2 ** 14 * 8,
  pbkdf2Iterations: 10_000,
  shaCryptRounds: 100_000,
};

export function rateBcrypt(cost: number): Level {
  return grade(cost >= OWASP.bcryptCost, cost >= TOLERATED.bcryptCost);
}

export function rateArgon2(variant: 'argon2id' | 'argon2i' | 'argon2d', memoryKib: number, passes: number): Level {
  const enough = OWASP.argon2.some(
    (row) => memoryKib >= row.memoryKib && passes >= row.passes && (variant === 'argon2id' || row.passes >= OWASP.argon2iPasses),
  );
  return grade(enough && variant !== 'argon2d', memoryKib * passes >= TOLERATED.argon2KibPasses);
}

export function rateScrypt(cost: number, blockSize: number, parallelism: number): Level {
  const enough = OWASP.scrypt.some(
    (row) => cost >= row.cost && blockSize >= OWASP.scryptBlockSize && parallelism >= row.parallelism,
  );
  return grade(enough, cost * blockSize * parallelism >= TOLERATED.scryptWork);
}

export function ratePbkdf2(hash: string, iterations: number): Level {
  const needed =
    hash === 'sha1'
      ? OWASP.pbkdf2Iterations.sha1
      : hash === 'sha512' || hash === 'sha384'
        ? OWASP.pbkdf2Iterations.sha512
        : OWASP.pbkdf2Iterations.sha256;
  return grade(iterations >= needed, iterations >= TOLERATED.pbkdf2Iterations);
}

/** The crypt families of SHA-2: not on OWASP's list, so never better than tolerated. */
export function rateShaCrypt(rounds: number): Level {
  return grade(false, rounds >= TOLERATED.shaCryptRounds);
}

function grade(enough: boolean, tolerated: boolean): Level {
  if (enough) return 'ok';
  return tolerated ? 'below-owasp' : 'weak-kdf';
}
