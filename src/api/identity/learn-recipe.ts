import type { Client, Reply } from '../client.ts';
import { saysSame } from '../control.ts';
import type { Operation } from '../operation.ts';
import { fillPayload } from '../payload/fill.ts';
import { asBody, learnPayload } from '../payload/learn.ts';
import type { Payload } from '../payload/payload.ts';
import { PASSWORDS, type Values } from '../values.ts';
import { endsSession, rankLogins, rankRegistrations } from './rank.ts';
import type { Account, AccountStep, Recipe, TokenPlace, TokenUse } from './recipe.ts';
import { accountOf } from './session.ts';
import { spoil } from './spoil.ts';
import { credentialHeaders, takeToken, tokenPlaces, tokenUses } from './token.ts';

/** How to become somebody, or why nobody could; `candidates` counts the operations that looked like a registration or login. */
export type LearntRecipe = { readonly recipe: Recipe } | { readonly failed: string; readonly candidates: number };

const CANDIDATES = 4;

/** Registers, logs in and proves the login on the discovery stack; answers how, or in one sentence why not. */
export async function learnRecipe(client: Client, operations: readonly Operation[], values: Values): Promise<LearntRecipe> {
  client.redaction.register(PASSWORDS.AB, 'AB.password');
  client.redaction.register(PASSWORDS.C, 'C.password');
  const registrations = rankRegistrations(operations).slice(0, CANDIDATES);
  const candidates = registrations.length + rankLogins(operations).length;
  if (registrations.length === 0) return { failed: 'No operation looks like a registration.', candidates };
  const account = accountOf('C', values);
  const reasons: string[] = [];
  for (const operation of registrations) {
    const registered = await learnStep(client, operation, account, values);
    if ('stuck' in registered) {
      reasons.push(`${operation.id}: ${registered.stuck}`);
      continue;
    }
    const found = await findLogin(client, operations, registered, account, values);
    if ('recipe' in found) return found;
    reasons.push(found.failed);
  }
  return { failed: reasons.join('; '), candidates };
}

interface LearntStep {
  readonly step: AccountStep;
  readonly reply: Reply;
}

async function learnStep(
  client: Client,
  operation: Operation,
  account: Account,
  values: Values,
): Promise<LearntStep | { stuck: string }> {
  const learnt = await learnPayload(
    operation,
    (payload) => Promise.resolve(fillPayload(payload, { values, account, references: {} })),
    (body) => client.send('anonymous', { method: operation.method, path: operation.path, ...body, givesCredentialOf: 'C' }),
  );
  if ('stuck' in learnt) return { stuck: learnt.stuck };
  if (!learnt.reply.ok) return { stuck: `last answer ${learnt.reply.status}` };
  return { step: stepOf(operation, learnt.payload), reply: learnt.reply };
}

const stepOf = (operation: Operation, payload: Payload): AccountStep => ({
  operation: operation.id,
  method: operation.method,
  path: operation.path,
  payload,
});

async function findLogin(
  client: Client,
  operations: readonly Operation[],
  registered: LearntStep,
  account: Account,
  values: Values,
): Promise<{ recipe: Recipe } | { failed: string }> {
  const reasons: string[] = [];
  for (const operation of rankLogins(operations).slice(0, CANDIDATES)) {
    const login = await logIn(client, operation, registered.step.payload, account, values);
    if ('stuck' in login) {
      reasons.push(`${operation.id}: ${login.stuck}`);
      continue;
    }
    const proven = await proveLogin(client, operations, registered.step, login, account);
    if (proven) return { recipe: proven };
    reasons.push(`${operation.id} answered ${login.reply.status}, but no credential from it made a difference to any request`);
  }
  const proven = await proveLogin(client, operations, registered.step, undefined, account, registered.reply);
  if (proven) return { recipe: proven };
  return {
    failed:
      reasons.length > 0 ? reasons.join('; ') : `${registered.step.operation} registers, but no operation looks like a login.`,
  };
}

