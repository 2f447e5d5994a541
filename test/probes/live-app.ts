import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Client } from '../../src/api/client.ts';
import type { Recipe } from '../../src/api/identity/recipe.ts';
import { Sessions } from '../../src/api/identity/session.ts';
import { Recorder } from '../../src/api/recorder.ts';
import { Values } from '../../src/api/values.ts';
import { liveOn } from '../../src/probes/live.ts';
import type { Live } from '../../src/probes/probe.ts';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** `body` is sent as JSON, a text as HTML. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** A stack as probes see it, whose app is a function; A and B enter by the recipe. */
export async function liveApp(
  handler: (request: Request) => Answer,
  recipe?: Recipe,
): Promise<AsyncDisposable & { readonly live: Live; readonly sessions: Sessions }> {
  const server = createServer((request, response) => {
    const { status, body, headers } = handler({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
    });
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
    response.end(body === undefined ? '' : isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const client = new Client({ stack: 'clean', port, recorder: new Recorder(), signal: new AbortController().signal });
  const sessions = new Sessions(client, recipe);
  const values = new Values('seed');
  if (recipe) for (const identity of ['A', 'B', 'C'] as const) await sessions.enter(identity, values);
  const stack = { name: 'clean', state: () => Promise.resolve(undefined) };
  return {
    live: liveOn({ stack, service: 'app', client, sessions, recipe, values }),
    sessions,
    async [Symbol.asyncDispose]() {
      await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
