import type { Api } from '../api/api.ts';
import type { Reply, RequestSpec } from '../api/client.ts';
import type { Exchange } from '../api/exchange.ts';
import { isAccountOperation } from '../api/identity/rank.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';

interface Seen {
  readonly exchange: string;
  readonly status: number;
}

export interface RequestBurst {
  readonly path: string;
  /** The same request before and after. */
  readonly control: Seen;
  readonly afterwards: Seen | null;
  /** The first answer of a limiter, in this burst or in front of any other operation but login and registration before it. */
  readonly limit: (Seen & { readonly wasBefore: boolean; readonly retryAfter: boolean }) | null;
  /** What the headers of an answer announce, and whether what remains fell from one answer to the next. */
  readonly announced: { readonly limit: number; readonly counts: boolean } | null;
  readonly sent: number;
  readonly answered: number;
  readonly last: Seen | null;
}

const REQUESTS = 300;
/** An announced limit is proven by reaching it up to here, and believed beyond. */
const WORTH_REACHING = 600;
const AT_ONCE = 16;
const PATIENCE_MS = 2_000;
/** A busy machine answers as much later: so many answers are worth waiting for. */
const ENOUGH = 120;
const LAST_PATIENCE_MS = 15_000;
const LIMITER = /too many|rate.?limit|try again (?:later|in)|slow down|throttl/i;

const isLimit = (status: number, text: string) => status === 429 || ([403, 503].includes(status) && LIMITER.test(text));

/** Sends one cheap read 300 times as fast as one client may, until a limiter answers. Login and registration have limits of their own. */
export const requestBurst = defineProbe({
  id: 'request-burst',
  effect: 'load',
  needs: ['api'],
  async run(live, { api }): Promise<RequestBurst | { noRead: true }> {
    const path = cheapRead(live, api);
    if (path === undefined) return { noRead: true };
    const spec: RequestSpec = { method: 'GET', path };
    const ask = () => live.send(writer(live), spec);
    const before = live.client.recorder.exchanges.find((one) => isLimitedRead(one));
    const first = await ask();
    const control = await ask();
    const [one, two] = [announcedBy(first), announcedBy(control)];
    const announced = two && { limit: two.limit, counts: one !== undefined && two.remaining < one.remaining };
    const result = { path, control: seen(control), announced: announced ?? null };
    const early = [first, control].find(({ status, text }) => isLimit(status, text));
    const known = early?.exchange ?? before;
    if (known) return { ...result, ...NO_BURST, limit: { ...seenOf(known), wasBefore: true } };
    if (!control.ok || (two && two.remaining > WORTH_REACHING)) return { ...result, ...NO_BURST, limit: null };
    const burst = await send(ask, live, two ? two.remaining + AT_ONCE : REQUESTS);
    return { ...result, ...burst, afterwards: seen(await ask()) };
  },
});

const NO_BURST = { sent: 0, answered: 0, last: null, afterwards: null } as const;
const seen = ({ exchange, status }: Reply): Seen => ({ exchange: exchange.id, status });
const seenOf = ({ id, response }: Exchange) => ({
  exchange: id,
  status: response?.status ?? 0,
  retryAfter: response?.headers['retry-after'] !== undefined,
});

async function send(
  ask: () => Promise<Reply>,
  live: Live,
  count: number,
): Promise<Pick<RequestBurst, 'sent' | 'answered' | 'last' | 'limit'>> {
  const from = performance.now();
  let [sent, answered] = [0, 0];
  let last: Reply | undefined;
  let limit: RequestBurst['limit'] = null;
  const unremarkable = new Set<string>();
  const client = async (): Promise<void> => {
    while (limit === null && sent < count && performance.now() - from < (answered < ENOUGH ? LAST_PATIENCE_MS : PATIENCE_MS)) {
      sent += 1;
      const reply = await ask();
      if (reply.status === 0) continue;
      answered += 1;
      if (isLimit(reply.status, reply.text)) limit ??= { ...seenOf(reply.exchange), wasBefore: false };
      else {
        if (last) unremarkable.add(last.exchange.id);
        last = reply;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  // hundreds of equal answers tell no more than the last of them
  live.client.recorder.forget(unremarkable);
  return { sent, answered, last: last ? seen(last) : null, limit };
}

/** A limiter's answer to anything but login and registration, on any stack: the general limit was met by accident. */
function isLimitedRead({ request, response }: Exchange): boolean {
  return response?.status === 429 && !isAccountOperation(request.path.split('?')[0] ?? '');
}

/** The read that proved the login, unless a limit of the login could stand in front of it; else a list, else anything. */
function cheapRead(live: Live, api: Api): string | undefined {
  const proof = live.hasUsers && live.recipe?.proof.method === 'GET' ? live.recipe.proof.path : undefined;
  const isOfLogin = (path: string) => /\/(?:auth|login|sessions?|oauth)(?:\/|$)/i.test(path);
  const lists = api.resources.flatMap(({ listPath, listQuery = '' }) =>
    listPath === null || listPath.includes('{') ? [] : [listPath + listQuery],
  );
  const others = api.operations
    .filter(({ method, path, confirmation }) => method === 'GET' && !path.includes('{') && confirmation.state === 'confirmed')
    .map(({ path }) => path)
    .filter((path) => !isAccountOperation(path) && !/openapi|swagger|docs|health|\.\w+$/i.test(path));
  return [proof, ...lists, ...others].find((path) => path !== undefined && !isOfLogin(path)) ?? proof;
}

/** `RateLimit-Limit`, `X-RateLimit-Limit`, and `RateLimit` of the later drafts; undefined when nothing is announced. */
function announcedBy({ headers }: Reply): { limit: number; remaining: number } | undefined {
  const find = (pattern: RegExp) => Object.entries(headers).find(([name]) => pattern.test(name))?.[1];
  const number = (text: string | undefined) => (text === undefined ? undefined : /\d{1,9}/.exec(text)?.[0]);
  const limit =
    number(find(/^(?:x-)?rate-?limit-limit/)) ??
    /\blimit=(\d{1,9})/.exec(headers['ratelimit'] ?? '')?.[1] ??
    /\bq=(\d{1,9})/.exec(headers['ratelimit-policy'] ?? '')?.[1] ??
    number(headers['ratelimit-policy']?.replace(/"[^"]*"/g, ''));
  const remaining =
    number(find(/^(?:x-)?rate-?limit-remaining/)) ?? /\b(?:remaining|r)=(\d{1,9})/.exec(headers['ratelimit'] ?? '')?.[1];
  return limit === undefined ? undefined : { limit: Number(limit), remaining: Number(remaining ?? limit) };
}
