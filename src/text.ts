// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
// eslint-disable-next-line no-control-regex -- C0 but tab and newline, C1, and characters that turn the direction of text
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A stranger's text, safe for a terminal or a log: without escape sequences, control characters and direction overrides. */
export function plainText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '');
}

/** The same on one line, at most `length` characters. */
export function oneLine(text: string, length = 200): string {
  const line = plainText(text).replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
