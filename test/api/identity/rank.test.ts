import { describe, expect, test } from 'vitest';
import { isAccountOperation, rankLogins, rankRegistrations } from '../../../src/api/identity/rank.ts';
import type { Operation } from '../../../src/api/operation.ts';

const posts = (paths: readonly string[]): Operation[] =>
  paths.map((path) => ({
    id: `POST ${path}`,
    method: 'POST',
    path,
    parameters: [],
    statuses: [],
    sources: [],
    confirmation: { state: 'unknown', reason: 'not asked' },
  }));
const paths = (operations: readonly Operation[]) => operations.map(({ path }) => path);

describe('what looks like a registration', () => {
  test.each(['/register', '/registerUser', '/userSignup', '/users', '/users/create', '/user/new', '/createUser', '/create_user'])(
    '%s',
    (path) => {
      expect(paths(rankRegistrations(posts([path])))).toEqual([path]);
    },
  );
  test('the word for it comes before a collection of users', () => {
    expect(paths(rankRegistrations(posts(['/tasks', '/users', '/registerUser'])))).toEqual(['/registerUser', '/users']);
  });
  test.each(['/tasks', '/users/{id}/create', '/registerVerify', '/oauth/register'])('not %s', (path) => {
    expect(paths(rankRegistrations(posts([path])))).toEqual([]);
  });
});

describe('what looks like a login', () => {
  test.each(['/login', '/loginUser', '/userLogin', '/login/access-token', '/token', '/api/token/', '/api-token-auth/', '/get_token', '/auth/jwt/create/', '/oauth2/token', '/oauth/token'])(
    '%s',
    (path) => {
      expect(paths(rankLogins(posts([path])))).toEqual([path]);
      expect(isAccountOperation(path)).toBe(true);
    },
  ); // prettier-ignore
  test.each(['/token/refresh', '/oauth/authorize', '/oauth/token/revoke', '/createUser', '/tasks'])('not %s', (path) => {
    expect(paths(rankLogins(posts([path])))).toEqual([]);
  });
});
