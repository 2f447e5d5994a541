import { spoil } from '../api/identity/spoil.ts';
import { saysSame } from '../api/control.ts';
import { isJsonObject, readJson, type JsonObject } from '../json.ts';
import { defineProbe } from './probe.ts';

export interface TokenTry {
  readonly kind: 'none' | 'garbage' | 'signature-spoilt' | 'unsigned';
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
  /** Facts of a JWT's claims, computed here because the token itself is not recorded; null when it is none. Life in seconds. */
  readonly jwt: { readonly algorithm: string; readonly lifeSeconds: number | null } | null;
}

/** Asks the request that proved the login again: without a credential, with garbage, with a spoilt signature, unsigned. */
export const tokens = defineProbe({
  id: 'tokens',
  effect: 'read',
  needs: ['identities'],
  async run(live, { identities }): Promise<Tokens> {
    const { method, path } = identities.recipe.proof;
    const spec = { method, path, ...(method === 'POST' ? { json: {} } : {}) };
    const credential = live.credential('A');
    const before = await live.send('A', spec);
    const kinds: [TokenTry['kind'], string | undefined][] = [
      ['none', undefined],
      ['garbage', derived('garbage', 'not-a-credential-at-all')],
      ['signature-spoilt', derived('signature-spoilt', spoil(credential, identities.recipe.use))],
      ['unsigned', isJwt(credential) ? derived('unsigned', unsigned(credential)) : undefined],
    ];
    const tries: TokenTry[] = [];
    for (const [kind, sent] of kinds) {
      if (sent === undefined && kind !== 'none') continue;
      const ask = () => (sent === undefined ? live.send('anonymous', spec) : live.sendWith('anonymous', sent, spec));
      const [first, second] = [await ask(), await ask()];
      tries.push({
        kind,
        exchanges: [first.exchange.id, second.exchange.id],
        statuses: [first.status, second.status],
        accepted: saysSame(first, before) && saysSame(second, before),
      });
    }
    const after = await live.send('A', spec);
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
      jwt: isJwt(credential) ? claimsOf(credential) : null,
    };

    function derived(how: string, value: string): string {
      live.client.redaction.register(value, `A.token:${how}`);
      return value;
    }
  },
});

const isJwt = (credential: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential) && readPart(credential, 0) !== undefined;

function readPart(token: string, part: 0 | 1): JsonObject | undefined {
  const read = readJson(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());
  return isJsonObject(read) ? read : undefined;
}

function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}

function claimsOf(token: string): Tokens['jwt'] {
  const { exp, iat } = readPart(token, 1) ?? {};
  const algorithm = readPart(token, 0)?.['alg'];
  return {
    algorithm: typeof algorithm === 'string' ? algorithm : 'unknown',
    lifeSeconds: typeof exp === 'number' && typeof iat === 'number' ? Math.round(exp - iat) : null,
  };
}
