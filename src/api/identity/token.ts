import type { Json } from '../../json.ts';
import { atPointer, leaves } from '../json-pointer.ts';
import { csrfHeaders, isNamedForCsrf, mergeCookies, readSetCookie } from './cookies.ts';
import type { TokenPlace, TokenUse } from './recipe.ts';

const NAME =
  /(?:^|_|-)(?:token|jwt|access|accesstoken|access_token|idtoken|id_token|bearer|sessionid|session_id|authtoken|auth_token|key)$|token$/i;
const REFRESH = /refresh|csrf|xsrf|reset|verif/i;
const JWT = /^[\w-]{8,}\.[\w-]{4,}\.[\w-]{8,}$/;
const OPAQUE = /^[\w.~+/=|:-]{20,}$/;

/** What an answer may hold a credential in. */
export interface CredentialHolder {
  readonly json: Json | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
}

/** Where a credential may stand in the answer to a login or registration, best guess first. */
export function tokenPlaces(reply: CredentialHolder): TokenPlace[] {
  const texts = leaves(reply.json).filter((leaf): leaf is typeof leaf & { value: string } => typeof leaf.value === 'string');
  const bare = (value: string) => value.replace(/^(?:Bearer|Token|JWT) /i, '');
  const rated = texts
    .filter((leaf) => !REFRESH.test(leaf.key))
    .map((leaf) => ({ leaf, points: (NAME.test(leaf.key) ? 4 : 0) + (JWT.test(bare(leaf.value)) ? 6 : 0) }))
    .filter(({ leaf, points }) => points >= 6 || (points >= 4 && (OPAQUE.test(bare(leaf.value)) || JWT.test(bare(leaf.value)))))
    .sort((one, other) => other.points - one.points);
  const places: TokenPlace[] = rated.map(({ leaf }) => ({ in: 'body', pointer: leaf.pointer }));
  for (const name of ['authorization', 'x-auth-token', 'x-access-token'])
    if (reply.headers[name]) places.push({ in: 'header', name });
  if (typeof reply.json === 'string' && (JWT.test(reply.json) || OPAQUE.test(reply.json)))
    places.push({ in: 'body', pointer: '' });
  const cookies = reply.setCookies
    .map((line) => readSetCookie(line, Date.now()))
    .filter(({ name, value, lifeSeconds }) => value !== '' && (lifeSeconds ?? 1) > 0 && !REFRESH.test(name));
  if (cookies.length > 0) places.push({ in: 'cookie', names: [...new Set(cookies.map((cookie) => cookie.name))] });
  return places;
}

/** The credential that stands there: a token, or the value of a cookie header, on top of the cookies that were there `before`. */
export function takeToken(reply: CredentialHolder, place: TokenPlace, before = ''): string | undefined {
  if (place.in === 'cookie') {
    const set = mergeCookies('', reply.setCookies, Date.now());
    return place.names.some((name) => `; ${set}`.includes(`; ${name}=`))
      ? mergeCookies(before, reply.setCookies, Date.now())
      : undefined;
  }
  const found = place.in === 'header' ? reply.headers[place.name] : atPointer(reply.json, place.pointer);
  return typeof found === 'string' && found !== '' ? found.replace(/^(?:Bearer|Token|JWT) /i, '') : undefined;
}

/** Ways in which a credential may be sent, most usual first. */
export function tokenUses(place: TokenPlace): TokenUse[] {
  if (place.in === 'cookie') return [{ cookie: true }];
  return [
    { header: 'authorization', template: 'Bearer {token}' },
    { header: 'authorization', template: 'Token {token}' },
    { header: 'authorization', template: 'JWT {token}' },
    { header: 'authorization', template: '{token}' },
    { header: 'x-access-token', template: '{token}' },
    { header: 'x-auth-token', template: '{token}' },
  ];
}

/** The headers that carry a credential; `csrf` is the token that an answer gave against forged requests, where cookies need one. */
export function credentialHeaders(use: TokenUse, credential: string, csrf?: string): Record<string, string> {
  return 'cookie' in use
    ? { cookie: credential, ...csrfHeaders(credential, csrf) }
    : { [use.header]: use.template.replace('{token}', () => credential) };
}

/** The token against forged requests that an answer's body holds: under a name of its own, or under any name in an answer made for it. */
export function takeCsrf(json: Json | undefined, { isItsOwnAnswer }: { isItsOwnAnswer: boolean }): string | undefined {
  const texts = leaves(json).flatMap(({ key, value }) => (typeof value === 'string' ? [{ key, value }] : []));
  const named = texts.find(({ key, value }) => isNamedForCsrf(key) && value.length >= 6);
  return (named ?? (isItsOwnAnswer ? texts.find(({ key, value }) => /token/i.test(key) && value.length >= 6) : undefined))?.value;
}
