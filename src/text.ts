// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
/** Control characters but tab and newline, and invisible ones, those that turn the direction of text among them. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;

/** A stranger's text, safe for a terminal or a log: without escape sequences, control characters and direction overrides. */
export function plainText(text: string): string {
  return text.replace(ESCAPES, '').replace(INVISIBLE, '');
}

/** The same on one line, at most `length` characters. */
export function oneLine(text: string, length = 200): string {
  const line = text.replace(ESCAPES, '').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
