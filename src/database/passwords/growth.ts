import { decode } from './decode.ts';

/** The same column of three users: A and B have passwords of one length, that of C is much longer. */
interface StoredTriple {
  readonly a: string;
  readonly b: string | undefined;
  readonly c: string;
}

/** One block of AES more. */
const MIN_GROWTH_BYTES = 16;
/** Padding, and encodings within encodings. */
const MAX_GROWTH = 3;

/**
 * A hash is as long for a long password as for a short one; what grows with the password was encrypted or encoded.
 * Returns by how many bytes it grew, when A and B show that nothing else makes the length vary.
 */
export function growthOf(stored: StoredTriple, extraPasswordBytes: number): number | undefined {
  const parts = [stored.a, stored.b ?? stored.a, stored.c].map(binaryLength);
  const [a, b, c] = parts;
  if (a === undefined || b === undefined || c === undefined || a !== b) return undefined;
  const growth = c - a;
  return growth >= MIN_GROWTH_BYTES && growth <= extraPasswordBytes * MAX_GROWTH ? growth : undefined;
}

/** Bytes behind the encoded parts of a value, or undefined when it is text: a document or a sentence may grow for other reasons. */
function binaryLength(value: string): number | undefined {
  let length = 0;
  for (const part of value.split(/[:.$|]/).filter((text) => text !== '')) {
    const bytes = decode(part);
    if (!bytes || (bytes.length >= MIN_GROWTH_BYTES && isText(bytes))) return undefined;
    length += bytes.length;
  }
  return length;
}

function isText(bytes: Buffer): boolean {
  return /^[\t\n\r\x20-\x7e]*$/.test(bytes.toString('latin1'));
}
