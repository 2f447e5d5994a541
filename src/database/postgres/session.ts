import { Socket } from 'node:net';
import pg from 'pg';
import { z } from 'zod';
import { RoadworthyError, toError } from '../../errors.ts';
import type { ConnectOptions } from '../database.ts';

const CONNECT_MS = 10_000;
const STATEMENT_MS = 15_000;
const LOCK_MS = 3_000;
/** The server should end a statement by itself; this long after that it is cut off. */
const GRACE_MS = 2_000;
/** Of everything that a server may send in one session. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MESSAGE = 300;

/** Under which the server's log names what we ask. */
export const APPLICATION_NAME = 'roadworthy';

/** Codes of refused credentials and of a database that does not exist. */
const LOGIN_CODES = new Set(['28000', '28P01', '3D000', '42501']);

const ROWS = z.array(z.array(z.string().nullable()));

/**
 * Given with the connection, so that they stand before any that the submission gave its user or database: names without a
 * schema mean PostgreSQL's own, nothing is written, and what is printed does not depend on the server.
 */
const SETTINGS = [
  'search_path=pg_catalog,pg_temp',
  'default_transaction_read_only=on',
  'row_security=off',
  `statement_timeout=${STATEMENT_MS}`,
  `lock_timeout=${LOCK_MS}`,
  'bytea_output=hex',
  'jit=off',
];

export type Row = readonly (string | null)[];
export type Value = string | null | readonly string[];

/** What a session of a particular purpose does differently. */
export interface SessionOptions {
  /** Settings that stand after ours, and so win. */
  readonly settings?: readonly string[];
}

/** Always by the extended protocol, which takes one statement at a time: a text that holds several is refused. */
interface OneStatement extends pg.QueryArrayConfig {
  readonly queryMode: 'extended';
}

/** A statement that the server refused or did not finish; the session goes on. */
export class StatementFailure extends Error {
  override readonly name = 'StatementFailure';
}

/** One connection to a server that is not trusted: limited in time and bytes, every value as text. */
export class PostgresSession {
  readonly #client: pg.Client;
  readonly #socket: Socket;
  readonly #until: number;
  #broken: RoadworthyError | undefined;

  private constructor(client: pg.Client, socket: Socket, until: number) {
    this.#client = client;
    this.#socket = socket;
    this.#until = until;
    client.on('error', (error) => (this.#broken ??= gone(error)));
    this.#limitBytes();
  }

  static async open(options: ConnectOptions, { settings = [] }: SessionOptions = {}): Promise<PostgresSession> {
    const { host, port, user, password, database, deadlineMs } = options;
    const socket = new Socket();
    const client = new pg.Client({
      host,
      port,
      user,
      database,
      // As a function, because pg replaces an empty password by PGPASSWORD of our own environment.
      password: () => password,
      ssl: false,
      options: [...SETTINGS, ...settings].map((setting) => `-c ${setting}`).join(' '),
      application_name: APPLICATION_NAME,
      client_encoding: 'UTF8',
      stream: () => socket,
    });
    const session = new PostgresSession(client, socket, performance.now() + deadlineMs);
    try {
      await session.#within(CONNECT_MS, () => client.connect());
    } catch (error) {
      socket.destroy();
      throw session.#broken ?? notOpened(error, options);
    }
    return session;
  }

  /** Rejects with StatementFailure when the statement fails, with RoadworthyError when the connection is lost. */
  async query(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    const statement: OneStatement = {
      text,
      values: [...values],
      rowMode: 'array',
      types: { getTypeParser: () => asText },
      queryMode: 'extended',
    };
    try {
      const result = await this.#within(STATEMENT_MS + GRACE_MS, () => this.#client.query(statement));
      return ROWS.parse(result.rows);
    } catch (error) {
      if (error instanceof pg.DatabaseError && !this.#broken) throw new StatementFailure(short(error.message));
      throw this.#broken ?? gone(error);
    }
  }

  async close(): Promise<void> {
    const destroy = setTimeout(() => this.#socket.destroy(), GRACE_MS);
    try {
      if (!this.#broken) await this.#client.end();
    } catch {
      // It is going away: how it does so is of no interest.
    } finally {
      clearTimeout(destroy);
      this.#socket.destroy();
    }
  }

  async #within<T>(ms: number, work: () => Promise<T>): Promise<T> {
    if (this.#broken) throw this.#broken;
    const left = Math.min(ms, this.#until - performance.now());
    const timer = setTimeout(
      () => this.#break('database-timeout', `The database did not answer within ${Math.round(left)} ms.`),
      left,
    );
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  #limitBytes(): void {
    let bytes = 0;
    this.#socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) this.#break('database-flood', `The database sent more than ${MAX_BYTES / 1024 / 1024} MB.`);
    });
  }

  #break(code: string, message: string): void {
    this.#broken ??= new RoadworthyError(code, message, { fault: 'submission' });
    this.#socket.destroy(this.#broken);
  }
}

function asText(text: string): string {
  return text;
}

function gone(error: unknown): RoadworthyError {
  return new RoadworthyError('database-lost', `The connection to the database was lost: ${short(toError(error).message)}`, {
    fault: 'submission',
    cause: error,
  });
}

function notOpened(error: unknown, { host, port, user, database }: ConnectOptions): RoadworthyError {
  const message = short(toError(error).message);
  const refused = error instanceof pg.DatabaseError ? LOGIN_CODES.has(error.code ?? '') : message.startsWith('SASL');
  return refused
    ? new RoadworthyError('database-login-refused', `PostgreSQL refused user "${user}" in database "${database}": ${message}`, {
        cause: error,
      })
    : new RoadworthyError('database-unreachable', `PostgreSQL at ${host}:${port} could not be opened: ${message}`, {
        cause: error,
      });
}

/** The server writes what it likes into its messages. */
function short(message: string): string {
  return message.replaceAll(/\s+/g, ' ').slice(0, MAX_MESSAGE);
}
