/** A way to write the password that anybody can undo without a key. */
interface Encoding {
  readonly name: string;
  readonly text: string;
  readonly ignoreCase: boolean;
}

/** Reversible encodings of the password that are found by looking for a text. */
export function encodingsOf(password: string): readonly Encoding[] {
  const bytes = Buffer.from(password);
  const exact = (name: string, text: string): Encoding => ({ name, text, ignoreCase: false });
  const hex = (name: string, text: string): Encoding => ({ name, text, ignoreCase: true });
  return [
    ...base64Inside(bytes).map((text) => exact('base64', text)),
    ...base64Inside(Buffer.from(bytes.toString('base64'))).map((text) => exact('base64, twice', text)),
    hex('hexadecimal', bytes.toString('hex')),
    hex('hexadecimal of UTF-16', Buffer.from(password, 'utf16le').toString('hex')),
    exact('reversed', Array.from(password).reverse().join('')),
    exact('URL encoding', encodeURIComponent(password)),
    exact('rot13', rot13(password)),
    exact('character codes', Array.from(bytes).join(',')),
    exact('binary', Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')),
  ];
}

/**
 * The letters of base64 that the bytes alone decide, for each place that they may have in a longer text
 * (`base64(user:password)`, a token with the password in it), in both alphabets.
 */
function base64Inside(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const firstLetter = Math.ceil((before * 8) / 6);
    const letters = Math.floor((padded.length * 8) / 6);
    return [padded.toString('base64').slice(firstLetter, letters), padded.toString('base64url').slice(firstLetter, letters)];
  });
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26));
  });
}
