import { expect, test } from 'vitest';
import { Client } from '../../../src/api/client.ts';
import { learnRecipe } from '../../../src/api/identity/learn-recipe.ts';
import { Sessions } from '../../../src/api/identity/session.ts';
import type { Method, Operation } from '../../../src/api/operation.ts';
import { Recorder } from '../../../src/api/recorder.ts';
import { Values } from '../../../src/api/values.ts';
import { startSessionApp, type SessionAppOptions } from './session-app.ts';

const operation = (method: Method, path: string): Operation => ({
  id: `${method} ${path}`,
  method,
  path,
  parameters: [],
  statuses: [],
  sources: [{ kind: 'route-table' }],
  confirmation: { state: 'unknown', reason: '' },
});
const OPERATIONS = [
  operation('POST', '/auth/register'),
  operation('POST', '/auth/login'),
  operation('GET', '/auth/me'),
  operation('GET', '/notes'),
  operation('POST', '/notes'),
];

/** Learns on one app, then enters another of the same kind, as on every further stack. */
async function people(options: SessionAppOptions) {
  const operations = options.csrf === 'endpoint' ? [...OPERATIONS, operation('GET', '/csrf-token')] : OPERATIONS;
  const recorder = new Recorder();
  const clientOf = (stack: string, port: number) => new Client({ stack, port, recorder, signal: new AbortController().signal });
  const [discovery, clean] = [await startSessionApp(options), await startSessionApp(options)];
  const learning = clientOf('discovery', discovery.port);
  const values = new Values('seed');
  const learnt = await learnRecipe(learning, operations, values);
  await learning.close();
  await discovery[Symbol.asyncDispose]();
  const client = clientOf('clean', clean.port);
  const recipe = 'recipe' in learnt ? learnt.recipe : undefined;
  const sessions = new Sessions(client, recipe);
  if (recipe) for (const identity of ['A', 'B'] as const) await sessions.enter(identity, values);
  return {
    learnt,
    recipe,
    sessions,
    recorder,
    async [Symbol.asyncDispose]() {
      await client.close();
      await clean[Symbol.asyncDispose]();
    },
  };
}

test.each<[string, SessionAppOptions, RegExp]>([
  ['a signed session cookie', {}, /spoilt credential$/],
  ['a new id with every answer', { rotates: true }, /spoilt credential$/],
  ['a cookie to be submitted twice', { csrf: 'double-submit' }, /spoilt credential$/],
  ['a token from an operation of its own', { csrf: 'endpoint' }, /spoilt credential$/],
  ['a signature that nobody looks at', { trustsSignature: true }, /anonymous and garbage$/],
  ['a guard that takes any cookie', { trustsEverything: true }, /anonymous$/],
])('people log in with %s', async (_name, options, refused) => {
  await using app = await people(options);
  const { sessions, recipe, recorder, learnt } = app;
  expect(recipe?.token.in, JSON.stringify(learnt)).toBe('cookie');
  expect(recipe?.proof.reason).toMatch(refused);
  const wrote = await sessions.send('A', { method: 'POST', path: '/notes', json: { text: 'mine' } });
  expect(wrote.status).toBe(201);
  for (let times = 0; times < 3; times += 1) {
    expect((await sessions.send('A', { method: 'GET', path: '/notes' })).text).toContain('mine');
    expect((await sessions.send('B', { method: 'GET', path: '/auth/me' })).ok).toBe(true);
  }
  if (!options.trustsEverything) expect((await sessions.send('B', { method: 'GET', path: '/notes' })).text).toBe('[]');
  expect((await sessions.send('anonymous', { method: 'GET', path: '/notes' })).status).toBe(401);
  const log = JSON.stringify(recorder.exchanges.filter(({ stack, identity }) => stack === 'clean' && identity !== 'anonymous'));
  expect(log).toContain('"cookie":"{{A.cookie');
  expect(log).not.toMatch(/s%3A[\w-]{10}/);
});
