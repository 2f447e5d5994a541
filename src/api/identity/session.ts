import { setTimeout as delay } from 'node:timers/promises';
import { RoadworthyError } from '../../errors.ts';
import type { Client, Reply, RequestSpec } from '../client.ts';
import type { IdentityName } from '../exchange.ts';
import { asBody } from '../payload/learn.ts';
import { fillPayload } from '../payload/fill.ts';
import { PASSWORDS, type Values } from '../values.ts';
import { ownId } from './own-id.ts';
import type { Account, AccountFacts, AccountStep, Recipe } from './recipe.ts';
import { csrfHeaders, mergeCookies, refreshCookies } from './cookies.ts';
import { credentialHeaders, takeCsrf, takeToken } from './token.ts';

export interface Session {
  readonly facts: AccountFacts;
  readonly password: string;
  readonly credential: string;
  /** What an answer gave against forged requests; a cookie that is to be submitted twice stands in the credential. */
  readonly csrf?: string;
}

/** The account of an identity: one that is there already, else made of the seed alone, so that it is the same on every stack and in every run. */
export function accountOf(identity: 'A' | 'B' | 'C', values: Values, existing?: Recipe['existing']): Account {
  const known = existing?.[identity];
  if (known) return { email: known.username, username: known.username, name: known.username, password: known.password };
  const handle = `rw${identity.toLowerCase()}${values.tag()}`;
  return {
    email: `${handle}@example.test`,
    username: handle,
    name: `Rowan ${{ A: 'Ash', B: 'Birch', C: 'Cedar' }[identity]}`,
    password: identity === 'C' ? PASSWORDS.C : PASSWORDS.AB,
  };
}

/** Cookies and token against forged requests, as they are before or after a login. */
export interface Guard {
  readonly cookies: string;
  readonly csrf: string | undefined;
}

/** Asks for the token against forged requests, with the cookies that are there already, and keeps the cookies that come with it. */
export async function fetchCsrf(client: Client, path: string, cookies: string, owner: 'A' | 'B' | 'C'): Promise<Guard> {
  const headers: Record<string, string> = cookies === '' ? {} : { cookie: cookies };
  const reply = await client.send(cookies === '' ? 'anonymous' : owner, {
    method: 'GET',
    path,
    headers,
    givesCredentialOf: owner,
  });
  const csrf = reply.ok ? takeCsrf(reply.json, { isItsOwnAnswer: true }) : undefined;
  if (csrf !== undefined) client.redaction.register(csrf, `${owner}.csrf`);
  return { cookies: mergeCookies(cookies, reply.setCookies, Date.now()), csrf };
}

/** The headers that take a step of nobody through a guard against forged requests. */
export function guardHeaders({ cookies, csrf }: Guard): Record<string, string> {
  return { ...(cookies !== '' && { cookie: cookies }), ...csrfHeaders(cookies, csrf) };
}

/** Sends one account step as anonymous, as the body's content type wants it. A 429 is waited out once, up to a minute. */
async function sendStep(
  client: Client,
  step: AccountStep,
  account: Account,
  values: Values,
  owner: 'A' | 'B' | 'C',
  guard: Guard | undefined,
): Promise<Reply> {
  const body = fillPayload(step.payload, { values, account, references: {} });
  const headers = guard ? guardHeaders(guard) : {};
  const spec: RequestSpec = {
    method: step.method,
    path: step.path,
    headers,
    ...asBody(step.payload, body),
    givesCredentialOf: owner,
  };
  const reply = await client.send('anonymous', spec);
  const wait = Number(reply.headers['retry-after'] ?? 'NaN');
  if (reply.status !== 429 || !(wait <= 60)) return reply;
  await delay(wait * 1000 + 250);
  return client.send('anonymous', spec);
}

