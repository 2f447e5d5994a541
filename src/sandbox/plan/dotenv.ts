import { interpolate } from './interpolate.ts';

export type Variables = ReadonlyMap<string, string>;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b', v: '\v', a: '\x07' };
const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:[=:])[ \t]*/;
const NAME_ALONE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*$/;

/**
 * Reads dotenv text: comments, `export`, single quotes as they stand, double quotes with escapes, values over several
 * lines. A variable in a value comes from the lines before it or from `outer`, never from our own environment. A name
 * without a value is left out unless `outer` has it. A line that is none of this is skipped.
 */
export function parseDotenv(text: string, outer: Variables = new Map()): Map<string, string> {
  const found = new Map<string, string>();
  const fill = (value: string) => interpolate(value, ({ name }) => found.get(name) ?? outer.get(name), true);
  let rest = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  while (rest !== '') {
    const start = LINE.exec(rest);
    if (!start || /^[ \t]*#/.test(rest)) {
      const [line, after] = cut(rest);
      const alone = NAME_ALONE.exec(line)?.[1];
      const passed = alone === undefined ? undefined : outer.get(alone);
      if (alone !== undefined && passed !== undefined) found.set(alone, passed);
      rest = after;
      continue;
    }
    const name = start[1] ?? '';
    const body = rest.slice(start[0].length);
    const quoted = quotedValue(body);
    if (quoted) {
      found.set(name, quoted.isLiteral ? quoted.value : unescape(quoted.value, fill));
      rest = cut(body.slice(quoted.length))[1];
    } else {
      const [line, after] = cut(body);
      found.set(name, fill(line.replace(/(^|[ \t])#.*$/, '').trimEnd()));
      rest = after;
    }
  }
  return found;
}

function cut(text: string): [string, string] {
  const end = text.indexOf('\n');
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}

function quotedValue(text: string): { value: string; isLiteral: boolean; length: number } | undefined {
  const quote = text[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== '`') at++;
    else if (text[at] === quote) return { value: text.slice(1, at), isLiteral: quote !== '"', length: at + 1 };
  }
  return undefined;
}

/** Escapes are undone before the variables are filled in; an escaped dollar becomes a doubled one, which starts none. */
function unescape(value: string, fill: (value: string) => string): string {
  return fill(value.replace(/\\([nrtfbva"\\$])/g, (_, c: string) => (c === '$' ? '$$' : (ESCAPES[c] ?? c))));
}
