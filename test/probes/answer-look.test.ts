import { expect, test } from 'vitest';
import type { Reply } from '../../src/api/client.ts';
import { Redaction } from '../../src/api/redaction.ts';
import { readJson } from '../../src/json.ts';
import { lookAt, type AnswerLook } from '../../src/probes/answer-look.ts';

function look(status: number, text: string): AnswerLook {
  const request = { method: 'GET', path: '/tasks', headers: {}, body: null, taken: [] };
  const response = { status, headers: {}, body: text };
  const exchange = { id: 'x1', stack: 'clean', identity: 'A', request, response, durationMs: 1 } as const;
  const reply: Reply = { exchange, status, headers: {}, setCookies: [], text, json: readJson(text), ok: false };
  return lookAt({ client: { redaction: new Redaction() } }, reply);
}

test.each<[string, string[]]>([
  ['{"error":"no"}', ['error: text']],
  ['{"error":{"code":1}}', ['error: object']],
  ['{"success":false,"message":"no","errors":[{"path":"x"}]}', ['errors: list', 'message: text']],
  ['{"message":["a must be","b must be"]}', ['message: text']],
  ['{"nope":1,"also":2}', ['keys also, nope']],
  ['"no"', ['bare JSON']],
  ['Invalid email or password', ['plain text']],
  ['<h1>No</h1>', ['HTML page']],
  ['', []],
])('%s says it in %j', (text, places) => expect(look(400, text).places).toEqual(places));

test.each<[string, number, string]>([
  [
    'Express',
    404,
    '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><pre>Cannot GET /x</pre></body></html>',
  ],
  ['Flask', 404, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>'],
  ['Koa', 404, 'Not Found'],
  ['Go', 404, '404 page not found'],
  ['Fastify', 400, '{"statusCode":400,"code":"FST_ERR_VALIDATION","error":"Bad Request","message":"body must be object"}'],
  ['Nest', 404, '{"statusCode":404,"message":"Cannot GET /x","error":"Not Found"}'],
  ['FastAPI, unknown path', 404, '{"detail":"Not Found"}'],
  ['FastAPI, validation', 422, '{"detail":[{"loc":["body","title"],"msg":"Field required","type":"missing"}]}'],
  ['Spring', 400, '{"timestamp":"2026-01-01T00:00:00Z","status":400,"error":"Bad Request","path":"/x"}'],
  ['nothing', 404, ''],
])('%s answers so by itself', (_name, status, text) => expect(look(status, text).isDefault).toBe(true));

test.each<[string, string]>([
  ['a text of the author’s', 'Invalid email or password'],
  ['a page of the author’s', '<h1>There is no such task</h1>'],
  ['a detail of the author’s', '{"detail":"Todo not found"}'],
  ['an envelope', '{"error":"no"}'],
])('%s is no default', (_name, text) => expect(look(404, text).isDefault).toBe(false));
