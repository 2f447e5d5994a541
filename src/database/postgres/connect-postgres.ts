import type { ConnectOptions, DatabaseReader } from '../database.ts';
import { PostgresReader } from './reader.ts';
import { PostgresSession } from './session.ts';

/** Rejects with RoadworthyError: `database-login-refused` for wrong credentials, `database-unreachable` for everything else. */
export async function connectPostgres(options: ConnectOptions): Promise<DatabaseReader> {
  return new PostgresReader(await PostgresSession.open(options));
}