/** Becomes somebody on this stack by the recipe. Throws RoadworthyError `recipe-failed` with the answer that refused it. */
async function runRecipe(client: Client, recipe: Recipe, identity: 'A' | 'B' | 'C', values: Values): Promise<Session> {
  const { redaction } = client;
  redaction.register(PASSWORDS.AB, 'AB.password');
  redaction.register(PASSWORDS.C, 'C.password');
  if (recipe.existing && !recipe.existing[identity])
    throw new RoadworthyError('recipe-failed', `The hints name no account for ${identity}.`, { fault: 'submission' });
  const account = accountOf(identity, values, recipe.existing);
  if (recipe.existing) redaction.register(account.password, `${identity}.password`);
  const askCsrf = async (cookies: string) => recipe.csrf && (await fetchCsrf(client, recipe.csrf.path, cookies, identity));
  const before = await askCsrf('');
  const registered = recipe.register && (await sendStep(client, recipe.register, account, values, identity, before));
  const loggedIn = recipe.login ? await sendStep(client, recipe.login, account, values, identity, before) : undefined;
  const answer = loggedIn ?? registered;
  if (!answer) throw new RoadworthyError('recipe-failed', 'The recipe has no step.');
  const taken = takeToken(answer, recipe.token, before?.cookies);
  const after = taken !== undefined && recipe.token.in === 'cookie' ? await askCsrf(taken) : undefined;
  const credential = after?.cookies ?? taken;
  const csrf = after?.csrf ?? takeCsrf(answer.json, { isItsOwnAnswer: false });
  if (registered?.ok === false || credential === undefined) {
    const refused = registered?.ok === false ? registered : answer;
    throw new RoadworthyError(
      'recipe-failed',
      `${identity} could not ${registered?.ok === false ? 'register' : 'log in'} on the stack ${client.stack}: ${refused.exchange.request.method} ${refused.exchange.request.path} answered ${refused.status || refused.exchange.failure}.`,
      { fault: 'submission' },
    );
  }
  redaction.register(credential, `${identity}.${recipe.token.in === 'cookie' ? 'cookie' : 'token'}`);
  const id = ownId(answer) ?? (registered && ownId(registered));
  return {
    password: account.password,
    credential,
    ...(csrf !== undefined && recipe.token.in === 'cookie' && { csrf }),
    facts: {
      identity,
      email: account.email,
      username: account.username,
      registered: (registered ?? answer).exchange.id,
      ...(loggedIn && { loggedIn: loggedIn.exchange.id }),
      ...(id !== undefined && { id }),
    },
  };
}

/** The people of one stack, and how to send as one of them. */
export class Sessions {
  readonly #client: Client;
  readonly #recipe: Recipe | undefined;
  readonly #sessions = new Map<string, Session>();

  constructor(client: Client, recipe: Recipe | undefined) {
    this.#client = client;
    this.#recipe = recipe;
  }

  async enter(identity: 'A' | 'B' | 'C', values: Values): Promise<Session> {
    if (!this.#recipe)
      throw new RoadworthyError('no-recipe', 'Nobody could register on this submission.', { fault: 'submission' });
    const session = await runRecipe(this.#client, this.#recipe, identity, values);
    this.#sessions.set(identity, session);
    return session;
  }

  get(identity: IdentityName): Session | undefined {
    return this.#sessions.get(identity);
  }

  /** A session may be given another cookie with any answer, and is sent with the latest. */
  async send(identity: IdentityName, spec: RequestSpec): Promise<Reply> {
    const session = this.#sessions.get(identity);
    const reply = await this.#send(identity, session, spec);
    if (!session || !this.#recipe || !('cookie' in this.#recipe.use) || reply.setCookies.length === 0) return reply;
    const credential = refreshCookies(session.credential, reply.setCookies, Date.now());
    if (credential !== session.credential) {
      this.#client.redaction.register(credential, `${session.facts.identity}.cookie`);
      this.#sessions.set(identity, { ...session, credential });
    }
    return reply;
  }

  sendWith(identity: IdentityName, credential: string | undefined, spec: RequestSpec): Promise<Reply> {
    return this.#send(identity, credential === undefined ? undefined : { credential }, spec);
  }

  #send(identity: IdentityName, session: Pick<Session, 'credential' | 'csrf'> | undefined, spec: RequestSpec): Promise<Reply> {
    const headers = session && this.#recipe ? credentialHeaders(this.#recipe.use, session.credential, session.csrf) : {};
    return this.#client.send(identity, { ...spec, headers: { ...headers, ...spec.headers } });
  }
}
