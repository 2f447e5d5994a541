import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Api, Resource } from '../../src/api/api.ts';
import { Client } from '../../src/api/client.ts';
import type { Recipe } from '../../src/api/identity/recipe.ts';
import { Sessions } from '../../src/api/identity/session.ts';
import type { Parameter } from '../../src/api/operation.ts';
import type { PayloadField } from '../../src/api/payload/payload.ts';
import { Recorder } from '../../src/api/recorder.ts';
import { Values } from '../../src/api/values.ts';
import { isJsonObject, readJson, type Json, type JsonObject } from '../../src/json.ts';
import type { Live } from '../../src/probes/probe.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

export interface Answered {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API of a few lines on a port of its own, for as long as the test runs, and the people who ask it. */
export async function liveWith(answer: (asked: Asked) => Answered | Promise<Answered>, recipe?: Recipe): Promise<Live> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const body = readJson(text);
      const asked = {
        method: request.method ?? 'GET',
        path: pathname,
        query: searchParams,
        body: isJsonObject(body) ? body : {},
      };
      void Promise.resolve(answer(asked)).then(({ status, headers, body: answered }) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answered)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new Client({ stack: 'clean', port, recorder: new Recorder(), signal: new AbortController().signal });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  const sessions = new Sessions(client, recipe);
  const nobody = () => {
    throw new Error('nobody registered');
  };
  return {
    client,
    values: new Values('test'),
    recipe,
    hasUsers: false,
    send: (identity, spec) => sessions.send(identity, spec),
    sendWith: (identity, credential, spec) => sessions.sendWith(identity, credential, spec),
    credential: nobody,
    csrf: () => null,
    account: nobody,
    alive: () => Promise.resolve({ running: true, restarts: 0, lastLines: [] }),
  };
}

export const field = (name: string, more: Partial<PayloadField> = {}): PayloadField => ({
  path: [name],
  value: { by: 'name', schema: {} },
  required: true,
  sources: ['answer 1: sentence'],
  ...more,
});

/** The API that has `/notes` with these fields, listed with these documented query parameters. */
export function apiOf(fields: readonly PayloadField[], parameters: readonly Parameter[] = []): Api {
  const notes: Resource = {
    name: 'notes',
    collection: '/notes',
    item: '/notes/{id}',
    createPath: '/notes',
    listPath: '/notes',
    read: true,
    update: [],
    remove: false,
    parents: [],
    payload: { contentType: 'application/json', fields },
    stuck: null,
  };
  return {
    operations: [
      {
        id: 'GET /notes',
        method: 'GET',
        path: '/notes',
        parameters,
        statuses: [],
        sources: [],
        confirmation: { state: 'confirmed', exchange: 'x1', reason: 'test' },
      },
    ],
    resources: [notes],
    documents: [],
    differences: [],
    coverage: { known: 1, confirmed: 1, reached: 1, never: [] },
  };
}
