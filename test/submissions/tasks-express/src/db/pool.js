import pg from 'pg';
import { log } from '../log.js';

// A date is a day, not a moment: keep "2026-05-01" as it is instead of making a Date in some time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

export function createPool(databaseUrl) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  });
  // An idle connection that breaks must not take the process down; the pool makes a new one.
  pool.on('error', (error) => log('error', 'idle database connection failed', { error: error.message }));
  return pool;
}

/** Runs `work` with one client inside BEGIN and COMMIT; rolls back when it throws. */
export async function inTransaction(pool, work) {
  const client = await pool.connect();
  let broken;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
