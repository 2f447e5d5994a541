import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import duplicateAccepted from '../../checks/data/duplicate-accepted.ts';
import type { Recipe } from '../../src/api/identity/recipe.ts';
import type { Payload } from '../../src/api/payload/payload.ts';
import { textOf } from '../../src/json.ts';
import { duplicates } from '../../src/probes/duplicates.ts';
import { apiOf, field, liveWith, type Answered } from './simulated-api.ts';

const account = (...roles: ('email' | 'password' | 'name')[]): Payload => ({
  contentType: 'application/json',
  fields: roles.map((role) => ({ path: [role], value: { role }, required: true, sources: ['convention'] })),
});
const RECIPE: Recipe = {
  register: { operation: 'POST /register', method: 'POST', path: '/register', payload: account('name', 'email', 'password') },
  login: { operation: 'POST /login', method: 'POST', path: '/login', payload: account('email', 'password') },
  token: { in: 'body', pointer: '/token' },
  use: { header: 'authorization', template: 'Bearer {token}' },
  proof: { method: 'GET', path: '/me', reason: 'test' },
};
interface User {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}
type Register = (users: User[], user: Omit<User, 'id'>) => Answered;

/** The verdict on an API that registers like this and logs in whoever is the first with the address, or any with the password. */
async function judged(register: Register, logsIn: 'first' | 'any' | 'everybody' = 'first') {
  const users: User[] = [];
  const live = await liveWith(({ path, body }) => {
    const { email, password } = { email: textOf(body['email']), password: textOf(body['password']) };
    if (path === '/register') return register(users, { email, password });
    const found = users.filter((user) => user.email === email);
    const asked = logsIn === 'any' ? found : found.slice(0, 1);
    const user = logsIn === 'everybody' ? found[0] : asked.find((one) => one.password === password);
    return user
      ? { status: 200, body: { token: `token-of-user-${user.id}-${password}` } }
      : { status: 401, body: { error: 'wrong' } };
  }, RECIPE);
  const result = await duplicates.run(live, { api: { ...apiOf([]), resources: [] } });
  return {
    outcomes: result.fields.flatMap(({ tries }) => tries.map(({ outcome }) => outcome)),
    ...duplicateAccepted.judge({ duplicates: result }),
  };
}

const add = (users: User[], user: Omit<User, 'id'>) => users.push({ id: users.length + 1, ...user });
const isTaken = (users: readonly User[], { email }: Omit<User, 'id'>) => users.some((one) => one.email === email);
const created = (body: Answered['body'] = { message: 'registered' }): Answered => ({ status: 201, body });

test.each([409, 400, 422])('a second account is refused with %i', async (status) => {
  const found = await judged((users, user) => {
    if (isTaken(users, user)) return { status, body: { error: 'taken' } };
    add(users, user);
    return created();
  });
  expect(found).toMatchObject({ verdict: 'pass', outcomes: ['refused', 'refused'] });
});

test('an API that tells nobody whether an address is known, and creates nothing, is innocent', async () => {
  const found = await judged((users, user) => {
    if (!isTaken(users, user)) add(users, user);
    return created({ message: 'Look into your mail' });
  });
  expect(found).toMatchObject({ verdict: 'pass', outcomes: ['nothing new', 'nothing new'] });
});

test('a made-up id that hides the refusal accuses nobody', async () => {
  let made = 0;
  const found = await judged((users, user) => {
    if (!isTaken(users, user)) add(users, user);
    return created({ id: `f47ac10b-58cc-4372-a567-0e02b2c3d4${(made += 1).toString().padStart(2, '0')}` });
  });
  expect(found.verdict).toBe('inconclusive');
});

test('a server error instead of a refusal is judged elsewhere', async () => {
  const found = await judged((users, user) => {
    if (isTaken(users, user)) return { status: 500, body: { error: 'duplicate key' } };
    add(users, user);
    return created();
  });
  expect(found).toMatchObject({ verdict: 'pass', outcomes: ['server error', 'server error'] });
});

test('two accounts, of which the login finds the first, are told apart by their ids', async () => {
  const found = await judged((users, user) => {
    add(users, user);
    return created({ id: users.length, email: user.email });
  });
  expect(found).toMatchObject({ verdict: 'fail', outcomes: ['second', 'second'] });
});

test('two accounts that both open', async () => {
  const found = await judged((users, user) => {
    add(users, user);
    return created();
  }, 'any');
  expect(found).toMatchObject({ verdict: 'fail', outcomes: ['second', 'second'] });
});

test('a second registration that takes the account over', async () => {
  const found = await judged((users, user) => {
    const at = users.findIndex(({ email }) => email === user.email);
    if (at < 0) add(users, user);
    else users[at] = { id: at + 1, ...user };
    return created();
  });
  expect(found).toMatchObject({ verdict: 'fail', outcomes: ['replaced', 'replaced'] });
});

test('a login that takes any password tells nobody apart', async () => {
  const found = await judged((users, user) => {
    if (!isTaken(users, user)) add(users, user);
    return created();
  }, 'everybody');
  expect(found.verdict).toBe('inconclusive');
});

test('nothing is known to be unique', async () => {
  const live = await liveWith(() => ({ status: 200, body: [] }));
  const result = await duplicates.run(live, { api: apiOf([field('title')]) });
  expect(duplicateAccepted.judge({ duplicates: result }).verdict).toBe('not-applicable');
});

test('records whose field an answer called unique', async () => {
  const rows: { id: number; code: string }[] = [];
  const live = await liveWith(({ method, body }) => {
    if (method === 'GET') return { status: 200, body: rows };
    rows.push({ id: rows.length + 1, code: textOf(body['code']) });
    return { status: 201, body: rows.at(-1) ?? null };
  });
  const result = await duplicates.run(live, { api: apiOf([field('code', { unique: true })]) });
  expect(duplicateAccepted.judge({ duplicates: result })).toMatchObject({
    verdict: 'fail',
    found: 'POST /notes took the same code twice.',
  });
});

test('whoever asks before inserting lets several of ten at once through', async () => {
  const users = new Set<string>();
  let made = 0;
  const live = await liveWith(async ({ path, body }) => {
    const email = textOf(body['email']);
    if (path !== '/register') return { status: 401, body: { error: 'wrong' } };
    if (users.has(email)) return { status: 409, body: { error: 'taken' } };
    await delay(50);
    users.add(email);
    return created({ id: (made += 1) });
  }, RECIPE);
  const result = await duplicates.run(live, { api: { ...apiOf([]), resources: [] } });
  expect(duplicateAccepted.judge({ duplicates: result })).toMatchObject({ verdict: 'partial', share: 0.5 });
});
