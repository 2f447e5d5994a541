import { garbage, spoil } from '../api/identity/spoil.ts';
import { cookiePairs, isNamedForCsrf, loginCookies } from '../api/identity/cookies.ts';
import { saysSame } from '../api/control.ts';
import type { PublishedWord } from '../submission/survey/published-words.ts';
import { defineProbe } from './probe.ts';
import { COMMON_SECRETS } from './tokens/common-secrets.ts';
import { edited, findJwt, isSignedWith, resigned, unsigned, type Jwt } from './tokens/jwt.ts';
import { lifeOf, type Life } from './tokens/life.ts';

export type TokenKind =
  'none' | 'garbage' | 'signature-spoilt' | 'payload-edited' | 'unsigned' | 'unsigned-None' | 'unsigned-NONE' | 'known-secret';

export interface TokenTry {
  readonly kind: TokenKind;
  readonly exchanges: readonly [string, string];
  readonly statuses: readonly [number, number];
  /** Whether both answers were as A's own is. */
  readonly accepted: boolean;
}

export interface Tokens {
  readonly path: string;
  /** A's own request before and after; both must succeed for the tries to mean anything. */
  readonly controls: readonly [string, string];
  readonly controlled: boolean;
  readonly tries: readonly TokenTry[];
  /** A's registration and login on this stack. */
  readonly chain: readonly string[];
  /** Facts of the credential, found here because it is not recorded itself. */
  readonly kind: 'jwt' | 'signed-cookie' | 'opaque';
  readonly isCookie: boolean;
  readonly algorithm: string | null;
  readonly life: Life;
  /** The secret that signs A's token, when it could be guessed: a word of the public list, or of a file that everybody can read. */
  readonly secret: { readonly word: string; readonly path: string | null; readonly line: number | null } | null;
}

/** Asks the request that proved the login again: without a credential, with garbage, and with every usual forgery of A's own. */
export const tokens = defineProbe({
  id: 'tokens',
  effect: 'read',
  needs: ['identities', 'survey'],
  async run(live, { identities, survey }): Promise<Tokens> {
    const { recipe, accounts } = identities;
    const { method, path } = recipe.proof;
    const { use } = recipe;
    const isCookie = 'cookie' in use;
    const spec = { method, path, ...(method === 'POST' ? { json: {} } : {}) };
    const before = await live.send('A', spec);
    const credential = live.credential('A');
    const jwt = findJwt(isCookie ? loginCookies(credential) : credential);
    const secret = jwt ? guess(jwt, survey.publishedWords) : null;
    const inCredential = (token: string) => credential.replace(jwt?.text ?? '', () => token);
    const kinds: (readonly [TokenKind, string | undefined])[] = [
      ['none', undefined],
      ['garbage', garbage(credential, use)],
      ['signature-spoilt', spoil(credential, use)],
      ...(jwt ? forgeries(jwt, secret?.word).map(([kind, token]) => [kind, inCredential(token)] as const) : []),
    ];
    const tries: TokenTry[] = [];
    for (const [kind, sent] of kinds) {
      if (sent !== undefined) live.client.redaction.register(sent, `A.${isCookie ? 'cookie' : 'token'}:${kind}`);
      const ask = () => (sent === undefined ? live.send('anonymous', spec) : live.sendWith('anonymous', sent, spec));
      const [first, second] = [await ask(), await ask()];
      tries.push({
        kind,
        exchanges: [first.exchange.id, second.exchange.id],
        statuses: [first.status, second.status],
        accepted: saysSame(first, before) && saysSame(second, before),
      });
      // where the signature is not looked at, every other forgery is the same finding
      if (kind === 'signature-spoilt' && tries.at(-1)?.accepted) break;
    }
    const after = await live.send('A', spec);
    const account = accounts.find((one) => one.identity === 'A');
    const login = live.client.recorder.exchanges.find(({ id }) => id === (account?.loggedIn ?? account?.registered));
    return {
      path,
      controls: [before.exchange.id, after.exchange.id],
      // a request that answers nobody as it answers A tells no credential from another
      controlled:
        saysSame(before, after) &&
        before.status < 500 &&
        ![0, 401, 403, 429].includes(before.status) &&
        !tries.some((one) => one.kind === 'none' && one.accepted),
      tries,
      chain: account ? [account.registered, ...(account.loggedIn === undefined ? [] : [account.loggedIn])] : [],
      kind: jwt ? 'jwt' : isCookie && isSigned(credential) ? 'signed-cookie' : 'opaque',
      isCookie,
      algorithm: jwt?.algorithm ?? null,
      life: lifeOf(jwt, login, isCookie ? loginCookies(credential) : undefined, Date.now()),
      secret,
    };
  },
});

function forgeries(jwt: Jwt, secret: string | undefined): (readonly [TokenKind, string])[] {
  return [
    ['payload-edited', edited(jwt)],
    ['unsigned', unsigned(jwt, 'none')],
    ['unsigned-None', unsigned(jwt, 'None')],
    ['unsigned-NONE', unsigned(jwt, 'NONE')],
    ...(secret === undefined ? [] : [['known-secret', resigned(jwt, secret)] as const]),
  ];
}

/** `s:value.signature` of Express, percent-encoded or not, or the parts with dots of Flask and Django. */
function isSigned(header: string): boolean {
  return cookiePairs(header).some(
    ({ name, value }) =>
      !isNamedForCsrf(name) &&
      (/^s(?:%3A|:)[^.]+\..{20,}$/i.test(value) || /^[\w.-]+[.:][\w-]{5,8}[.:][\w-]{20,}$/.test(value) || name.endsWith('.sig')),
  );
}

function guess(jwt: Jwt, published: readonly PublishedWord[]): Tokens['secret'] {
  const known = published.find(({ value }) => isSignedWith(jwt, value));
  if (known) return { word: known.value, path: known.path, line: known.line };
  const common = COMMON_SECRETS.find((word) => isSignedWith(jwt, word));
  return common === undefined ? null : { word: common, path: null, line: null };
}
