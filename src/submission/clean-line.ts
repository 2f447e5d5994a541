// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const INVISIBLE = /[\p{Cc}\p{Cf}]+/gu;

/** A stranger's text on one line, without escape sequences, control characters and direction overrides. */
export function cleanLine(text: string, length = 160): string {
  const line = text.replace(ESCAPES, '').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
