import type { Reply } from '../api/client.ts';
import { ownId } from '../api/identity/own-id.ts';
import type { Account, AccountStep } from '../api/identity/recipe.ts';
import { takeToken } from '../api/identity/token.ts';
import { asBody } from '../api/payload/learn.ts';
import { fillPayload } from '../api/payload/fill.ts';
import type { Live } from './probe.ts';

/** Somebody who is nobody else, for what must not happen to A, B or C. */
export function throwAway(live: Live): Account {
  const handle = `rwd${live.values.word()}`;
  return { email: `${handle}@example.test`, username: handle, name: 'Rowan Dell', password: live.values.password() };
}

/** Sends the registration of the recipe for this account. Throws when there is no recipe, which the caller has looked at. */
export function register(live: Live, account: Account): Promise<Reply> {
  if (!live.recipe?.register) throw new Error('nobody can register without a recipe');
  return sendStep(live, live.recipe.register, account);
}

/** What came of trying to be somebody who registered. */
export interface Entry {
  /** Whether a credential came. */
  readonly entered: boolean;
  /** The requests of it, in order. */
  readonly chain: readonly string[];
  /** The account's own id, when an answer told one. */
  readonly id: string | number | undefined;
  readonly status: number;
  /** Whether this e-mail address opened the login, or the account shows it: either way the database has it. */
  readonly holds: boolean;
}

/** Logs in as this account; where registering already gives the credential, that one is used. Then the request that proved the login is asked. */
export async function enter(live: Live, account: Account, registered: Reply): Promise<Entry> {
  const { recipe } = live;
  if (!recipe) throw new Error('nobody can log in without a recipe');
  const reply = recipe.login ? await sendStep(live, recipe.login, account) : registered;
  const credential = reply.ok ? takeToken(reply, recipe.token) : undefined;
  const chain = recipe.login ? [reply.exchange.id] : [];
  const nothing = { entered: false, chain, id: undefined, status: reply.status, holds: false };
  if (credential === undefined) return nothing;
  const isByEmail = recipe.login?.payload.fields.some(({ value }) => 'role' in value && value.role === 'email') === true;
  const known = { ...nothing, entered: true, id: ownId(reply), holds: isByEmail };
  if (isByEmail || recipe.proof.method !== 'GET') return known;
  const profile = await live.sendWith('C', credential, { method: 'GET', path: recipe.proof.path });
  return {
    ...known,
    id: known.id ?? ownId(profile),
    chain: [...chain, profile.exchange.id],
    holds: profile.ok && profile.text.includes(account.email),
  };
}

function sendStep(live: Live, step: AccountStep, account: Account): Promise<Reply> {
  const body = fillPayload(step.payload, { values: live.values, account, references: {} });
  return live.send('anonymous', { method: step.method, path: step.path, ...asBody(step.payload, body), givesCredentialOf: 'C' });
}
