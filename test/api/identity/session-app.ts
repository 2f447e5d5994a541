import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** How an app with sessions is written. */
export interface SessionAppOptions {
  /** A new id for the session with every answer, the old one is forgotten. */
  readonly rotates?: boolean;
  /** What a change needs besides the session: a cookie submitted twice, or a token from `GET /csrf-token`. */
  readonly csrf?: 'double-submit' | 'endpoint';
  /** The signature of the cookie is cut off and never looked at. */
  readonly trustsSignature?: boolean;
  /** Any cookie will do. */
  readonly trustsEverything?: boolean;
}

interface Session {
  readonly csrf: string;
  user?: string;
}

const account = z.object({ email: z.string().includes('@'), password: z.string().min(8) });
const KEY = randomBytes(32);

/** A notes API whose login is a signed session cookie, as `express-session` writes it: `s%3A<id>.<signature>`. */
export async function startSessionApp(options: SessionAppOptions = {}): Promise<AsyncDisposable & { readonly port: number }> {
  const app = new SessionApp(options);
  const server = createServer((request, response) => void app.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class SessionApp {
  readonly #options: SessionAppOptions;
  readonly #users = new Map<string, { password: string }>();
  readonly #sessions = new Map<string, Session>();
  readonly #notes: { id: number; owner: string; text: string }[] = [];

  constructor(options: SessionAppOptions) {
    this.#options = options;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cookies: string[] = [];
    const { status, body } = await this.#route(request, cookies);
    response.writeHead(status, { 'content-type': 'application/json', ...(cookies.length > 0 && { 'set-cookie': cookies }) });
    response.end(JSON.stringify(body));
  }

  async #route(request: IncomingMessage, cookies: string[]): Promise<{ status: number; body: unknown }> {
    const { method = 'GET', url: path = '/' } = request;
    const sent = cookiesOf(request);
    const id = this.#readId(sent.get('connect.sid'));
    const session = this.#sessions.get(id ?? '');
    const json = await readJson(request);
    if (method === 'GET' && path === '/csrf-token') {
      const given = session ?? this.#start(cookies, undefined);
      return { status: 200, body: { csrfToken: given.csrf } };
    }
    const isLogin = path === '/auth/login' || path === '/auth/register';
    if (method !== 'GET' && this.#isForged(request, sent, session, isLogin))
      return { status: 403, body: { error: 'invalid csrf token' } };
    if (method === 'POST' && isLogin) {
      const given = account.safeParse(json);
      if (!given.success) return { status: 400, body: { error: 'email and password (8 characters) are required' } };
      const { email, password } = given.data;
      if (path === '/auth/register') {
        if (this.#users.has(email)) return { status: 409, body: { error: 'email already exists' } };
        this.#users.set(email, { password });
        return { status: 201, body: { email } };
      }
      if (this.#users.get(email)?.password !== password) return { status: 401, body: { error: 'wrong credentials' } };
      if (id !== undefined) this.#sessions.delete(id);
      this.#start(cookies, email);
      cookies.push('flash=; Path=/; Max-Age=0', 'refresh=r-0123456789abcdef; Path=/auth/refresh; HttpOnly');
      return { status: 200, body: { message: 'welcome' } };
    }
    const user = this.#options.trustsEverything && sent.size > 0 ? 'anybody' : session?.user;
    if (user === undefined) return { status: 401, body: { error: 'please log in' } };
    if (this.#options.rotates && id !== undefined) {
      this.#sessions.delete(id);
      this.#start(cookies, user);
    }
    if (path === '/auth/me') return { status: 200, body: { email: user } };
    if (path === '/notes' && method === 'GET') return { status: 200, body: this.#notes.filter((note) => note.owner === user) };
    if (path === '/notes' && method === 'POST') {
      const text = z.object({ text: z.string().min(1) }).safeParse(json);
      if (!text.success) return { status: 400, body: { error: 'text is required' } };
      const note = { id: this.#notes.length + 1, owner: user, text: text.data.text };
      this.#notes.push(note);
      return { status: 201, body: note };
    }
    return { status: 404, body: { error: 'not found' } };
  }

  #start(cookies: string[], user: string | undefined): Session {
    const id = randomBytes(18).toString('base64url');
    const session: Session = { csrf: randomBytes(12).toString('hex'), ...(user !== undefined && { user }) };
    this.#sessions.set(id, session);
    cookies.push(`connect.sid=${encodeURIComponent(`s:${id}.${sign(id)}`)}; Path=/; HttpOnly; Max-Age=3600`);
    if (this.#options.csrf === 'double-submit') cookies.push(`XSRF-TOKEN=${session.csrf}%3D; Path=/`);
    return session;
  }

  #readId(cookie: string | undefined): string | undefined {
    if (cookie === undefined || !/^(?:[^%]|%[0-7][\dA-F])*$/i.test(cookie)) return undefined;
    const match = /^s:([\w-]+)\.(.+)$/.exec(decodeURIComponent(cookie));
    const [, id = '', signature] = match ?? [];
    return match && (this.#options.trustsSignature || signature === sign(id)) ? id : undefined;
  }

  #isForged(
    request: IncomingMessage,
    sent: ReadonlyMap<string, string>,
    session: Session | undefined,
    isLogin: boolean,
  ): boolean {
    const { csrf } = this.#options;
    if (csrf === 'endpoint') return request.headers['x-csrf-token'] !== (session?.csrf ?? '-');
    const cookie = sent.get('XSRF-TOKEN');
    return csrf === 'double-submit' && !isLogin && request.headers['x-xsrf-token'] !== decodeURIComponent(cookie ?? '-');
  }
}

const sign = (id: string) => createHmac('sha256', KEY).update(id).digest('base64').replace(/=+$/, '');

function cookiesOf(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split('; ').filter((pair) => pair.includes('='));
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
