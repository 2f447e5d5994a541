import type { Client, Reply, RequestSpec } from '../client.ts';
import { saysSame } from '../control.ts';
import type { Operation } from '../operation.ts';
import { fillPayload } from '../payload/fill.ts';
import { asBody, learnPayload } from '../payload/learn.ts';
import type { Payload } from '../payload/payload.ts';
import { PASSWORDS, type Values } from '../values.ts';
import { endsSession, rankLogins, rankRegistrations } from './rank.ts';
import type { HintedUser } from '../../submission/hints.ts';
import { hintedRecipe } from './hinted-recipe.ts';
import type { Account, AccountStep, Recipe, TokenPlace, TokenUse } from './recipe.ts';
import { isNamedForCsrf, refreshCookies } from './cookies.ts';
import { accountOf, fetchCsrf, guardHeaders, type Guard } from './session.ts';
import { garbage, spoil } from './spoil.ts';
import { credentialHeaders, takeCsrf, takeToken, tokenPlaces, tokenUses } from './token.ts';

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
  const learning: Learning = { client, operations, account, values, ...(await findCsrf(client, operations)) };
  const reasons: string[] = [];
  for (const operation of registrations) {
    const registered = await learnStep(learning, operation);
    if ('stuck' in registered) {
      reasons.push(`${operation.id}: ${registered.stuck}`);
      continue;
    }
    const found = await findLogin(learning, registered);
    if ('recipe' in found) return found;
    reasons.push(found.failed);
  }
  return { failed: reasons.join('; '), candidates };
}

/** Gets in as the author's hints say, and proves that as every login is proven. */
export async function tryHintedRecipe(
  client: Client,
  operations: readonly Operation[],
  values: Values,
  users: readonly HintedUser[],
): Promise<LearntRecipe> {
  const hinted = hintedRecipe(users);
  if ('failed' in hinted) return { failed: hinted.failed, candidates: 1 };
  const account = accountOf('C', values, hinted.existing?.C ? hinted.existing : undefined);
  const known = hinted.existing ? { ...account, ...(hinted.existing.C ?? hinted.existing.A) } : account;
  if (hinted.existing) client.redaction.register(known.password, 'C.password');
  const learning: Learning = { client, operations, account: known, values, ...(await findCsrf(client, operations)) };
  const register = hinted.register && (await takeStep(learning, hinted.register));
  if (register?.reply.ok === false)
    return { failed: `${register.step.operation} answered ${register.reply.status}`, candidates: 1 };
  const login = hinted.login && (await takeStep(learning, hinted.login));
  if (login?.reply.ok === false) return { failed: `${login.step.operation} answered ${login.reply.status}`, candidates: 1 };
  const recipe = await proveLogin(learning, register, login, hinted.token);
  if (!recipe) return { failed: 'no credential from it made a difference to any request', candidates: 1 };
  const reason = `as the author's hints say, ${recipe.proof.reason}`;
  return { recipe: { ...recipe, ...(hinted.existing && { existing: hinted.existing }), proof: { ...recipe.proof, reason } } };
}

async function takeStep({ client, account, values, guard }: Learning, step: AccountStep): Promise<LearntStep> {
  const { method, path, payload } = step;
  const headers = guard ? guardHeaders(guard) : {};
  const body = asBody(payload, fillPayload(payload, { values, account, references: {} }));
  return { step, reply: await client.send('anonymous', { method, path, headers, ...body, givesCredentialOf: 'C' }) };
}

interface Learning {
  readonly client: Client;
  readonly operations: readonly Operation[];
  readonly account: Account;
  readonly values: Values;
  /** Where tokens against forged requests are given out, and the one that nobody got there. */
  readonly csrf?: { readonly path: string };
  readonly guard?: Guard;
}

/** An operation that gives out tokens against forged requests, when there is one that does. */
async function findCsrf(client: Client, operations: readonly Operation[]): Promise<Pick<Learning, 'csrf' | 'guard'>> {
  const operation = operations.find(({ method, path }) => method === 'GET' && isNamedForCsrf(path) && !path.includes('{'));
  if (!operation) return {};
  const guard = await fetchCsrf(client, operation.path, '', 'C');
  return guard.csrf === undefined && guard.cookies === '' ? {} : { csrf: { path: operation.path }, guard };
}

interface LearntStep {
  readonly step: AccountStep;
  readonly reply: Reply;
}

async function learnStep(
  { client, account, values, guard }: Learning,
  operation: Operation,
): Promise<LearntStep | { stuck: string }> {
  const { method, path } = operation;
  const headers = guard ? guardHeaders(guard) : {};
  const learnt = await learnPayload(
    operation,
    (payload) => Promise.resolve(fillPayload(payload, { values, account, references: {} })),
    (body) => client.send('anonymous', { method, path, headers, ...body, givesCredentialOf: 'C' }),
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

async function findLogin(learning: Learning, registered: LearntStep): Promise<{ recipe: Recipe } | { failed: string }> {
  const reasons: string[] = [];
  for (const operation of rankLogins(learning.operations).slice(0, CANDIDATES)) {
    const login = await logIn(learning, operation, registered.step.payload);
    if ('stuck' in login) {
      reasons.push(`${operation.id}: ${login.stuck}`);
      continue;
    }
    const proven = await proveLogin(learning, registered, login);
    if (proven) return { recipe: proven };
    reasons.push(`${operation.id} answered ${login.reply.status}, but no credential from it made a difference to any request`);
  }
  const proven = await proveLogin(learning, registered, undefined);
  if (proven) return { recipe: proven };
  return {
    failed:
      reasons.length > 0 ? reasons.join('; ') : `${registered.step.operation} registers, but no operation looks like a login.`,
  };
}

/** The credentials of the registration, in its own field names, are tried before anything is learnt. */
async function logIn(learning: Learning, operation: Operation, registration: Payload): Promise<LearntStep | { stuck: string }> {
  const { client, account, values, guard } = learning;
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
      headers: guard ? guardHeaders(guard) : {},
      ...body,
      givesCredentialOf: 'C',
    });
    if (reply.ok) return { step: stepOf(operation, payload), reply };
  }
  return learnStep(learning, operation);
}

