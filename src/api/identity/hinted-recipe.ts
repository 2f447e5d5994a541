import { isJsonObject, readJson, type Json } from '../../json.ts';
import type { HintedRequest, HintedUser } from '../../submission/hints.ts';
import { accountRole } from '../payload/account-role.ts';
import type { FieldValue, Payload, PayloadField } from '../payload/payload.ts';
import type { AccountStep, ExistingAccount, TokenPlace, TokenUse } from './recipe.ts';

/** How the author says that somebody gets in; still to be proven, as every login is. */
export interface HintedRecipe {
  readonly register?: AccountStep;
  readonly login?: AccountStep;
  readonly existing?: Readonly<Partial<Record<'A' | 'B' | 'C', ExistingAccount>>>;
  readonly token?: { readonly place: TokenPlace; readonly use: TokenUse };
}

/** Makes a recipe of the users in a hint file: one that registers, or up to three who are there from the start. */
export function hintedRecipe(users: readonly HintedUser[]): HintedRecipe | { readonly failed: string } {
  const creator = users.find((user) => user.register !== null);
  if (creator?.register) {
    return {
      register: stepOf(creator.register, newAccountValue(creator.register.placeholders)),
      ...(creator.login && { login: stepOf(creator.login, newAccountValue(creator.login.placeholders)) }),
      ...tokenOf(creator),
    };
  }
  const [first, ...others] = users.filter((user) => user.login !== null);
  const login = first?.login;
  if (!login) return { failed: 'its auth part names no user who registers or logs in' };
  const accounts = [first, ...others].map((user) => user.login && credentialsIn(user.login));
  const [a, b, c] = accounts;
  if (!a || !b) return { failed: 'its auth part gives one login; two users are needed to tell them apart' };
  return {
    login: stepOf(login, existingAccountValue(a)),
    existing: { A: a, B: b, ...(c && { C: c }) },
    ...tokenOf(first),
  };
}

function tokenOf({ token }: HintedUser): Pick<HintedRecipe, 'token'> {
  if (!token) return {};
  if (token.in === 'cookie') return { token: { place: { in: 'cookie', names: [] }, use: { cookie: true } } };
  const place: TokenPlace =
    token.in === 'header' ? { in: 'header', name: token.selector.toLowerCase() } : { in: 'body', pointer: token.selector };
  return { token: { place, use: { header: token.header, template: token.template } } };
}

type ValueOf = (name: string, given: Json) => FieldValue;

function stepOf(request: HintedRequest, valueOf: ValueOf): AccountStep {
  const { endpoint, method } = request;
  return { operation: `${method} ${endpoint}`, method, path: endpoint, payload: payloadOf(request, valueOf) };
}

function payloadOf(request: HintedRequest, valueOf: ValueOf): Payload {
  const fields = leavesOf(request).map(({ path, value }): PayloadField => {
    const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
    return { path, value: valueOf(name, value), required: true, sources: ['hint'] };
  });
  return { contentType: request.contentType, fields };
}

/** What is made up for each user is what the author marks by a placeholder; a password is always our own. */
function newAccountValue(placeholders: readonly string[]): ValueOf {
  return (name, given) => {
    const role = accountRole(name);
    if (role === 'password' || role === 'confirm-password') return { role };
    if (typeof given !== 'string' || !placeholders.some((one) => given.includes(one))) return { fixed: given };
    return { role: role ?? (given.includes('@') ? 'email' : 'username') };
  };
}

function existingAccountValue({ username, password }: ExistingAccount): ValueOf {
  return (_, given) => (given === password ? { role: 'password' } : given === username ? { role: 'username' } : { fixed: given });
}

function credentialsIn(request: HintedRequest): ExistingAccount | undefined {
  if (request.credentials) return request.credentials;
  const texts = leavesOf(request).flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ role: accountRole(path.at(-1) ?? ''), value }] : [],
  );
  const password = texts.find(({ role }) => role === 'password')?.value;
  const username = texts.find(({ role }) => role === 'email' || role === 'username')?.value;
  return password === undefined || username === undefined ? undefined : { username, password };
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

const MAX_LEAVES = 40;

function leavesOf({ contentType, body }: HintedRequest): Leaf[] {
  const whole: Json = contentType === 'application/json' ? (readJson(body) ?? {}) : Object.fromEntries(new URLSearchParams(body));
  const leaves: Leaf[] = [];
  const left: Leaf[] = [{ path: [], value: whole }];
  for (let next = left.shift(); next && leaves.length < MAX_LEAVES; next = left.shift()) {
    const { path, value } = next;
    const below: [string | number, Json][] | undefined = Array.isArray(value)
      ? [...value.entries()]
      : isJsonObject(value)
        ? Object.entries(value)
        : undefined;
    if (below) left.push(...below.map(([key, item]): Leaf => ({ path: [...path, String(key)], value: item })));
    else leaves.push(next);
  }
  return leaves;
}
