/** A statement that somebody sent, as the server logged it. */
export interface LoggedStatement {
  /** Milliseconds since 1970 by the server's clock. */
  readonly atMs: number;
  readonly database: string;
  readonly application: string;
  readonly sql: string;
  /** As text, the way the server prints it; null is NULL. */
  readonly parameters: readonly (string | null)[];
}

/** Places of a line in PostgreSQL's csvlog, the same since version 9. */
const FIELD = { time: 0, database: 2, message: 13, detail: 14, application: 22 };
/** Of a statement, and of its parameters: what is longer uploads something. */
const MAX_LENGTH = 20_000;

/** The statements of a server log in PostgreSQL's csvlog format; times must be in UTC. Lines that are no statement are passed over. */
export function parseServerLog(text: string): LoggedStatement[] {
  const statements: LoggedStatement[] = [];
  for (const fields of csvRows(text)) {
    const read = (name: keyof typeof FIELD) => fields[FIELD[name]] ?? '';
    // `execute fetch from` goes on with a statement that was logged before
    if (read('message').length > MAX_LENGTH || read('detail').length > MAX_LENGTH) continue;
    const { sql } = /^(?:statement|execute (?!fetch from )[^:]*): (?<sql>[\s\S]+)$/.exec(read('message'))?.groups ?? {};
    const atMs = Date.parse(read('time').replace(/^(\S+) (\S+) UTC$/, '$1T$2Z'));
    if (sql === undefined || Number.isNaN(atMs)) continue;
    statements.push({
      atMs,
      database: read('database'),
      application: read('application'),
      sql,
      parameters: parseParameters(read('detail')),
    });
  }
  return statements;
}

/** `Parameters: $1 = 'it''s', $2 = NULL`. */
export function parseParameters(detail: string): (string | null)[] {
  if (!/^parameters: /i.test(detail)) return [];
  return Array.from(detail.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g), ([, value]) => value?.replaceAll("''", "'") ?? null);
}

/** Fields are quoted, quotes in them doubled, and hold line breaks; the last row may be half written. */
function* csvRows(text: string): Generator<string[]> {
  const plain = /[^",\n]*/y;
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    const isQuoted = text[at] === '"';
    plain.lastIndex = at;
    const end = isQuoted ? closingQuote(text, at + 1) : at + (plain.exec(text)?.[0].length ?? 0);
    if (end < 0) return;
    row.push(isQuoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end));
    const separator = text[isQuoted ? end + 1 : end];
    at = end + (isQuoted ? 2 : 1);
    if (separator === ',') continue;
    if (separator !== '\n') return;
    yield row;
    row = [];
  }
}

/** Place of the quote that ends a field which begins at `from`; -1 when it is half written. Fields may be as long as the log: no pattern takes them at once. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}
