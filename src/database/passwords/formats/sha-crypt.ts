import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { digest } from '../digest.ts';
import { rateShaCrypt } from '../owasp.ts';
import type { Format } from '../recognised-hash.ts';
import { encodeShuffled } from './crypt-base64.ts';

const DEFAULT_ROUNDS = 5000;
const ROUND_MS = 0.004;
const ROUNDS_WITHOUT_PAUSE = 10_000;

/** Byte orders of the final encoding, from Drepper's specification. */
const SHUFFLES = {
  sha256: shuffle([0, 10, 20], 10, (group) => [group[2], group[0], group[1]]).concat(31, 30),
  sha512: shuffle([0, 21, 42], 21, (group) => [group[1], group[2], group[0]]).concat(63),
};

/** `$5$` and `$6$` of Unix systems: SHA-256 or SHA-512, `rounds=` times. https://www.akkadia.org/drepper/SHA-crypt.txt */
export const recogniseShaCrypt: Format = (value) => {
  const match = /^\$([56])\$(?:rounds=(\d{1,9})\$)?([^$]{0,16})\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})$/.exec(value);
  if (!match) return undefined;
  const [, kind, written, salt = '', key = ''] = match;
  const algorithm = kind === '5' ? 'sha256' : 'sha512';
  const rounds = Math.max(1000, Number(written ?? DEFAULT_ROUNDS));
  return {
    level: rateShaCrypt(rounds),
    scheme: `${algorithm}crypt`,
    detail: `${rounds} rounds`,
    costMs: rounds * ROUND_MS,
    memoryBytes: 0,
    matches: async (password) => (await shaCrypt(algorithm, Buffer.from(password), Buffer.from(salt), rounds)) === key,
  };
};

async function shaCrypt(algorithm: 'sha256' | 'sha512', password: Buffer, salt: Buffer, rounds: number): Promise<string> {
  const inner = digest(algorithm, password, salt, password);
  const mixed = [password, salt, stretch(inner, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) mixed.push(bits & 1 ? inner : password);
  let state = digest(algorithm, ...mixed);
  const p = stretch(digest(algorithm, ...Array.from(password, () => password)), password.length);
  const s = stretch(digest(algorithm, ...Array.from({ length: 16 + (state[0] ?? 0) }, () => salt)), salt.length);
  for (let round = 0; round < rounds; round += 1) {
    if (round % ROUNDS_WITHOUT_PAUSE === 0) await yieldToOthers();
    const parts = [round & 1 ? p : state];
    if (round % 3) parts.push(s);
    if (round % 7) parts.push(p);
    parts.push(round & 1 ? state : p);
    state = digest(algorithm, ...parts);
  }
  return encodeShuffled(state, SHUFFLES[algorithm]);
}

function stretch(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

function shuffle(first: number[], groups: number, next: (group: number[]) => (number | undefined)[]): number[] {
  const order: number[] = [];
  let group = first;
  for (let index = 0; index < groups; index += 1) {
    order.push(...group);
    group = next(group).map((position) => (position ?? 0) + 1);
  }
  return order;
}
