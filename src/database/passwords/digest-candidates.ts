import { decode } from './decode.ts';

/** Bytes of a stored value that may be a digest or a derived key, with the pieces of the same value that may be its salt. */
export interface DigestCandidate {
  readonly bytes: Buffer;
  readonly salts: readonly (string | Buffer)[];
}

const SEPARATORS = /[:$.|;,]/;
const MIN_BYTES = 16;
const MAX_BYTES = 512;
/** Of a value without separators, salts and keys have these lengths in bytes: salt first or last. */
const SALT_BYTES = [16, 8, 32, 24];
const KEY_BYTES = new Set([16, 20, 32, 64]);
const MIN_SALT_BYTES = 4;
const MAX_CANDIDATES = 12;

/** The value as a whole, its parts between separators, and the ways to cut salt and key out of one run of bytes. */
export function digestCandidates(value: string): readonly DigestCandidate[] {
  const parts = value.split(SEPARATORS).filter((part) => part !== '');
  const candidates: DigestCandidate[] = [];
  for (const part of new Set([value, ...parts])) {
    const bytes = decode(part);
    if (!bytes || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) continue;
    const others = parts.filter((other) => other !== part && part !== value);
    candidates.push({ bytes, salts: others.flatMap(textAndBytes) }, ...cuts(bytes));
  }
  return candidates.slice(0, MAX_CANDIDATES);
}

/** A salt is hashed as it is written, or as the bytes that it stands for; of a binary column (`\\x…`) these come first. */
export function textAndBytes(text: string): (string | Buffer)[] {
  const bytes = decode(text);
  if (!bytes || bytes.length < MIN_SALT_BYTES) return [text];
  return text.startsWith(String.raw`\x`) ? [bytes, text.slice(2)] : [text, bytes];
}

function cuts(bytes: Buffer): DigestCandidate[] {
  return SALT_BYTES.filter((length) => KEY_BYTES.has(bytes.length - length)).flatMap((length) => {
    const head = bytes.subarray(0, length);
    const tail = bytes.subarray(bytes.length - length);
    return [
      { bytes: bytes.subarray(length), salts: [head, head.toString('hex')] },
      { bytes: bytes.subarray(0, bytes.length - length), salts: [tail, tail.toString('hex')] },
    ];
  });
}
