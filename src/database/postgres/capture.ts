import type { ServicePlan } from '../../sandbox/plan.ts';
import type { Adjustment } from '../../sandbox/stack.ts';
import { parseServerLog, type LoggedStatement } from './server-log.ts';
import { APPLICATION_NAME, type PostgresSession } from './session.ts';

/**
 * Writes every statement with its parameters into a file that can be read over SQL. The format is the one that all versions
 * know: an unknown setting would keep the server from starting.
 */
const SETTINGS = [
  'logging_collector=on',
  'log_destination=csvlog',
  'log_directory=log',
  'log_filename=roadworthy.log',
  'log_rotation_size=0',
  'log_rotation_age=0',
  'log_timezone=UTC',
  'log_statement=all',
  'log_error_verbosity=default',
  'log_min_messages=warning',
];

/** Other images with the entry point of the official one, which takes `postgres -c …`. */
const DERIVED = new Set(['postgis/postgis', 'pgvector/pgvector', 'timescale/timescaledb']);

const MAX_LOG_BYTES = 12 * 2 ** 20;
const PIECE_BYTES = 2 ** 20;

/** What makes the server of this service log its statements from its start, or undefined where its command line is not known well enough. */
export function captureAdjustment(service: ServicePlan): Adjustment | undefined {
  const { image, command, entrypoint } = service;
  if (image === undefined || entrypoint !== undefined || !takesSettings(image)) return undefined;
  const [first = 'postgres'] = command ?? [];
  if (first !== 'postgres' && !first.startsWith('-')) return undefined;
  const words = SETTINGS.flatMap((setting) => ['-c', setting]);
  return { command: (own) => [...(own === undefined || own.length === 0 ? ['postgres'] : own), ...words] };
}

/** The official image, under whatever registry, and those made from it. An image of the same name by somebody else is not known. */
function takesSettings(image: string): boolean {
  const path = image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .split('/');
  const isRegistry = path.length > 1 && /[.:]|^localhost$/.test(path[0] ?? '');
  const name = (isRegistry ? path.slice(1) : path).join('/');
  return name === 'postgres' || name === 'library/postgres' || DERIVED.has(name);
}

/** What the server logged in this session's database. `isCut` when the log is longer than what is read of it. */
export async function readCapturedStatements(
  session: PostgresSession,
): Promise<{ readonly statements: readonly LoggedStatement[]; readonly isCut: boolean } | undefined> {
  const [row] = await session.query(`select pg_current_logfile('csvlog'), current_database()`);
  const [path, database] = row ?? [];
  if (path == null || database == null) return undefined;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (let isMore = true; isMore && bytes < MAX_LOG_BYTES;) {
    const [found] = await session.query('select pg_read_binary_file($1, $2::bigint, $3::bigint)', [
      path,
      String(bytes),
      String(PIECE_BYTES),
    ]);
    const piece = Buffer.from((found?.[0] ?? '').slice(2), 'hex');
    pieces.push(piece);
    bytes += piece.length;
    isMore = piece.length === PIECE_BYTES;
  }
  const statements = parseServerLog(Buffer.concat(pieces).toString('utf8')).filter(
    (one) => one.database === database && one.application !== APPLICATION_NAME,
  );
  return { statements, isCut: bytes >= MAX_LOG_BYTES };
}

/** How far the server's clock is ahead of ours, and how exactly that is known. Milliseconds. */
export async function clockOf(session: PostgresSession): Promise<{ readonly aheadMs: number; readonly uncertainMs: number }> {
  let best = { aheadMs: 0, uncertainMs: Infinity };
  for (let round = 0; round < 3; round += 1) {
    const from = Date.now();
    const [row] = await session.query('select extract(epoch from clock_timestamp())::float8 * 1000');
    const to = Date.now();
    const uncertainMs = (to - from) / 2 + 1;
    if (uncertainMs < best.uncertainMs) best = { aheadMs: Number(row?.[0]) - (from + to) / 2, uncertainMs };
  }
  return best;
}
