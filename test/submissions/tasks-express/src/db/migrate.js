import { readdir, readFile } from 'node:fs/promises';
import { log } from '../log.js';
import { inTransaction } from './pool.js';

const folder = new URL('../../migrations/', import.meta.url);
const LOCK = 727001;

/** Applies the SQL files that this database has not seen, in order of their names, all or nothing. */
export async function migrate(pool) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  await inTransaction(pool, async (client) => {
    // Two instances that start together must not migrate at the same time.
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query('SELECT name FROM schema_migrations');
    const applied = new Set(rows.map((row) => row.name));
    for (const name of files.filter((file) => !applied.has(file))) {
      await client.query(await readFile(new URL(name, folder), 'utf8'));
      await client.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
      log('info', 'migration applied', { name });
    }
  });
}
