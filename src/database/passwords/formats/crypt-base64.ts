const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The base64 of crypt(3): up to three bytes as one number, lowest six bits first. */
export function encode24Bits(value: number, letters: number): string {
  let text = '';
  for (let index = 0; index < letters; index += 1) text += ALPHABET[(value >> (6 * index)) & 63] ?? '';
  return text;
}

/** Bytes in the order in which a crypt family shuffles them, three at a time, highest first; the rest makes the shorter last group. */
export function encodeShuffled(bytes: Buffer, order: readonly number[]): string {
  let text = '';
  for (let index = 0; index < order.length; index += 3) {
    const group = order.slice(index, index + 3);
    const value = group.reduce((sum, position) => (sum << 8) | (bytes[position] ?? 0), 0);
    text += encode24Bits(value, Math.ceil((group.length * 8) / 6));
  }
  return text;
}

export function cryptNumber(letter: string): number {
  return ALPHABET.indexOf(letter);
}
