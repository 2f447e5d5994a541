import { expect, test } from 'vitest';
import { isNamedForPassword, mayHoldPassword } from '../../../src/database/passwords/column-names.ts';

const NAMED = [
  ...[
    'password',
    'Password',
    'passwordHash',
    'password_hash',
    'PasswordHash',
    'hashed_password',
    'encrypted_password',
    'passwd',
    'pwd',
  ],
  ...[
    'pass',
    'user_pass',
    'pw_hash',
    'passphrase',
    'userpassword',
    'senha',
    'crypted_password',
    'password_digest',
    'mot_de_passe',
  ],
];
const SEARCHED = ['hash', 'digest', 'credential', 'secret', 'hashed', 'credential_data'];
const NEITHER = [
  ...[
    'email',
    'id',
    'passport_number',
    'passenger',
    'compass',
    'bypass',
    'passed',
    'passwordResetToken',
    'password_reset_expires',
  ],
  ...[
    'password_changed_at',
    'passwordUpdatedAt',
    'must_change_password',
    'password_salt',
    'password_algorithm',
    'password_attempts',
  ],
  ...['reset_password_token', 'name', 'avatar', 'created_at', 'refresh_token_hash', 'password_hint', 'password_id'],
];

test.each(NAMED)('%s is named for the password', (column) => {
  expect(isNamedForPassword(column)).toBe(true);
  expect(mayHoldPassword('users', column)).toBe(true);
});

test.each(SEARCHED)('%s may hold one', (column) => {
  expect(isNamedForPassword(column)).toBe(false);
  expect(mayHoldPassword('users', column)).toBe(true);
});

test.each(NEITHER)('%s does not', (column) => {
  expect(isNamedForPassword(column)).toBe(false);
  expect(mayHoldPassword('users', column)).toBe(false);
});

test('a plain name may hold one in a table of credentials', () => {
  expect(mayHoldPassword('user_passwords', 'value')).toBe(true);
  expect(mayHoldPassword('settings', 'value')).toBe(false);
});
