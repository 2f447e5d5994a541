import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Assessment } from './assessment.ts';
import { digestCandidates, textAndBytes } from './digest-candidates.ts';
import { pbkdf2CostMs } from './formats/pbkdf2.ts';
import { deriveScrypt, describeScrypt, scryptCostMs, type ScryptParameters } from './formats/scrypt.ts';
import { ratePbkdf2, rateScrypt } from './owasp.ts';
import type { Surroundings } from './surroundings.ts';
import type { WorkBudget } from './work-budget.ts';

const derivePbkdf2 = promisify(pbkdf2);

/** One guess at how a key was derived. */
interface Attempt {
  readonly costMs: number;
  /** What orders the attempts: the cost, raised for salts that are less likely. */
  readonly rank: number;
  readonly run: () => Promise<Assessment | undefined>;
}

const scryptOf = (cost: number, blockSize: number, parallelism: number): ScryptParameters => ({ cost, blockSize, parallelism });

/** Defaults that many applications run with: Node's scrypt, Better Auth's, and PBKDF2 of passport-local-mongoose and Payload. */
const SCRYPT_DEFAULTS = [scryptOf(2 ** 14, 8, 1), scryptOf(2 ** 14, 16, 1)];
const PBKDF2_DEFAULT = { hash: 'sha256', iterations: 25_000 } as const;

const SCRYPT_GUESSES = [
  ...SCRYPT_DEFAULTS,
  scryptOf(2 ** 10, 8, 1),
  scryptOf(2 ** 12, 8, 1),
  scryptOf(2 ** 14, 8, 5),
  scryptOf(2 ** 15, 8, 1),
  scryptOf(2 ** 15, 8, 3),
  scryptOf(2 ** 16, 8, 1),
  scryptOf(2 ** 16, 8, 2),
  scryptOf(2 ** 17, 8, 1),
];

/** Counts seen in tutorials, library defaults and OWASP's figures of past years. */
const PBKDF2_GUESSES = [
  1, 100, 1000, 1024, 2048, 4096, 5000, 10_000, 12_000, 20_000, 25_000, 50_000, 65_536, 100_000, 120_000, 150_000, 185_000,
  200_000, 210_000, 260_000, 310_000, 600_000,
];
const PBKDF2_HASHES = ['sha512', 'sha256', 'sha1'] as const;
const NATURAL_LENGTH = { sha1: 20, sha256: 32, sha512: 64 };

/** Nobody derives a shorter key than SHA-1 gives. */
const MIN_KEY_BYTES = 20;
const MAX_CANDIDATES = 4;
const MAX_SALTS = 6;
const UNLIKELY_SALT = 4;
const UNLIKELY_HASH = 3;
const AT_A_TIME = 2;

/** Tries scrypt and PBKDF2 with usual parameters, cheapest first, for as long as the budget lasts. */
export async function findDerivedKey(
  value: string,
  password: string,
  surroundings: Surroundings,
  budget: WorkBudget,
): Promise<Assessment | undefined> {
  const attempts = attemptsFor(value, password, surroundings).sort((one, other) => one.rank - other.rank);
  for (let index = 0; index < attempts.length; index += AT_A_TIME) {
    const affordable = attempts.slice(index, index + AT_A_TIME).filter(({ costMs }) => budget.take(costMs));
    if (affordable.length === 0) return undefined;
    const found = (await Promise.all(affordable.map(({ run }) => run()))).find((assessment) => assessment !== undefined);
    if (found) return found;
  }
  return undefined;
}

function attemptsFor(value: string, password: string, surroundings: Surroundings): Attempt[] {
  const candidates = digestCandidates(value)
    .filter(({ bytes }) => bytes.length >= MIN_KEY_BYTES)
    .sort((one, other) => other.bytes.length - one.bytes.length)
    .slice(0, MAX_CANDIDATES);
  return candidates.flatMap(({ bytes, salts }) => {
    const likely = [...salts, ...saltColumns(surroundings)];
    const unlikely = otherSalts(surroundings);
    const ranked = [
      ...likely.map((salt, place) => ({ salt, factor: 1 + place / 2 })),
      ...unlikely.map((salt, place) => ({ salt, factor: (likely.length > 0 ? UNLIKELY_SALT : 1) + place / 2 })),
    ];
    return ranked
      .slice(0, MAX_SALTS)
      .flatMap(({ salt, factor }) => [
        ...scryptAttempts(password, salt, bytes, factor),
        ...pbkdf2Attempts(password, salt, bytes, factor),
      ]);
  });
}

function scryptAttempts(password: string, salt: string | Buffer, key: Buffer, factor: number): Attempt[] {
  return SCRYPT_GUESSES.map((parameters) => {
    const costMs = scryptCostMs(parameters);
    const { cost, blockSize, parallelism } = parameters;
    const assessment: Assessment = {
      level: rateScrypt(cost, blockSize, parallelism),
      scheme: 'scrypt',
      detail: describeScrypt(parameters),
      verified: true,
    };
    return {
      costMs,
      rank: SCRYPT_DEFAULTS.includes(parameters) ? factor : costMs * factor,
      run: async () => ((await deriveScrypt(password, salt, key.length, parameters)).equals(key) ? assessment : undefined),
    };
  });
}

function pbkdf2Attempts(password: string, salt: string | Buffer, key: Buffer, factor: number): Attempt[] {
  return PBKDF2_HASHES.flatMap((hash) =>
    PBKDF2_GUESSES.map((iterations) => {
      // The first block of a longer key is the same, and enough to know.
      const length = Math.min(key.length, NATURAL_LENGTH[hash]);
      const costMs = pbkdf2CostMs(hash, iterations, length);
      const isDefault = hash === PBKDF2_DEFAULT.hash && iterations === PBKDF2_DEFAULT.iterations;
      const assessment: Assessment = {
        level: ratePbkdf2(hash, iterations),
        scheme: 'PBKDF2',
        detail: `${hash}, ${iterations} iterations`,
        verified: true,
      };
      return {
        costMs,
        rank: isDefault ? factor : costMs * factor * (key.length === NATURAL_LENGTH[hash] ? 1 : UNLIKELY_HASH),
        run: async () =>
          (await derivePbkdf2(password, salt, iterations, length, hash)).equals(key.subarray(0, length)) ? assessment : undefined,
      };
    }),
  );
}

function saltColumns({ neighbours }: Surroundings): (string | Buffer)[] {
  return neighbours.filter(({ name }) => /salt|nonce/i.test(name)).flatMap(({ text }) => textAndBytes(text));
}

function otherSalts({ neighbours, secrets }: Surroundings): (string | Buffer)[] {
  const own = neighbours.filter(({ name }) => /mail|user|login|name|^id$/i.test(name)).map(({ text }) => text);
  return [...own, ...secrets.slice(0, 2), 'salt'].filter((text) => text !== '');
}
