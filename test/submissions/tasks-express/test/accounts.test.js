import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import jwt from 'jsonwebtoken';
import { jwtSecret, startApi } from './helpers.js';

describe('accounts', () => {
  let api;
  before(async () => {
    api = await startApi();
  });
  after(() => api.stop());

  const account = () => ({ name: 'Ada', email: `${randomUUID()}@example.com`, password: randomUUID() });

  test('registers, logs in and shows the profile without the password', async () => {
    const ada = account();
    const registered = await api.request('POST', '/api/auth/register', { body: ada });
    assert.equal(registered.status, 201);
    assert.equal(registered.headers.get('location'), '/api/users/me');
    assert.deepEqual(Object.keys(registered.body).sort(), ['created_at', 'email', 'id', 'name']);

    const login = await api.request('POST', '/api/auth/login', { body: { ...ada, email: ada.email.toUpperCase() } });
    assert.equal(login.status, 200);
    const me = await api.request('GET', '/api/users/me', { token: login.body.token });
    assert.deepEqual(me.body, registered.body);
    assert.ok(jwt.decode(login.body.token).exp > Date.now() / 1000);
  });

  test('a new account has an Inbox', async () => {
    const { token } = await api.newUser();
    const { body } = await api.request('GET', '/api/projects', { token });
    assert.deepEqual(body.data.map((project) => project.name), ['Inbox']);
  });

  test('refuses an address that is taken, whatever its case', async () => {
    const ada = account();
    await api.request('POST', '/api/auth/register', { body: ada });
    const again = await api.request('POST', '/api/auth/register', { body: { ...ada, email: ada.email.toUpperCase() } });
    assert.equal(again.status, 409);
  });

  test('of many registrations of one address at the same time, one succeeds', async () => {
    const ada = account();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.request('POST', '/api/auth/register', { body: ada })),
    );
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 409, 409, 409, 409]);
  });

  test('names every field that is not valid', async () => {
    const { status, body } = await api.request('POST', '/api/auth/register', { body: { email: 'x', password: 'short' } });
    assert.equal(status, 400);
    assert.deepEqual(body.error.details.map((detail) => detail.field), ['name', 'email', 'password']);
  });

  test('answers alike for a wrong password and an unknown account', async () => {
    const ada = await api.newUser();
    const wrong = await api.request('POST', '/api/auth/login', { body: { email: ada.email, password: 'not this' } });
    const unknown = await api.request('POST', '/api/auth/login', { body: account() });
    assert.equal(wrong.status, 401);
    assert.equal(unknown.status, 401);
    assert.equal(wrong.body.error.message, unknown.body.error.message);
  });

  test('stops guessing after ten wrong passwords, for that account only', async () => {
    const [ada, bob] = [await api.newUser(), await api.newUser()];
    const guess = () => api.request('POST', '/api/auth/login', { body: { email: ada.email, password: 'a guess' } });
    for (let i = 0; i < 10; i += 1) assert.equal((await guess()).status, 401);
    const limited = await guess();
    assert.equal(limited.status, 429);
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    assert.equal((await api.request('POST', '/api/auth/login', { body: bob })).status, 200);
  });

  test('refuses missing, forged and expired tokens', async () => {
    const forged = jwt.sign({}, 'another secret', { subject: randomUUID(), issuer: 'tasks-api', expiresIn: 60 });
    const unsigned = jwt.sign({}, null, { algorithm: 'none', subject: randomUUID(), issuer: 'tasks-api' });
    const expired = jwt.sign({}, jwtSecret, { subject: randomUUID(), issuer: 'tasks-api', expiresIn: -1 });
    for (const token of [undefined, 'garbage', forged, unsigned, expired]) {
      const { status, headers } = await api.request('GET', '/api/users/me', { token });
      assert.equal(status, 401);
      assert.equal(headers.get('www-authenticate'), 'Bearer');
    }
  });
});
