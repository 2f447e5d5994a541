import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/database/fingerprint.ts';

describe('fingerprint', () => {
  test.each([
    ['parameters and literals', 'SELECT * FROM users WHERE id = $1', 'select * from users where id = 42;'],
    ['quoted names', 'SELECT "u"."id" FROM "users" "u"', 'select u.id from users u'],
    ['lists of any length', 'select * from t where id in ($1, $2, $3)', 'select * from t where id IN (1)'],
    ['rows of any number', 'insert into t (a, b) values ($1, $2), ($3, $4)', "insert into t (a, b) values (1, 'x')"],
    ['comments', 'select 1 /* request 17 */ from t -- here', 'select 1 from t'],
    ['white space', 'select a\n  from t', 'select a from t'],
    ['escaped texts', "select E'it\\'s' from t", "select 'it''s' from t"],
    ['casts in lists', 'select * from t where id in ($1::uuid, $2::uuid)', 'select * from t where id in ($1)'],
  ])('%s make no difference', (_name, one, other) => expect(fingerprint(one)).toBe(fingerprint(other)));

  test.each([
    ['another column', 'select * from t where a = $1', 'select * from t where b = $1'],
    ['another condition', 'select * from t where a = $1', 'select * from t where a = $1 or 1 = 1 limit 2'],
    ['names that need quotes', 'select "createdAt" from t', 'select "CreatedAt" from t2'],
  ])('%s does', (_name, one, other) => expect(fingerprint(one)).not.toBe(fingerprint(other)));

  test('takes no long time for hostile text', () => {
    const from = performance.now();
    for (const text of [
      "'".repeat(20_001),
      '$a$'.repeat(6_667),
      '('.repeat(20_000),
      '?, '.repeat(6_000),
      '"a'.repeat(10_000),
      '1::'.repeat(6_000),
    ])
      fingerprint(text);
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  test('takes no time over what ends nothing', () => {
    const from = performance.now();
    for (let round = 0; round < 20; round += 1) fingerprint(`select 1${';'.repeat(19_000)}x`);
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});
