import type { Exchange } from '../../api/exchange.ts';
import { leaves } from '../../api/json-pointer.ts';
import { cookiePairs } from '../../api/identity/cookies.ts';
import { parseBody } from '../../api/parse-body.ts';
import type { Jwt } from './jwt.ts';

/** How long a credential lasts, as far as it can be seen from outside. `seconds` is null where what shows it sets no end. */
export interface Life {
  readonly seconds: number | null;
  /** The claims of a JWT, the lines of its cookie, a field of the login's answer, or nothing. */
  readonly shownBy: 'claims' | 'cookie' | 'answer' | 'nothing';
}

/** Of the exchange of a login what tells of its life. */
type Login = { readonly response: Pick<NonNullable<Exchange['response']>, 'headers' | 'body'> | null };

/** `now` in milliseconds is when the credential was given; `cookies` are those that carry the login, undefined where it is no cookie. */
export function lifeOf(jwt: Jwt | undefined, login: Login | undefined, cookies: string | undefined, now: number): Life {
  if (jwt) {
    const { exp, iat } = jwt.claims;
    const from = typeof iat === 'number' ? iat : now / 1000;
    return { seconds: typeof exp === 'number' ? Math.round(exp - from) : null, shownBy: 'claims' };
  }
  const shown = cookies === undefined ? answerLife(login, now) : cookieLife(login, cookies, now);
  return shown === undefined
    ? { seconds: null, shownBy: 'nothing' }
    : { seconds: shown, shownBy: cookies === undefined ? 'answer' : 'cookie' };
}

/** The longest life among the cookies that carry the login; several of them stand in one recorded header. */
function cookieLife(login: Login | undefined, cookies: string, now: number): number | undefined {
  const header = login?.response?.headers['set-cookie'] ?? '';
  const names = new Set(cookiePairs(cookies).map(({ name }) => name));
  const lives = header.split(/,\s*(?=[\w!#$%&'*+.^`|~-]{1,80}=)/).flatMap((line) => {
    if (!names.has(line.slice(0, line.indexOf('=')).trim())) return [];
    const maxAge = /;\s*max-age=(\d{1,12})/i.exec(line)?.[1];
    const expires = Date.parse(/;\s*expires=([^;]{1,60})/i.exec(line)?.[1] ?? '');
    if (maxAge !== undefined) return [Number(maxAge)];
    return Number.isNaN(expires) ? [] : [Math.round((expires - now) / 1000)];
  });
  const alive = lives.filter((seconds) => seconds > 0);
  return alive.length > 0 ? Math.max(...alive) : undefined;
}

/** `expires_in`, `expiresAt` and their kind; a field of the refresh token says nothing about this one. */
function answerLife(login: Login | undefined, now: number): number | undefined {
  const said = leaves(parseBody(login?.response?.body ?? '')).filter(
    ({ key, pointer }) =>
      /(?:expir(?:es?|y|ation)|ttl|valid_?until)(?:_?(?:in|at|on|date|time))?$/i.test(key) && !/refresh/i.test(pointer),
  );
  for (const { value } of said) {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)))
      return Math.round((Date.parse(value) - now) / 1000);
    if (typeof value !== 'number' || value <= 0) continue;
    if (value > 1e12) return Math.round((value - now) / 1000);
    return value > 1e9 ? Math.round(value - now / 1000) : value;
  }
  return undefined;
}
