import { digestCandidates } from './digest-candidates.ts';
import { digest, FAST_DIGESTS } from './digest.ts';

/** Whether the value is made of other values of its row: the MD5 of an e-mail for Gravatar says nothing about the password. */
export function isDigestOfNeighbour(value: string, neighbours: readonly string[]): boolean {
  const texts = neighbours.flatMap((text) => [text, text.trim().toLowerCase()]);
  return digestCandidates(value).some(({ bytes }) =>
    FAST_DIGESTS.some((algorithm) => texts.some((text) => digest(algorithm, text).equals(bytes))),
  );
}
