import { createApp } from './app.js';
import { loadConfig } from './config.js';
import { migrate } from './db/migrate.js';
import { createPool } from './db/pool.js';
import { log } from './log.js';
import { createStore } from './repositories/index.js';

const SHUTDOWN_MS = 8_000;

async function start() {
  const config = loadConfig();
  const pool = createPool(config.databaseUrl);
  await migrate(pool);

  const app = createApp({ store: createStore(pool), config });
  const server = app.listen(config.port, (error) => {
    if (error) throw error;
    log('info', 'listening', { port: config.port });
  });

  let stopping = false;
  const stop = (signal) => {
    if (stopping) return;
    stopping = true;
    log('info', 'shutting down', { signal });
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    // Requests under way are answered before the database goes.
    server.close(async () => {
      await pool.end();
      process.exit(0);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

start().catch((error) => {
  log('error', 'could not start', { error: error.message });
  process.exit(1);
});
