import type { Api } from '../api/api.ts';
import { creating } from '../api/resources.ts';
import type { Reply, RequestSpec } from '../api/client.ts';
import type { IdentityName } from '../api/exchange.ts';
import { endsSession } from '../api/identity/rank.ts';
import { fillPath, pathParameters } from '../api/path-template.ts';
import { parseBody } from '../api/parse-body.ts';
import { MAX_RESOURCES } from './people.ts';
import { exposuresIn, type Exposure } from './people-shown/exposures.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';
import { findJwt } from './tokens/jwt.ts';

/** An answer that showed a password, or what is kept in its place; seen in two answers of the same operation. */
export interface ShownPassword extends Exposure {
  /** `GET /users`, `registration`, `login`. */
  readonly where: string;
  readonly exchanges: readonly [string, string];
  /** What leads to the first of them. */
  readonly chain: readonly string[];
}

export interface PeopleShown {
  /** Successful answers that were searched. */
  readonly searched: number;
  readonly shown: readonly ShownPassword[];
  /** A field of the login's own token, which anybody who holds it can read. */
  readonly inToken: (Exposure & { readonly chain: readonly string[] }) | null;
}

const READS = 24;
const USERS = /(?:^|\/)(?:users?|accounts?|members?|customers?|authors?|people|profiles?|employees?|students?|admins?)(?:\/|$)/i;
const NO_DATA = /openapi|swagger|api-?docs|schema|csrf|\.(?:js|css|html?|png|ico|txt)$/i;

/** Looks in everything that a user may read for passwords and their hashes: registration, login, lists, other users, authors of records. */
export const peopleShown = defineProbe({
  id: 'people-shown',
  effect: 'write',
  needs: ['api', 'identities'],
  async run(live, { api, identities }): Promise<PeopleShown> {
    const shown: ShownPassword[] = [];
    let searched = 0;
    const passwords = [live.account('A').password, live.account('C').password];
    const search = async (where: string, ask: () => Promise<Reply & { chain?: readonly string[] }>) => {
      const first = await ask();
      if (!first.ok) return;
      searched += 1;
      const [found] = exposuresIn(first.json, first.text, passwords);
      if (!found) return;
      const second = await ask();
      const [again] = second.ok ? exposuresIn(second.json, second.text, passwords) : [];
      if (again?.what !== found.what) return;
      const chain = [...loginOf('A'), ...(first.chain ?? []), first.exchange.id];
      shown.push({ ...found, where, exchanges: [first.exchange.id, second.exchange.id], chain: [...new Set(chain)] });
    };
    const loginOf = (identity: 'A' | 'B') => {
      const account = identities.accounts.find((one) => one.identity === identity);
      return account ? [account.registered, ...(account.loggedIn === undefined ? [] : [account.loggedIn])] : [];
    };
    for (const step of ['registered', 'loggedIn'] as const) {
      const [one, two] = (['A', 'B'] as const).map((identity) =>
        recorded(live, identities.accounts.find((who) => who.identity === identity)?.[step]),
      );
      if (!one || !two) continue;
      searched += 1;
      const [found] = one.exposures;
      if (!found || two.exposures[0]?.what !== found.what) continue;
      const chain = step === 'loggedIn' ? loginOf('A') : [one.exchange];
      shown.push({
        ...found,
        where: step === 'registered' ? 'registration' : 'login',
        exchanges: [one.exchange, two.exchange],
        chain,
      });
    }
    for (const { path, where } of reads(api, live)) await search(where, () => live.send('A', { method: 'GET', path }));
    const records = recordsOf(live, api);
    for (const resource of api.resources
      .filter((one) => one.createPath !== null && one.payload !== null)
      .slice(0, MAX_RESOURCES)) {
      const made = await records.make(resource, 'A');
      if ('stuck' in made || !made.reply.ok) continue;
      const before = made.before;
      await search(creating(resource), async () => {
        const one = await records.make(resource, 'A');
        return 'stuck' in one ? made.reply : { ...one.reply, chain: before };
      });
      const ask = (who: IdentityName, spec: RequestSpec) => async () => ({ ...(await live.send(who, spec)), chain: made.chain });
      if (made.listPath !== undefined && resource.parents.length > 0)
        await search(`GET ${resource.collection}`, ask('A', { method: 'GET', path: made.listPath, taken: made.collectionTaken }));
      if (made.itemPath !== undefined && resource.read)
        await search(`GET ${resource.item ?? ''}`, ask('A', { method: 'GET', path: made.itemPath, taken: made.itemTaken }));
    }
    const claims = findJwt(live.credential('A'))?.claims;
    const [inToken] = claims ? exposuresIn(claims, JSON.stringify(claims), passwords) : [];
    return { searched, shown, inToken: inToken ? { ...inToken, chain: loginOf('A') } : null };
  },
});

/** Reads without an id, the likeliest first, then users by the ids of A and B. */
function reads(api: Api, live: Live): { path: string; where: string }[] {
  const gets = api.operations.filter(
    ({ method, path, confirmation }) =>
      method === 'GET' && confirmation.state !== 'refuted' && !endsSession(path) && !NO_DATA.test(path),
  );
  const plain = gets
    .filter(({ path }) => !path.includes('{'))
    .sort((one, other) => Number(USERS.test(other.path)) - Number(USERS.test(one.path)));
  const ids = (['A', 'B'] as const).flatMap((identity) => live.account(identity).id ?? []);
  const byId = gets
    .filter(({ path }) => pathParameters(path).length === 1 && USERS.test(path.slice(0, path.indexOf('{'))))
    .flatMap(({ id, path }) =>
      ids.map((value) => ({ path: fillPath(path, { [pathParameters(path)[0] ?? '']: value }), where: id })),
    );
  return [...plain.map(({ id, path }) => ({ path, where: id })), ...byId].slice(0, READS);
}

/** An answer as it was written down: our passwords stand there as placeholders, which tell as much. */
function recorded(live: Live, id: string | undefined): { exchange: string; exposures: Exposure[] } | undefined {
  const found = live.client.recorder.exchanges.find((one) => one.id === id);
  if (!found?.response || found.response.status < 200 || found.response.status >= 300) return undefined;
  const { body } = found.response;
  return { exchange: found.id, exposures: exposuresIn(parseBody(body), body, ['{{AB.password}}', '{{C.password}}']) };
}
