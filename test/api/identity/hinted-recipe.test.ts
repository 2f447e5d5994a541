import { expect, test } from 'vitest';
import { hintedRecipe } from '../../../src/api/identity/hinted-recipe.ts';
import type { HintedRequest, HintedUser } from '../../../src/submission/hints.ts';

const request = (endpoint: string, body: object | string, placeholders: string[] = []): HintedRequest => ({
  endpoint,
  method: 'POST',
  contentType: typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  placeholders,
  credentials: null,
});
const user = (given: Partial<HintedUser>): HintedUser => ({ name: 'A', register: null, login: null, token: null, ...given });

test('a user who registers: what has a placeholder is new each time, the rest stays', () => {
  const recipe = hintedRecipe([
    user({
      register: request('/join', { person: { mail: '{$u}@x.test', pin: 7 }, password: 'given', club: 'chess', nick: '{$u}' }, [
        '{$u}',
      ]),
      token: { in: 'body', selector: '/t', header: 'x-t', template: '{token}' },
    }),
  ]);
  expect(recipe).toMatchObject({
    register: {
      operation: 'POST /join',
      payload: {
        fields: [
          { path: ['password'], value: { role: 'password' } },
          { path: ['club'], value: { fixed: 'chess' } },
          { path: ['nick'], value: { role: 'username' } },
          { path: ['person', 'mail'], value: { role: 'email' } },
          { path: ['person', 'pin'], value: { fixed: 7 } },
        ],
      },
    },
    token: { place: { in: 'body', pointer: '/t' }, use: { header: 'x-t', template: '{token}' } },
  });
});

test('users who are there from the start', () => {
  const login = (username: string) =>
    user({ login: request('/login', `username=${username}&password=pw-${username}&remember=1`) });
  expect(hintedRecipe([login('ada'), login('bob')])).toMatchObject({
    login: {
      payload: {
        contentType: 'application/x-www-form-urlencoded',
        fields: [{ value: { role: 'username' } }, { value: { role: 'password' } }, { value: { fixed: '1' } }],
      },
    },
    existing: { A: { username: 'ada', password: 'pw-ada' }, B: { username: 'bob', password: 'pw-bob' } },
  });
});

test('credentials that stand apart need no telling names', () => {
  const login = (who: string) => ({
    ...request('/enter', { who, key: `pw-${who}` }),
    credentials: { username: who, password: `pw-${who}` },
  });
  expect(hintedRecipe([user({ login: login('ada') }), user({ login: login('bob') })])).toMatchObject({
    login: { payload: { fields: [{ value: { role: 'username' } }, { value: { role: 'password' } }] } },
    existing: { A: { username: 'ada' }, B: { username: 'bob' } },
  });
});

test.each([
  ['nobody', [], 'names no user'],
  ['one user', [user({ login: request('/login', { email: 'a', password: 'b' }) })], 'two users are needed'],
  ['no password', [user({ login: request('/l', { email: 'a' }) }), user({ login: request('/l', { email: 'b' }) })], 'two users'],
])('%s is not enough', (_, users, reason) => {
  expect(hintedRecipe(users)).toEqual({ failed: expect.stringContaining(reason) });
});