/**
 * The first way of sending the credential that some request tells from none and from a wrong one. An app that does not look at
 * signatures takes a spoilt one for the user's own, and one that looks at nothing takes any: who finds no better proof takes that one.
 */
async function proveLogin(
  learning: Learning,
  registered: LearntStep | undefined,
  login: LearntStep | undefined,
  known?: { readonly place: TokenPlace; readonly use: TokenUse },
): Promise<Recipe | undefined> {
  const { client, guard } = learning;
  const answer = (login ?? registered)?.reply;
  if (!answer) return undefined;
  let best: { recipe: Recipe; strength: number } | undefined;
  const places = known && known.place.in !== 'cookie' ? [known.place] : tokenPlaces(answer);
  for (const place of places) {
    const credential = takeToken(answer, place, guard?.cookies);
    if (credential === undefined) continue;
    client.redaction.register(credential, place.in === 'cookie' ? 'C.cookie' : 'C.token');
    for (const use of known ? [known.use] : tokenUses(place)) {
      const found = await prove(learning, { credential, use, csrf: takeCsrf(answer.json, { isItsOwnAnswer: false }) });
      if (!found || found.strength <= (best?.strength ?? -1)) continue;
      const { csrf } = learning;
      const recipe: Recipe = {
        ...(registered && { register: registered.step }),
        ...(login && { login: login.step }),
        token: place,
        use,
        ...(csrf && { csrf }),
        proof: found.proof,
      };
      if (found.strength === STRONGEST) return recipe;
      best = { recipe, strength: found.strength };
    }
  }
  return best?.recipe;
}

interface Credential {
  readonly credential: string;
  readonly use: TokenUse;
  readonly csrf: string | undefined;
}

/** How much a proof shows: that any credential is taken, that garbage is refused, or even a spoilt signature. */
const REFUSED = ['anonymous', 'anonymous and garbage', 'anonymous and a spoilt credential'] as const;
const STRONGEST = REFUSED.length - 1;

interface Proof {
  readonly proof: Recipe['proof'];
  readonly strength: number;
}

async function prove(
  { client, operations, account }: Learning,
  { credential, use, csrf }: Credential,
): Promise<Proof | undefined> {
  const wrong = [garbage(credential, use), spoil(credential, use)] as const;
  client.redaction.register(wrong[0], 'C.token:garbage');
  client.redaction.register(wrong[1], 'C.token:spoilt');
  const candidates = operations
    .filter((operation) => operation.method === 'GET' && !operation.path.includes('{') && !endsSession(operation.path))
    .sort((one, other) => proofRank(other) - proofRank(one))
    .slice(0, 8);
  let current = credential;
  const askUser = async (spec: RequestSpec): Promise<Reply> => {
    const reply = await client.send('C', { ...spec, headers: credentialHeaders(use, current, csrf) });
    if ('cookie' in use) current = refreshCookies(current, reply.setCookies, Date.now());
    client.redaction.register(current, 'cookie' in use ? 'C.cookie' : 'C.token');
    return reply;
  };
  const ask = (path: string, headers: Record<string, string>) => client.send('anonymous', { method: 'GET', path, headers });
  let best: Proof | undefined;
  for (const { path } of candidates) {
    const asUser = await askUser({ method: 'GET', path });
    if (!asUser.ok) continue;
    const asNobody = await ask(path, {});
    if (saysSame(asUser, asNobody)) continue;
    const refuses = async (value: string) => !saysSame(await ask(path, credentialHeaders(use, value)), asUser);
    const strength = (await refuses(wrong[1])) ? 2 : (await refuses(wrong[0])) ? 1 : 0;
    if (strength <= (best?.strength ?? -1)) continue;
    // that garbage is taken proves something only where nothing at all is refused
    if (strength === 0 && asNobody.status !== 401 && asNobody.status !== 403) continue;
    const again = await askUser({ method: 'GET', path });
    if (!saysSame(asUser, again)) continue;
    const personal = asUser.text.includes(account.email) || asUser.text.includes(account.username);
    const answered = personal ? 'it answered a user with their own data' : 'it answered a user';
    best = { proof: { method: 'GET', path, reason: `${answered}, and refused ${REFUSED[strength]}` }, strength };
    if (strength === STRONGEST) return best;
  }
  if (best) return best;
  for (const operation of operations
    .filter((one) => one.method === 'POST' && !one.path.includes('{') && one.path !== '/' && !endsSession(one.path))
    .slice(0, 8)) {
    const asNobody = await client.send('anonymous', { method: 'POST', path: operation.path, json: {} });
    if (asNobody.status !== 401 && asNobody.status !== 403) continue;
    const asUser = await askUser({ method: 'POST', path: operation.path, json: {} });
    if (![0, 429, asNobody.status].includes(asUser.status) && asUser.status < 500) {
      const reason = `it refused anonymous with ${asNobody.status} and let a user in (${asUser.status})`;
      return { proof: { method: 'POST', path: operation.path, reason }, strength: STRONGEST };
    }
  }
  return undefined;
}

function proofRank(operation: Operation): number {
  if (/\/(?:me|profile|whoami|current|self)\/?$/i.test(operation.path)) return 3;
  if (/users?|accounts?/i.test(operation.path)) return 2;
  return operation.secured === true ? 1 : 0;
}