/** The credentials of the registration, in its own field names, are tried before anything is learnt. */
async function logIn(
  client: Client,
  operation: Operation,
  registration: Payload,
  account: Account,
  values: Values,
): Promise<LearntStep | { stuck: string }> {
  const roles = new Set(['email', 'username', 'password']);
  const fields = registration.fields.filter((field) => 'role' in field.value && roles.has(field.value.role));
  const named = fields.some((field) => 'role' in field.value && field.value.role === 'email')
    ? fields.filter((field) => !('role' in field.value && field.value.role === 'username'))
    : fields;
  if (named.length >= 2 && operation.body === undefined) {
    const payload: Payload = { contentType: registration.contentType, fields: named };
    const body = asBody(payload, fillPayload(payload, { values, account, references: {} }));
    const reply = await client.send('anonymous', {
      method: operation.method,
      path: operation.path,
      ...body,
      givesCredentialOf: 'C',
    });
    if (reply.ok) return { step: stepOf(operation, payload), reply };
  }
  return learnStep(client, operation, account, values);
}

/** The first way of sending the credential that some request tells from none and from a wrong one; B must not look like A where that can be seen. */
async function proveLogin(
  client: Client,
  operations: readonly Operation[],
  register: AccountStep,
  login: LearntStep | undefined,
  account: Account,
  registration?: Reply,
): Promise<Recipe | undefined> {
  const answer = login?.reply ?? registration;
  if (!answer) return undefined;
  for (const place of tokenPlaces(answer)) {
    const credential = takeToken(answer, place);
    if (credential === undefined) continue;
    client.redaction.register(credential, place.in === 'cookie' ? 'C.cookie' : 'C.token');
    for (const use of tokenUses(place)) {
      const proof = await prove(client, operations, { credential, use, place }, account);
      if (proof) return { register, ...(login && { login: login.step }), token: place, use, proof };
    }
  }
  return undefined;
}

interface Credential {
  readonly credential: string;
  readonly use: TokenUse;
  readonly place: TokenPlace;
}

async function prove(
  client: Client,
  operations: readonly Operation[],
  { credential, use }: Credential,
  account: Account,
): Promise<Recipe['proof'] | undefined> {
  const wrong = spoil(credential, use);
  client.redaction.register(wrong, 'C.token:spoilt');
  const candidates = operations
    .filter((operation) => operation.method === 'GET' && !operation.path.includes('{') && !endsSession(operation.path))
    .sort((one, other) => proofRank(other) - proofRank(one))
    .slice(0, 8);
  const ask = (path: string, headers: Record<string, string>, method = 'GET', identity: 'C' | 'anonymous' = 'C') =>
    client.send(identity, { method, path, headers });
  for (const { path } of candidates) {
    const asUser = await ask(path, credentialHeaders(use, credential));
    if (!asUser.ok) continue;
    const asNobody = await ask(path, {}, 'GET', 'anonymous');
    if (saysSame(asUser, asNobody)) continue;
    const asWrong = await ask(path, credentialHeaders(use, wrong), 'GET', 'anonymous');
    if (saysSame(asWrong, asUser)) continue;
    const again = await ask(path, credentialHeaders(use, credential));
    if (!saysSame(asUser, again)) continue;
    const personal = asUser.text.includes(account.email) || asUser.text.includes(account.username);
    return {
      method: 'GET',
      path,
      reason: personal
        ? 'it answered a user with their own data, and refused anonymous and a spoilt credential'
        : 'it answered a user, and refused anonymous and a spoilt credential',
    };
  }
  for (const operation of operations
    .filter((one) => one.method === 'POST' && !one.path.includes('{') && one.path !== '/' && !endsSession(one.path))
    .slice(0, 8)) {
    const asNobody = await client.send('anonymous', { method: 'POST', path: operation.path, json: {} });
    if (asNobody.status !== 401 && asNobody.status !== 403) continue;
    const asUser = await client.send('C', {
      method: 'POST',
      path: operation.path,
      json: {},
      headers: credentialHeaders(use, credential),
    });
    if (![0, 429, asNobody.status].includes(asUser.status) && asUser.status < 500) {
      return {
        method: 'POST',
        path: operation.path,
        reason: `it refused anonymous with ${asNobody.status} and let a user in (${asUser.status})`,
      };
    }
  }
  return undefined;
}

function proofRank(operation: Operation): number {
  if (/\/(?:me|profile|whoami|current|self)\/?$/i.test(operation.path)) return 3;
  if (/users?|accounts?/i.test(operation.path)) return 2;
  return operation.secured === true ? 1 : 0;
}
