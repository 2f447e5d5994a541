import { RoadworthyError } from '../../../errors.ts';
import { oneLine } from '../../../text.ts';

/** Runs a command in the container of the database and answers how it ended. */
export type RunInDatabase = (
  command: readonly string[],
  options: { readonly environment: Readonly<Record<string, string>>; readonly ms: number },
) => Promise<{ readonly exitCode: number | null; readonly output: string }>;

const CLONE_MS = 20_000;

/**
 * Copies tables, types and functions, with `withRows` also what is stored, from one database of the server to another that is
 * empty. Indexes and keys are not copied. The image's own programs do it, whose version is the server's.
 */
export async function cloneTables(
  run: RunInDatabase,
  { user, password, from, to, withRows }: { user: string; password: string; from: string; to: string; withRows: boolean },
): Promise<void> {
  const script = `pg_dump --section=pre-data ${withRows ? '--section=data' : ''} --no-owner --no-privileges --no-comments "$RW_FROM" | psql --no-psqlrc --quiet --output=/dev/null "$RW_TO"`;
  const { exitCode, output } = await run(['timeout', String(CLONE_MS / 1000), 'sh', '-c', script], {
    environment: {
      PGHOST: '127.0.0.1',
      PGPORT: '5432',
      PGUSER: user,
      PGPASSWORD: password,
      PGCONNECT_TIMEOUT: '5',
      PGOPTIONS: '-c synchronous_commit=off -c statement_timeout=8000 -c lock_timeout=3000',
      PGAPPNAME: 'roadworthy',
      RW_FROM: from,
      RW_TO: to,
    },
    ms: CLONE_MS + 2_000,
  });
  if (exitCode !== 0)
    throw new RoadworthyError(
      'clone-failed',
      `The tables could not be copied for measuring: ${oneLine(output) || `exit code ${exitCode}`}.`,
    );
}
