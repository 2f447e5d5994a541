import { describe, expect, test } from 'vitest';
import { attribute } from '../../src/database/attribute.ts';

const CLOCK = { aheadMs: 1_000, uncertainMs: 1 };
const at = (ms: number, sql: string) => ({ atMs: ms + CLOCK.aheadMs, sql, parameters: [] });
const request = (operation: string, fromMs: number) => ({ operation, fromMs, toMs: fromMs + 10 });
const LIST = 'select * from tasks where user_id = 1';
const requests = [request('GET /tasks', 0), request('GET /tasks', 100), request('POST /tasks', 200), request('POST /tasks', 205)];

const operations = (statements: Parameters<typeof attribute>[0], clock = CLOCK) =>
  attribute(statements, requests, clock).attributed.map(({ operation, executions }) => [operation, executions.length]);

describe('a statement belongs to the operation', () => {
  test('whose requests it was sent in', () => expect(operations([at(5, LIST), at(105, LIST)])).toEqual([['GET /tasks', 2]]));
  test('also where several requests of it overlap', () =>
    expect(operations([at(206, LIST), at(207, LIST)])).toEqual([['POST /tasks', 2]]));
  test('but not when it was seen once', () => expect(operations([at(5, LIST)])).toEqual([]));
  test('nor between requests', () => expect(operations([at(50, LIST), at(60, LIST)])).toEqual([]));
  test('nor by clocks that are not known', () =>
    expect(operations([at(5, LIST), at(105, LIST)], { aheadMs: 1_000, uncertainMs: 400 })).toEqual([]));
  test('and a job of the application itself belongs to nobody', () => {
    const often = Array.from({ length: 40 }, (_, index) => request('GET /tasks', index * 20));
    const job = [at(5, LIST), at(205, LIST), at(405, LIST)];
    expect(attribute(job, often, CLOCK)).toEqual({ attributed: [], unattributed: 3 });
  });
  test('not to one of two that were answered at the same time', () => {
    const both = [request('GET /tasks', 0), request('GET /users', 5), request('GET /tasks', 100)];
    expect(attribute([at(6, LIST), at(105, LIST)], both, CLOCK)).toEqual({ attributed: [], unattributed: 2 });
  });

  test('in time that does not grow with the square of a log', () => {
    const often = Array.from({ length: 100_000 }, () => at(5, LIST));
    const from = performance.now();
    expect(attribute(often, requests, CLOCK).attributed).toHaveLength(1);
    expect(performance.now() - from).toBeLessThan(8_000);
  });
});
