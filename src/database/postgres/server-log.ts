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
const MAX_SQL = 20_000;

/** The statements of a server log in PostgreSQL's csvlog format; times must be in UTC. Lines that are no statement are passed over. */
export function parseServerLog(text: string): LoggedStatement[] {
  const statements: LoggedStatement[] = [];
  for (const fields of csvRows(text)) {
    const read = (name: keyof typeof FIELD) => fields[FIELD[name]] ?? '';
    // `execute fetch from` goes on with a statement that was logged before
    const { sql } = /^(?:statement|execute (?!fetch from )[^:]*): (?<sql>[\s\S]+)$/.exec(read('message'))?.groups ?? {};
    const atMs = Date.parse(read('time').replace(/^(\S+) (\S+) UTC$/, '$1T$2Z'));
    if (sql === undefined || sql.length > MAX_SQL || Number.isNaN(atMs)) continue;
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
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/y;
  let row: string[] = [];
  for (let match = field.exec(text); match; match = field.exec(text)) {
    const [, quoted, plain = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== '\n') continue;
    yield row;
    row = [];
  }
}
