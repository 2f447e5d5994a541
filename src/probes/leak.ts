import type { Reply } from '../api/client.ts';
import { leaves } from '../api/json-pointer.ts';
import { oneLine } from '../text.ts';

export type LeakKind = 'stack trace' | 'SQL statement' | 'path of a source file';

/** A line of an answer that shows the inside of the app. */
export interface Leak {
  readonly kind: LeakKind;
  readonly line: string;
}

const READ = 128 * 1024;
const LINE = 400;
const LINES = 4000;

/** One frame, or the first line, of a stack trace. Each is asked of a line that is cut, so that none takes long on a hostile body. */
const FRAMES: readonly RegExp[] = [
  // Node: at handler (/app/src/index.js:12:5), at async file:///app/index.mjs:3:1, at node:internal/main:1:2
  /^at (?=.*[/\\<:]).*[^\d\s]:\d{1,6}:\d{1,6}\)?$/,
  // Python
  /^Traceback \(most recent call last\)/,
  /^File "[^"]{1,300}", line \d{1,6}(?:, in |$)/,
  // Java, Kotlin, Scala
  /^at [\w.$<>/@-]{3,250}\((?:[\w$-]{1,100}\.(?:java|kt|scala|groovy):\d{1,6}|Native Method|Unknown Source)\)/,
  // Go
  /^goroutine \d{1,9} \[[a-z ,\d]{1,60}\]:/,
  // PHP
  /^#\d{1,4} (?:\/|[A-Z]:\\|\{main\}|\[internal function\])/,
  /\bin \/[^\s:]{1,250}\.php(?: on line |:)\d{1,6}/,
  // Ruby
  /^(?:from )?\/?[\w./@-]{1,250}\.rb:\d{1,6}:in [`'"]/,
  // .NET
  /^at [^\s(]{3,250}\([^)\n]{0,200}\) in [^\n]{1,250}:line \d{1,6}$/,
  /^at (?:System|Microsoft)\.[\w.`<>[\]+]{2,250}\(/,
];
const STATEMENT = /\b(?:select|insert into|update|delete from)\b/i;
/** Asked of a line from its first `STATEMENT` on. */
const SQL: readonly RegExp[] = [
  /^insert into ["`[]?\w[\w."`\]]{0,100} ?\([^)]{1,250}\) ?values ?\(/i,
  // English selects things from places too: there must be a sign that only SQL has
  /^select (?=.*(?:\*|["`]\w|\$\d|\w ?= ?[\w'"$?])).{1,250}\bfrom ["`[]?\w[\w."`\]]{0,100}(?:$| (?:as|where|order by|limit|inner|left|join|group by)\b)/i,
  /^update ["`[]?\w[\w."`\]]{0,100} set ["`[]?\w[\w."`\]]{0,100} ?= ?/i,
  /^delete from ["`[]?\w[\w."`\]]{0,100} where ["`[]?\w[\w."`\]]{0,100} ?(?:=|in\b)/i,
];
const SQLSTATE = /\bSQLSTATE\[\w{5}\]/;
/** A file of the container's, where images keep the code. Addresses of the web end otherwise, and begin with a host. */
const SOURCE =
  /(?:^|[\s"'(=[])\/(?:app|usr\/src|usr\/local|home|var\/www|srv|opt|workspace|root|code|src)\/[\w./@-]{1,200}\.(?:js|cjs|mjs|ts|jsx|tsx|py|php|rb|go|java|kt|cs|rs|ex|ejs|pug|hbs|html)\b/;

/**
 * The first line of an answer that belongs in a log: a frame of a stack trace, SQL, or the path of a source file in the
 * container. A line that stands in the request as well is an echo and no leak. `redact` takes secrets out of it.
 */
export function leakIn(reply: Reply, redact: (text: string) => string): Leak | null {
  const { path, body } = reply.exchange.request;
  const isEcho = (found: string) => path.includes(found) || (body?.includes(found) ?? false);
  const lines = linesOf(reply);
  const kinds: readonly (readonly [LeakKind, (line: string) => string | undefined])[] = [
    ['stack trace', (line) => firstMatch(FRAMES, line)],
    ['SQL statement', (line) => firstMatch([SQLSTATE], line) ?? firstMatch(SQL, line.slice(Math.max(0, line.search(STATEMENT))))],
    ['path of a source file', (line) => firstMatch([SOURCE], line)],
  ];
  for (const [kind, find] of kinds) {
    for (const line of lines) {
      const found = find(line);
      if (found !== undefined && !isEcho(found.trim())) return { kind, line: oneLine(redact(line), 200) };
    }
  }
  return null;
}

function firstMatch(patterns: readonly RegExp[], line: string): string | undefined {
  return patterns.map((pattern) => pattern.exec(line)?.[0]).find((match) => match !== undefined);
}

/** The lines of what a reader would see: the texts of JSON, the text of a page. */
function linesOf(reply: Reply): string[] {
  const text =
    reply.json === undefined
      ? visibleText(reply.text.slice(0, READ))
      : leaves(reply.json)
          .map(({ value }) => (typeof value === 'string' ? value : ''))
          .join('\n')
          .slice(0, READ);
  return text
    .split('\n', LINES)
    .map((line) => line.slice(0, LINE).trim())
    .filter((line) => line.length > 5);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&amp;': '&',
};

function visibleText(text: string): string {
  if (!/^\s{0,100}</.test(text)) return text;
  return text
    .replace(/<br\s?\/?>|<\/(?:p|li|div|pre|h\d|tr|title)>|<(?:pre|li)>/gi, '\n')
    .replace(/<[a-z/!][^<>]{0,500}>/gi, '')
    .replace(/&(?:nbsp|lt|gt|quot|amp|#34|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}
