import { randomBytes, randomUUID } from 'node:crypto';
import { createApp } from '../src/app.js';
import { migrate } from '../src/db/migrate.js';
import { createPool } from '../src/db/pool.js';
import { createStore } from '../src/repositories/index.js';
import { createMemoryStore } from './memory-store.js';

process.env.NODE_ENV = 'test';

export const jwtSecret = randomBytes(32).toString('hex');

/** Starts the API on a free port: on PostgreSQL when TEST_DATABASE_URL names one, else on a store in memory. */
export async function startApi() {
  const url = process.env.TEST_DATABASE_URL;
  const pool = url && createPool(url);
  if (pool) await migrate(pool);
  const store = pool ? createStore(pool) : createMemoryStore();
  const app = createApp({ store, config: { jwtSecret, tokenLifetime: 3600, trustedProxies: 0 } });
  const server = await new Promise((resolve, reject) => {
    const listening = app.listen(0, '127.0.0.1', (error) => (error ? reject(error) : resolve(listening)));
  });
  const base = `http://127.0.0.1:${server.address().port}`;

  async function request(method, path, { token, body, raw, type = 'application/json' } = {}) {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(payload !== undefined && { 'content-type': type }),
      },
      body: payload,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  }

  return {
    request,
    /** A new account, logged in. */
    async newUser() {
      const account = { name: 'Ada', email: `${randomUUID()}@example.com`, password: randomUUID() };
      await request('POST', '/api/auth/register', { body: account });
      const login = await request('POST', '/api/auth/login', { body: account });
      return { ...account, token: login.body.token };
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await pool?.end();
    },
  };
}
