import type { Assessment } from './assessment.ts';
import { digestCandidates, textAndBytes, type DigestCandidate } from './digest-candidates.ts';
import { digest, digestLength, FAST_DIGESTS, hmac } from './digest.ts';
import type { Surroundings } from './surroundings.ts';

type Construction = (algorithm: string, password: string, salt: string | Buffer) => Buffer;

const CONSTRUCTIONS: Readonly<Record<string, Construction>> = {
  'salt + password': (algorithm, password, salt) => digest(algorithm, salt, password),
  'password + salt': (algorithm, password, salt) => digest(algorithm, password, salt),
  'salt + password + salt': (algorithm, password, salt) => digest(algorithm, salt, password, salt),
  'digest of password + salt': (algorithm, password, salt) =>
    digest(algorithm, digest(algorithm, password).toString('hex'), salt),
  'salt + digest of password': (algorithm, password, salt) =>
    digest(algorithm, salt, digest(algorithm, password).toString('hex')),
  'HMAC with the salt as key': (algorithm, password, salt) => hmac(algorithm, salt, password),
  'HMAC with the password as key': (algorithm, password, salt) => hmac(algorithm, password, salt),
  ...Object.fromEntries(
    [':', '$', '-', '.', '|'].flatMap((separator): [string, Construction][] => [
      [`salt ${separator} password`, (algorithm, password, salt) => digest(algorithm, salt, separator, password)],
      [`password ${separator} salt`, (algorithm, password, salt) => digest(algorithm, password, separator, salt)],
    ]),
  ),
};

const LENGTHS = new Map(FAST_DIGESTS.map((algorithm) => [algorithm, digestLength(algorithm)]));
const MAX_NEIGHBOURS = 40;
const MAX_SALT_LENGTH = 256;

/** What one search costs at most: some ten thousand digests. */
export const SALTED_DIGEST_COST_MS = 60;

/** Tries every fast construction of password and salt, with salts from the value, its row and the application's secrets. */
export function findSaltedDigest(value: string, password: string, surroundings: Surroundings): Assessment | undefined {
  const outside = saltsOutside(value, surroundings);
  for (const candidate of digestCandidates(value)) {
    const found = unsalted(candidate, password) ?? salted(candidate, password, outside);
    if (found) return found;
  }
  return undefined;
}

function unsalted({ bytes }: DigestCandidate, password: string): Assessment | undefined {
  const algorithm = algorithmsOf(bytes).find((name) => digest(name, password).equals(bytes));
  return algorithm === undefined ? undefined : { level: 'fast-unsalted', scheme: algorithm, detail: '', verified: true };
}

function salted(candidate: DigestCandidate, password: string, outside: readonly (string | Buffer)[]): Assessment | undefined {
  for (const algorithm of algorithmsOf(candidate.bytes)) {
    for (const salt of [...candidate.salts, ...outside]) {
      for (const [name, construct] of Object.entries(CONSTRUCTIONS)) {
        if (!construct(algorithm, password, salt).equals(candidate.bytes)) continue;
        return { level: 'fast-salted', scheme: `${algorithm}, ${name}`, detail: '', verified: true };
      }
    }
  }
  return undefined;
}

function algorithmsOf(bytes: Buffer): string[] {
  return FAST_DIGESTS.filter((algorithm) => LENGTHS.get(algorithm) === bytes.length);
}

function saltsOutside(value: string, { neighbours, secrets }: Surroundings): (string | Buffer)[] {
  const texts = neighbours.slice(0, MAX_NEIGHBOURS).map(({ text }) => text);
  return [...new Set([...texts, ...secrets, 'salt'])]
    .filter((text) => text !== '' && text !== value && text.length <= MAX_SALT_LENGTH)
    .flatMap(textAndBytes);
}
