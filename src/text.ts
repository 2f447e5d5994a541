// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
/** Control characters but tab and newline, and invisible ones, those that turn the direction of text among them. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;

/** A stranger's text, safe for a terminal or a log: without escape sequences, control characters and direction overrides. */
export function plainText(text: string): string {
  return withoutEscapes(text).replace(INVISIBLE, '');
}

export function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, '');
}

/** The same on one line, at most `length` characters. */
export function oneLine(text: string, length = 200): string {
  const line = withoutEscapes(text).replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return cut(line, length);
}

/** At most `length` characters, the last of them an ellipsis where something is missing. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A regular expression's source that matches this text and nothing else. */
export function patternOf(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
