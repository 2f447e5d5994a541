/** One `Set-Cookie` line, as far as a login cares. `lifeSeconds` is null for a cookie that ends with the browser. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly path: string | undefined;
  readonly lifeSeconds: number | null;
}

/** Reads a `Set-Cookie` line (RFC 6265, 5.2): Max-Age wins over Expires, which is measured from `now` in milliseconds. */
export function readSetCookie(line: string, now: number): SetCookie {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const attribute = (name: string) =>
    attributes
      .map((one) => one.trim())
      .find((one) => one.toLowerCase().startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const maxAge = attribute('max-age');
  const expires = Date.parse(attribute('expires') ?? '');
  const fromExpires = Number.isNaN(expires) ? null : Math.round((expires - now) / 1000);
  return {
    name: pair.slice(0, Math.max(at, 0)).trim(),
    value: pair.slice(at + 1).trim(),
    path: attribute('path'),
    lifeSeconds: maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : fromExpires,
  };
}

/** The pairs of a cookie header in their order. */
export function cookiePairs(header: string): { name: string; value: string }[] {
  return header
    .split('; ')
    .filter((pair) => pair.includes('='))
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) }));
}

/** A cookie header with another value for each of its cookies. */
export function mapCookies(header: string, change: (value: string) => string): string {
  return cookiePairs(header)
    .map(({ name, value }) => `${name}=${change(value)}`)
    .join('; ');
}

/**
 * The cookie header after an answer, as a browser keeps it: later values replace earlier ones, and what is deleted goes. A cookie
 * for the refresh path alone is left out, for no other request carries it. The host's own narrow default paths are forgiven.
 */
export function mergeCookies(header: string, lines: readonly string[], now: number): string {
  const jar = new Map(cookiePairs(header).map(({ name, value }) => [name, value]));
  for (const { name, value, path, lifeSeconds } of lines.map((line) => readSetCookie(line, now))) {
    if (name === '' || /refresh/i.test(path ?? '')) continue;
    if (value === '' || (lifeSeconds !== null && lifeSeconds <= 0)) jar.delete(name);
    else jar.set(name, value);
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** New values of cookies that the header holds already; an answer that deletes or adds some does not end or change a login here. */
export function refreshCookies(header: string, lines: readonly string[], now: number): string {
  const fresh = new Map(cookiePairs(mergeCookies('', lines, now)).map(({ name, value }) => [name, value]));
  return cookiePairs(header)
    .map(({ name, value }) => `${name}=${fresh.get(name) ?? value}`)
    .join('; ');
}

const CSRF = /csrf|xsrf/i;

/** Whether a cookie, field or path is named for the token that guards against forged requests. */
export const isNamedForCsrf = (name: string) => CSRF.test(name);

/** What a cookie is called that carries a login, in the middle of those that keep a language, a theme or a device. */
const LOGIN = /sess|sid\b|_id$|auth|token|jwt|login|user|remember|identity|access|bearer|\bid\b/i;

/** The pairs of a cookie header that carry the login itself: neither the CSRF token nor a refresh token, and, where names tell, nothing but a login. */
export function loginCookies(header: string): string {
  const pairs = cookiePairs(header).filter(({ name }) => !isNamedForCsrf(name) && !/refresh/i.test(name));
  const named = pairs.filter(({ name }) => LOGIN.test(name));
  return (named.length > 0 ? named : pairs).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** The token under each of its usual header names: `given` by an answer, else the cookie that is to be submitted twice. */
export function csrfHeaders(header: string, given: string | undefined): Record<string, string> {
  const cookie = cookiePairs(header).find(({ name }) => isNamedForCsrf(name))?.value;
  const token = given ?? (cookie === undefined ? undefined : decoded(cookie));
  return token === undefined ? {} : { 'x-csrf-token': token, 'x-xsrf-token': token, 'x-csrftoken': token };
}

function decoded(value: string): string {
  return /^(?:[^%]|%[0-9a-f]{2})*$/i.test(value) && isText(value) ? decodeURIComponent(value) : value;
}

/** Percent-encoded bytes may be no UTF-8, which cannot be decoded. */
function isText(value: string): boolean {
  const bytes = Buffer.from(
    value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
  return !bytes.toString('utf8').includes('\uFFFD');
}
