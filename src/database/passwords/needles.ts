import { md4 } from 'hash-wasm';
import { digest, FAST_DIGESTS } from './digest.ts';
import { encodingsOf } from './encodings.ts';
import type { Level } from './level.ts';

/** A text that betrays the password wherever it stands. */
export interface Needle {
  readonly text: string;
  readonly level: Level;
  readonly scheme: string;
  /** Hexadecimal is written in either case, everything else in one. */
  readonly ignoreCase: boolean;
}

const DOUBLE_DIGESTS = [
  ['md5', 'md5'],
  ['sha1', 'md5'],
  ['md5', 'sha1'],
  ['sha1', 'sha1'],
  ['sha256', 'md5'],
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
] as const;

/** Looked for in base64, too. Each needle costs time in every row of every table; the rest is found in the rows of the users. */
const USUAL_DIGESTS = new Set(['md5', 'sha1', 'sha256', 'sha512']);

/** Shorter texts could stand anywhere by chance. */
const MIN_LENGTH = 8;

/** What to look for in every table, worst first: the password itself, its reversible encodings, and digests without a salt. */
export async function needlesOf(password: string): Promise<readonly Needle[]> {
  const all: Needle[] = [
    { text: password, level: 'plaintext', scheme: 'plain text', ignoreCase: false },
    ...encodingsOf(password).map(
      ({ text, name, ignoreCase }) => ({ text, level: 'reversible', scheme: name, ignoreCase }) as const,
    ),
    ...FAST_DIGESTS.flatMap((algorithm) => digestNeedles(algorithm, digest(algorithm, password))),
    ...DOUBLE_DIGESTS.map(([outer, inner]) =>
      hexNeedle(`${outer}(${inner})`, digest(outer, digest(inner, password).toString('hex')).toString('hex')),
    ),
    hexNeedle('MySQL 4.1 password()', digest('sha1', digest('sha1', password)).toString('hex')),
    hexNeedle('NTLM', await md4(Buffer.from(password, 'utf16le'))),
  ];
  const seen = new Set<string>();
  return all.filter(({ text }) => text.length >= MIN_LENGTH && !seen.has(text) && seen.add(text));
}

function digestNeedles(algorithm: string, bytes: Buffer): Needle[] {
  const hex = hexNeedle(algorithm, bytes.toString('hex'));
  if (!USUAL_DIGESTS.has(algorithm)) return [hex];
  const text = bytes.toString('base64').replace(/=+$/, '');
  return [hex, { text, level: 'fast-unsalted', scheme: algorithm, ignoreCase: false }];
}

function hexNeedle(scheme: string, text: string): Needle {
  return { text, level: 'fast-unsalted', scheme, ignoreCase: true };
}
