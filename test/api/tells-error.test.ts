import { expect, test } from 'vitest';
import { flagsError, tellsError } from '../../src/api/tells-error.ts';
import type { Json } from '../../src/json.ts';

test.each<[string, Json]>([
  ['success: false', { success: false, data: null }],
  ['JSend', { status: 'error', message: 'no' }],
  ['error with a text', { error: 'title is required' }],
  ['error with an object', { error: { code: 'X' } }],
  ['a list of errors', { errors: [{ path: 'title' }] }],
  ['a status as a number', { statusCode: 404, message: 'gone' }],
])('flags an error: %s', (_name, json) => expect(flagsError(json)).toBe(true));

test.each<[string, Json]>([
  ['an error that is null', { error: null, data: { name: 'x' } }],
  ['no errors', { errors: [], data: [] }],
  ['a record with a field called error', { id: 3, error: 'disk full' }],
  ['a list of log entries', [{ error: 'disk full' }]],
  ['a record whose status is a word', { title: 'x', status: 'failed' }],
  ['a record with a code', { _id: 'a', code: 404 }],
])('flags none: %s', (_name, json) => expect(tellsError(json)).toBe(false));

test('words alone tell an error where nothing else is carried', () => {
  expect(tellsError({ message: 'Invalid credentials' })).toBe(true);
  expect(tellsError({ msg: ['email must be an email'] })).toBe(true);
  expect(tellsError('User not found')).toBe(true);
  expect(tellsError({ message: 'Task deleted' })).toBe(false);
  expect(tellsError({ message: 'Verification is required', user: { name: 'Ada' } })).toBe(false);
  expect(flagsError({ message: 'Invalid credentials' })).toBe(false);
});
