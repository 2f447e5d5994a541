import { RoadworthyError } from '../errors.ts';
import type { DatabaseCredentials } from './credentials.ts';
import type { ConnectOptions, DatabaseAddress, DatabaseReader } from './database.ts';
import { connectPostgres } from './postgres/connect-postgres.ts';

/** Opens the database with the first credentials that it takes. */
export function connectDatabase(
  candidates: readonly DatabaseCredentials[],
  options: DatabaseAddress & { readonly deadlineMs: number },
): Promise<DatabaseReader> {
  return withFirstLogin(candidates, (login) => connectPostgres({ ...options, ...login }));
}

/** What the first credentials that are taken open. */
export async function withFirstLogin<T>(
  candidates: readonly DatabaseCredentials[],
  open: (login: Pick<ConnectOptions, 'user' | 'password' | 'database'>) => Promise<T>,
): Promise<T> {
  const refusals: string[] = [];
  for (const { user, password, database } of candidates) {
    try {
      return await open({ user, password, database });
    } catch (error) {
      if (!(error instanceof RoadworthyError) || error.code !== 'database-login-refused') throw error;
      refusals.push(error.message);
    }
  }
  throw new RoadworthyError('database-login-refused', 'No credentials that were found open the database.', { detail: refusals });
}
