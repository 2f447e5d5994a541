import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { digest } from '../digest.ts';
import type { Format } from '../recognised-hash.ts';
import { cryptNumber, encode24Bits } from './crypt-base64.ts';

const ROUND_MS = 0.0025;
const ROUNDS_WITHOUT_PAUSE = 2 ** 13;

/** `$P$`, `$H$` (md5: WordPress before 6.8, phpBB) and `$S$` (sha512: Drupal 7). https://www.openwall.com/phpass/ */
export const recognisePhpass: Format = (value) => {
  const match = /^(\$[PHS]\$)([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22,86})$/.exec(value);
  if (!match) return undefined;
  const [, prefix, letter = '', salt = '', key = ''] = match;
  const algorithm = prefix === '$S$' ? 'sha512' : 'md5';
  const rounds = 2 ** cryptNumber(letter);
  return {
    level: 'weak-kdf',
    scheme: prefix === '$S$' ? 'phpass (Drupal)' : 'phpass',
    detail: `${rounds} rounds of ${algorithm}`,
    costMs: rounds * ROUND_MS,
    memoryBytes: 0,
    matches: async (password) => {
      let state = digest(algorithm, salt, password);
      for (let round = 0; round < rounds; round += 1) {
        if (round % ROUNDS_WITHOUT_PAUSE === 0) await yieldToOthers();
        state = digest(algorithm, state, password);
      }
      // Drupal cuts the whole value at 55 characters.
      return encodeLowestFirst(state).startsWith(key);
    },
  };
};

function encodeLowestFirst(bytes: Buffer): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = bytes.subarray(index, index + 3);
    text += encode24Bits(group.readUIntLE(0, group.length), Math.ceil((group.length * 8) / 6));
  }
  return text;
}
