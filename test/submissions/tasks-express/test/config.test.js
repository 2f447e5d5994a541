import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../src/config.js';

const url = 'postgres://localhost/tasks';

test('does not start without a long signing secret', () => {
  assert.throws(() => loadConfig({ DATABASE_URL: url }), /JWT_SECRET/);
  assert.throws(() => loadConfig({ DATABASE_URL: url, JWT_SECRET: 'short' }), /at least 32/);
});

test('has defaults for the rest', () => {
  const config = loadConfig({ DATABASE_URL: url, JWT_SECRET: 'x'.repeat(32) });
  assert.equal(config.port, 3000);
  assert.equal(config.tokenLifetime, 3600);
});
