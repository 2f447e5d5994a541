/** A part of a shell word: text as it is, or the value of a variable. */
export type Piece = string | { readonly variable: string };

/** Letters that mean nothing to a shell inside double quotes, nor to curl in an address. */
const PLAIN = /^[\w/.,:;=?&%@+~ -]*$/;
// eslint-disable-next-line no-control-regex -- what a terminal would obey, or show as something else
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/;

/** One word of a shell line, with variables. Whatever the text holds, the shell sees it as text. */
export function shellWord(pieces: readonly Piece[]): string {
  const joined = joinTexts(pieces);
  if (
    joined.every((piece) => typeof piece !== 'string' || PLAIN.test(piece)) &&
    joined.some((piece) => typeof piece !== 'string')
  ) {
    return `"${joined.map((piece, index) => (typeof piece === 'string' ? piece : reference(piece.variable, joined[index + 1]))).join('')}"`;
  }
  return joined.map((piece) => (typeof piece === 'string' ? shellText(piece) : `"$${piece.variable}"`)).join('') || "''";
}

/** `$ID1`, or `${ID1}` where the text that follows would become part of the name. */
function reference(variable: string, next: Piece | undefined): string {
  return typeof next === 'string' && /^\w/.test(next) ? `\${${variable}}` : `$${variable}`;
}

/** Text as a shell word: bare when it is harmless, in single quotes, or as $'…' where characters cannot be seen. */
export function shellText(text: string): string {
  if (/^[A-Z]+$/.test(text)) return text;
  if (!UNSEEN.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = [...text.replaceAll('\0', '')].map((char) =>
    UNSEEN.test(char) ? bytesOf(char) : char.replace(/['\\]/, '\\$&'),
  );
  return `$'${escaped.join('')}'`;
}

/** As bytes: \u in a shell depends on its locale. */
function bytesOf(char: string): string {
  return [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** A comment of one line, whatever the text holds. */
export function commentLine(text: string): string {
  return `# ${[...text]
    .map((char) => (UNSEEN.test(char) ? ' ' : char))
    .join('')
    .slice(0, 200)}`;
}

function joinTexts(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== '') joined.push(piece);
  }
  return joined;
}
