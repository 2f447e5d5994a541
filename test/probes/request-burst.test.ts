import { expect, test } from 'vitest';
import type { Api } from '../../src/api/api.ts';
import { requestBurst } from '../../src/probes/request-burst.ts';
import { liveApp, type Answer } from './live-app.ts';

const api: Api = {
  operations: [
    {
      id: 'GET /tasks',
      method: 'GET',
      path: '/tasks',
      parameters: [],
      statuses: [],
      sources: [{ kind: 'route-table' }],
      confirmation: { state: 'confirmed', exchange: 'x1', reason: '' },
    },
  ],
  resources: [],
  documents: [],
  differences: [],
  coverage: { known: 0, confirmed: 0, reached: 0, never: [] },
};

async function burst(answer: (count: number) => Answer) {
  let count = 0;
  await using app = await liveApp(() => answer((count += 1)));
  const found = await requestBurst.run(app.live, { api });
  if ('noRead' in found) throw new Error('there is something to read');
  return { ...found, requests: count, kept: app.live.client.recorder.exchanges.length };
}

const refusing = (limit: number, headers: (left: number) => Record<string, string>) => (count: number) =>
  count > limit ? { status: 429, body: {} } : { status: 200, body: [], headers: headers(limit - count) };

test('hundreds of requests that nobody holds back leave a few exchanges', async () => {
  const found = await burst(() => ({ status: 200, body: [] }));
  expect(found).toMatchObject({
    limit: null,
    announced: null,
    sent: 300,
    answered: 300,
    last: { status: 200 },
    afterwards: { status: 200 },
  });
  expect(found.kept).toBe(4);
});

test('a limiter that says nothing is met', async () => {
  expect((await burst(refusing(100, () => ({})))).limit).toMatchObject({ status: 429, wasBefore: false });
});

test.each<[string, (left: number) => Record<string, string>]>([
  ['X-RateLimit', (left) => ({ 'x-ratelimit-limit': '500', 'x-ratelimit-remaining': `${left}` })],
  ['RateLimit', (left) => ({ 'ratelimit-limit': '500', 'ratelimit-remaining': `${left}` })],
  ['draft 7', (left) => ({ 'ratelimit-policy': '500;w=60', ratelimit: `limit=500, remaining=${left}, reset=60` })],
  ['draft 8', (left) => ({ 'ratelimit-policy': '"500-in-1min"; q=500; w=60', ratelimit: `"500-in-1min"; r=${left}; t=60` })],
])('an announced limit is reached where that is quick: %s', async (_name, headers) => {
  const found = await burst(refusing(500, headers));
  expect(found.announced).toEqual({ limit: 500, counts: true });
  expect(found.limit?.status).toBe(429);
});

test('a large announced limit is believed', async () => {
  const found = await burst(refusing(6000, (left) => ({ 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': `${left}` })));
  expect(found).toMatchObject({ requests: 2, limit: null, announced: { limit: 6000, counts: true }, last: null });
});

test('a limiter that has answered before needs no burst', async () => {
  const found = await burst(() => ({ status: 429, headers: { 'retry-after': '60' } }));
  expect(found).toMatchObject({ requests: 2, limit: { wasBefore: true, retryAfter: true } });
});
