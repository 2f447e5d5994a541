import { describe, expect, test } from 'vitest';
import { parseParameters, parseServerLog } from '../../../src/database/postgres/server-log.ts';

const line = (message: string, detail = '', application = 'app') =>
  `2026-03-01 10:00:00.123 UTC,"tasks","tasks",61,"172.18.0.4:52104",67c2d6a0.3d,4,"SELECT",2026-03-01 09:59:00 UTC,4/7,0,LOG,00000,"${message}",${detail === '' ? '' : `"${detail}"`},,,,,,,,"${application}","client backend",,0\n`;

describe('the server log', () => {
  test('tells statements of both protocols with their parameters', () => {
    const text =
      line('execute <unnamed>: SELECT * FROM ""users"" WHERE email = $1', "Parameters: $1 = 'it''s, $2 = ''x'''") +
      line('execute find_one: SELECT 1 FROM tasks\nWHERE id = $1', 'parameters: $1 = NULL') +
      line('statement: BEGIN');
    expect(parseServerLog(text)).toEqual([
      {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 123),
        database: 'tasks',
        application: 'app',
        sql: 'SELECT * FROM "users" WHERE email = $1',
        parameters: ["it's, $2 = 'x'"],
      },
      {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 123),
        database: 'tasks',
        application: 'app',
        sql: 'SELECT 1 FROM tasks\nWHERE id = $1',
        parameters: [null],
      },
      { atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 123), database: 'tasks', application: 'app', sql: 'BEGIN', parameters: [] },
    ]);
  });

  test('passes over what is no statement, goes on with one, or is half written', () => {
    const text =
      line('connection received') +
      line('execute fetch from c1: SELECT 1') +
      line('statement: SELECT 2') +
      line('statement: SELECT 3').slice(0, -20);
    expect(parseServerLog(text).map(({ sql }) => sql)).toEqual(['SELECT 2']);
  });

  test('does not take time that grows with the square of a hostile log', () => {
    const from = performance.now();
    parseServerLog(`"${'a""'.repeat(400_000)}`);
    parseServerLog(line(`statement: ${'("'.repeat(300_000)}`));
    expect(performance.now() - from).toBeLessThan(3_000);
  });

  test('passes over statements that upload something, however long, and goes on', () => {
    const text =
      line(`statement: INSERT INTO files VALUES ('${'x'.repeat(8_000_000)}')`) +
      line('execute <unnamed>: INSERT INTO files VALUES ($1)', `Parameters: $1 = '${'x'.repeat(8_000_000)}'`) +
      line('statement: SELECT 1');
    expect(parseServerLog(text).map(({ sql }) => sql)).toEqual(['SELECT 1']);
  });

  test.each([
    ['', []],
    ["Parameters: $1 = 'a', $2 = NULL, $3 = '{1,2}'", ['a', null, '{1,2}']],
    ['prepare: PREPARE x AS SELECT 1', []],
  ])('parameters of %j', (detail, parameters) => expect(parseParameters(detail)).toEqual(parameters));
});
