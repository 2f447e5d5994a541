import { withoutEscapes } from '../src/text.ts';

/** Control characters but tab and newline, lone surrogates, characters without width, and those that turn the direction of text. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- they are named here to be taken out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** A stranger's text with what cannot be seen made visible (`⟨U+202E⟩`), or, for a terminal, taken out together with escape sequences. */
export function visible(text: string, unseen: 'shown' | 'stripped'): string {
  if (unseen === 'stripped') return withoutEscapes(text).replace(UNSEEN, '');
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The same for every text and every name in a value. */
export function visibleThroughout<T>(value: T, unseen: 'shown' | 'stripped'): T;
export function visibleThroughout(value: unknown, unseen: 'shown' | 'stripped'): unknown {
  if (typeof value === 'string') return visible(value, unseen);
  if (Array.isArray(value)) return value.map((item: unknown) => visibleThroughout(item, unseen));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [visible(name, unseen), visibleThroughout(item, unseen)]),
  );
}
