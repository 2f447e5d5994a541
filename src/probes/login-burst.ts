import { accountOf } from '../api/identity/session.ts';
import { fillPayload } from '../api/payload/fill.ts';
import { asBody } from '../api/payload/learn.ts';
import { defineProbe } from './probe.ts';

export interface LoginBurst {
  readonly path: string;
  /** C's login with the right password before the burst. */
  readonly control: { readonly exchange: string; readonly status: number };
  /** The first wrong password. */
  readonly refusal: { readonly exchange: string; readonly status: number };
  readonly sent: number;
  /** Answers that came, refusals and limits alike. */
  readonly answered: number;
  /** The first answer of a limiter, and how many attempts were sent before it. */
  readonly limit: {
    readonly exchange: string;
    readonly status: number;
    readonly after: number;
    readonly retryAfter: string | null;
  } | null;
  /** C's login with the right password after a burst that nothing held back openly: refused, it tells of a silent lock. */
  readonly afterwards: { readonly exchange: string; readonly status: number } | null;
  readonly last: { readonly exchange: string; readonly status: number };
  readonly seconds: number;
}

const ATTEMPTS = 110;
const AT_ONCE = 4;
const PATIENCE_MS = 30_000;
const LIMITER = /too many|rate.?limit|try again (?:later|in)|slow down|locked|blocked|throttl|captcha|suspended/i;

/** Guesses C's password 110 times, four at a time for at most 30 s, until the login says that it was enough. */
export const loginBurst = defineProbe({
  id: 'login-burst',
  effect: 'disruptive',
  needs: ['identities'],
  async run(live, { identities }): Promise<LoginBurst | { noLogin: true }> {
    const { login } = identities.recipe;
    if (!login) return { noLogin: true };
    const guess = (password: string) => {
      const account = { ...accountOf('C', live.values, identities.recipe.existing), password };
      const body = fillPayload(login.payload, { values: live.values, account, references: {} });
      return live.send('anonymous', {
        method: login.method,
        path: login.path,
        ...asBody(login.payload, body),
        givesCredentialOf: 'C',
      });
    };
    const control = await guess(live.account('C').password);
    const refusal = await guess(wrongPassword(0));
    const from = performance.now();
    let sent = 0;
    let answered = 0;
    let last = refusal;
    let limit: LoginBurst['limit'] = null;
    const isLimit = (status: number, text: string) =>
      status === 429 || status === 423 || (status >= 400 && LIMITER.test(text) && !LIMITER.test(refusal.text));
    const guesser = async (): Promise<void> => {
      while (limit === null && sent < ATTEMPTS && performance.now() - from < PATIENCE_MS) {
        const number = (sent += 1);
        const reply = await guess(wrongPassword(number));
        if (reply.status === 0) continue;
        answered += 1;
        last = reply;
        if (isLimit(reply.status, reply.text)) {
          limit ??= {
            exchange: reply.exchange.id,
            status: reply.status,
            after: number,
            retryAfter: reply.headers['retry-after'] ?? null,
          };
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, guesser));
    const afterwards = limit === null ? await guess(live.account('C').password) : null;
    return {
      path: login.path,
      control: { exchange: control.exchange.id, status: control.status },
      refusal: { exchange: refusal.exchange.id, status: refusal.status },
      sent,
      answered,
      limit,
      afterwards: afterwards && { exchange: afterwards.exchange.id, status: afterwards.status },
      last: { exchange: last.exchange.id, status: last.status },
      seconds: Math.round((performance.now() - from) / 1000),
    };
  },
});

function wrongPassword(number: number): string {
  return `Wrong-Guess-${String(number).padStart(4, '0')}`;
}
