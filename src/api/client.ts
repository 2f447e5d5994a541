import { Pool } from 'undici';
import { toError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Exchange, IdentityName, TakenId } from './exchange.ts';
import { isNamedForCsrf, readSetCookie } from './identity/cookies.ts';
import { takeCsrf, takeToken, tokenPlaces, type CredentialHolder } from './identity/token.ts';
import { parseBody } from './parse-body.ts';
import type { Received, Recorder } from './recorder.ts';
import type { Redaction } from './redaction.ts';

const REQUEST_MS = 10_000;
const IDLE_MS = 5_000;
const MAX_BODY = 2 * 2 ** 20;
const MAX_HEADERS = 64 * 1024;
const SILENCE = 3;
/** Of one answer: more are no credentials, and each makes the record of every later text slower. */
const MAX_CREDENTIALS = 12;
const MAX_CREDENTIAL = 16 * 1024;

/** What to send. `json` sets the content type; `form` is sent URL-encoded; `raw` goes as it is. */
export interface RequestSpec {
  readonly method: string;
  /** Path with query, beginning with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly form?: Readonly<Record<string, string>>;
  readonly raw?: { readonly body: string; readonly contentType: string };
  /** Parts of path or body that came out of earlier answers. */
  readonly taken?: readonly TakenId[];
  /** Whose credential the answer may hold: it is registered as a secret before the answer is written down. */
  readonly givesCredentialOf?: 'A' | 'B' | 'C';
}

/** An answer as it came, for the probe that asked; what is recorded of it is `exchange`. Status 0 means that none came. */
export interface Reply {
  readonly exchange: Exchange;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly text: string;
  readonly json: Json | undefined;
  readonly ok: boolean;
}

/**
 * The only way in which requests reach a submission: to 127.0.0.1, one port, recorded, bounded in time and size.
 * Redirects are not followed.
 */
export class Client {
  readonly stack: string;
  readonly recorder: Recorder;
  /** Where secrets of this stack are registered. */
  readonly redaction: Redaction;
  readonly #pool: Pool;
  readonly #signal: AbortSignal;
  readonly #whenSilent: (() => Promise<void>) | undefined;
  #silent = 0;

  /** `whenSilent` is asked when several requests in a row got no answer; it throws when the app has ended. */
  constructor(options: {
    stack: string;
    port: number;
    recorder: Recorder;
    signal: AbortSignal;
    whenSilent?: () => Promise<void>;
  }) {
    this.stack = options.stack;
    this.recorder = options.recorder;
    this.redaction = options.recorder.redactionOn(options.stack);
    this.#signal = options.signal;
    this.#whenSilent = options.whenSilent;
    this.#pool = new Pool(`http://127.0.0.1:${options.port}`, {
      connections: 16,
      bodyTimeout: IDLE_MS,
      headersTimeout: REQUEST_MS,
      maxHeaderSize: MAX_HEADERS,
      allowH2: false,
      pipelining: 1,
    });
  }

  async send(identity: IdentityName, spec: RequestSpec): Promise<Reply> {
    this.#signal.throwIfAborted();
    const { body, contentType } = encode(spec);
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(contentType && { 'content-type': contentType }),
      ...spec.headers,
    };
    const sent = { stack: this.stack, identity, method: spec.method, path: spec.path, headers, body, taken: spec.taken ?? [] };
    const from = performance.now();
    try {
      const { received, setCookies } = await this.#exchange(spec, headers, body);
      const json = parseBody(received.body);
      this.#silent = 0;
      if (spec.givesCredentialOf)
        this.#registerCredentials({ json, headers: received.headers, setCookies }, spec.givesCredentialOf);
      // a session may be given a new cookie at any time
      if (identity !== 'anonymous') this.#registerCookies(setCookies, identity);
      const exchange = this.recorder.record(sent, { response: received, durationMs: performance.now() - from });
      return {
        exchange,
        status: received.status,
        headers: received.headers,
        setCookies,
        text: received.body,
        json,
        ok: received.status >= 200 && received.status < 300,
      };
    } catch (error) {
      this.#signal.throwIfAborted();
      const exchange = this.recorder.record(sent, {
        response: null,
        failure: failureOf(error),
        durationMs: performance.now() - from,
      });
      this.#silent += 1;
      if (this.#silent % SILENCE === 0) await this.#whenSilent?.();
      return { exchange, status: 0, headers: {}, setCookies: [], text: '', json: undefined, ok: false };
    }
  }

  #registerCredentials(answer: CredentialHolder, owner: 'A' | 'B' | 'C'): void {
    for (const place of tokenPlaces(answer).slice(0, MAX_CREDENTIALS)) {
      const credential = takeToken(answer, place);
      if (credential !== undefined && credential.length <= MAX_CREDENTIAL)
        this.redaction.register(credential, `${owner}.${place.in === 'cookie' ? 'cookie' : 'token'}`);
    }
    const csrf = takeCsrf(answer.json, { isItsOwnAnswer: false });
    if (csrf !== undefined && csrf.length <= MAX_CREDENTIAL) this.redaction.register(csrf, `${owner}.csrf`);
    this.#registerCookies(answer.setCookies, owner);
  }

  #registerCookies(setCookies: readonly string[], owner: 'A' | 'B' | 'C'): void {
    for (const line of setCookies.slice(0, MAX_CREDENTIALS)) {
      const { name, value } = readSetCookie(line, Date.now());
      if (value.length >= 10 && value.length <= MAX_CREDENTIAL)
        this.redaction.register(value, `${owner}.${isNamedForCsrf(name) ? 'csrf' : 'cookie'}`);
    }
  }

  async #exchange(
    spec: RequestSpec,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<{ received: Received; setCookies: string[] }> {
    const response = await this.#pool.request({
      method: spec.method,
      path: spec.path,
      headers,
      body,
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let cut: string | undefined;
    for await (const chunk of response.body) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_BODY) {
        cut = `cut at ${MAX_BODY / 2 ** 20} MB`;
        break;
      }
    }
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    return {
      received: {
        status: response.statusCode,
        headers: flatHeaders(response.headers),
        body: Buffer.concat(chunks).subarray(0, MAX_BODY).toString('utf8'),
        ...(cut !== undefined && { cut }),
      },
      setCookies,
    };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function encode({ json, form, raw }: RequestSpec): { body: string | null; contentType?: string } {
  if (raw) return { body: raw.body, contentType: raw.contentType };
  if (form) return { body: new URLSearchParams(form).toString(), contentType: 'application/x-www-form-urlencoded' };
  if (json !== undefined) return { body: JSON.stringify(json), contentType: 'application/json' };
  return { body: null };
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

function failureOf(thrown: unknown): string {
  const error = toError(thrown);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'TimeoutError' || code.includes('TIMEOUT')) return `timed out after ${REQUEST_MS / 1000} s`;
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') return 'the connection was closed without an answer';
  return code || error.message;
}
