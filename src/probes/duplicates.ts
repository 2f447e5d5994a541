import type { Resource } from '../api/api.ts';
import type { Reply } from '../api/client.ts';
import type { Account } from '../api/identity/recipe.ts';
import { ownId } from '../api/identity/own-id.ts';
import { keptValue } from '../api/payload/kept-value.ts';
import { rowsOf } from '../api/record-answer.ts';
import { creating } from '../api/resources.ts';
import { isScalar } from '../json.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';
import { enter, register, throwAway } from './throw-away.ts';

/** What the second of two equal values led to. */
export type Outcome =
  /** Refused by a 4xx. */
  | 'refused'
  /** Two records can be told apart, each with the value. */
  | 'second'
  /** The second took the place of the first: its password no longer opens the account. */
  | 'replaced'
  /** Answered by a 2xx, and nothing more is there than before. */
  | 'nothing new'
  | 'server error'
  | 'unknown';

export interface DoubleTry {
  readonly outcome: Outcome;
  readonly statuses: readonly [number, number];
  readonly chain: readonly string[];
}

export interface UniqueField {
  readonly operation: string;
  /** The field whose value was sent twice. */
  readonly field: string;
  /** How it is known that the value may be there once only. */
  readonly known: 'login' | 'answers';
  readonly stuck: string | null;
  /** Two tries with fresh values, one after the other. */
  readonly tries: readonly DoubleTry[];
  /** Rounds in which the same new value was sent ten times at once; empty where the second of two is not refused. */
  readonly rounds: readonly Round[];
}

/** How many of ten equal requests at once were taken, and whether their answers told them apart. */
export interface Round {
  readonly taken: number;
  readonly heldBack: number;
  /** Different ids among the answers of those taken; null when they named none. */
  readonly ids: number | null;
  readonly chain: readonly string[];
}

const FIELDS = 3;
const AT_ONCE = 10;
const ROUNDS = 3;
const OTHER_PASSWORD = 'Rw8-Heron-and-Lark-3z';

/** Sends the value twice that may be there once only: one after the other, and, where that is refused, ten times at once. */
export const duplicates = defineProbe({
  id: 'duplicates',
  effect: 'load',
  needs: ['api'],
  async run(live, { api }): Promise<{ fields: UniqueField[] }> {
    const fields: UniqueField[] = [];
    const account = await tryAccounts(live);
    if (account) fields.push(account);
    const unique = api.resources.flatMap((resource) =>
      (resource.payload?.fields ?? [])
        .filter((field) => field.unique === true && !('reference' in field.value))
        .map((field) => ({ resource, path: field.path })),
    );
    for (const { resource, path } of unique.slice(0, FIELDS)) fields.push(await tryRecords(live, api, resource, path));
    return { fields };
  },
});

/** The field that people log in with, sent by two throw-away people who share nothing else. */
async function tryAccounts(live: Live): Promise<UniqueField | undefined> {
  const { recipe } = live;
  if (!recipe?.register) return undefined;
  const asked = (recipe.login ?? recipe.register).payload.fields.flatMap(({ value }) => ('role' in value ? [value.role] : []));
  const role = asked.includes('email') ? 'email' : asked.includes('username') ? 'username' : undefined;
  const field = recipe.register.payload.fields.find(({ value }) => 'role' in value && value.role === role);
  if (role === undefined || !field) return undefined;
  const tries = [await registerTwice(live, role), await registerTwice(live, role)];
  const rounds: Round[] = [];
  if (tries.every(({ outcome }) => outcome === 'refused'))
    while (rounds.length < ROUNDS && rounds.every(({ heldBack }) => heldBack === 0)) rounds.push(await registerAtOnce(live));
  const operation = `${recipe.register.method} ${recipe.register.path}`;
  return { operation, field: field.path.join('.'), known: 'login', stuck: null, tries, rounds };
}

async function registerTwice(live: Live, role: 'email' | 'username'): Promise<DoubleTry> {
  const first = throwAway(live);
  const second: Account = { ...throwAway(live), name: 'Rowan Elm', password: OTHER_PASSWORD, [role]: first[role] };
  const [one, two] = [await register(live, first), await register(live, second)];
  const chain = [one.exchange.id, two.exchange.id];
  const statuses = [one.status, two.status] as const;
  if (!one.ok || isHeldBack(two.status)) return { outcome: 'unknown', statuses, chain };
  if (two.status >= 400) return { outcome: two.status >= 500 ? 'server error' : 'refused', statuses, chain };
  if (!two.ok) return { outcome: 'unknown', statuses, chain };
  return { ...(await compare(live, [first, one], [second, two])), statuses, chain };
}

/** Both were answered by a 2xx: are there two accounts, one, or one with another password? */
async function compare(
  live: Live,
  [first, one]: readonly [Account, Reply],
  [second, two]: readonly [Account, Reply],
): Promise<{ outcome: Outcome; chain: string[] }> {
  const entries = [await enter(live, first, one), await enter(live, second, two)] as const;
  const chain = [one, two].map(({ exchange }) => exchange.id).concat(entries.flatMap((entry) => entry.chain));
  if (entries.some(({ status }) => isHeldBack(status) || status >= 500)) return { outcome: 'unknown', chain };
  const differ = (ids: readonly (string | number | undefined)[]) => ids.every((id) => id !== undefined) && ids[0] !== ids[1];
  if (live.recipe?.login) {
    // a login that takes any password tells nobody apart
    const wrong = await enter(live, { ...first, password: 'Wrong-guess-7' }, one);
    if (wrong.entered || isHeldBack(wrong.status)) return { outcome: 'unknown', chain };
    if (entries[0].entered && entries[1].entered) return { outcome: 'second', chain };
    if (entries[1].entered) return { outcome: 'replaced', chain };
  } else if (differ([entries[0].id, entries[1].id])) return { outcome: 'second', chain };
  if (!entries[0].entered) return { outcome: 'unknown', chain };
  // the login finds the first of two: the second is known by the id that the database gave it
  const ids = [ownId(one), ownId(two)];
  if (isCounted(ids[0], ids[1])) return { outcome: 'second', chain };
  return { outcome: differ(ids) ? 'unknown' : 'nothing new', chain };
}

/** Whether the second id is one that follows the first: counted by a database, or an ObjectId with the same machine and a later count. A made-up id that hides a refusal does not. */
function isCounted(one: string | number | undefined, other: string | number | undefined): boolean {
  const [first, second] = [String(one), String(other)];
  if (/^\d{1,15}$/.test(first) && /^\d{1,15}$/.test(second))
    return Number(second) > Number(first) && Number(second) - Number(first) < 100;
  return (
    /^[0-9a-f]{24}$/.test(first) && /^[0-9a-f]{24}$/.test(second) && first.slice(8, 18) === second.slice(8, 18) && second > first
  );
}

async function registerAtOnce(live: Live): Promise<Round> {
  const person = throwAway(live);
  const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => register(live, person)));
  return roundOf(
    replies,
    replies.map((reply) => ownId(reply)),
  );
}

function roundOf(replies: readonly Reply[], allIds: readonly (string | number | undefined)[]): Round {
  const taken = replies.filter((reply) => reply.ok);
  const ids = allIds.filter((id, index) => replies[index]?.ok === true && id !== undefined);
  return {
    taken: taken.length,
    heldBack: replies.filter(({ status }) => isHeldBack(status)).length,
    ids: ids.length === 0 ? null : new Set(ids).size,
    chain: taken.map(({ exchange }) => exchange.id).slice(0, 3),
  };
}

/** Two records with the same value in a field of which an answer said that it may be there once. */
async function tryRecords(
  live: Live,
  api: Parameters<typeof recordsOf>[1],
  resource: Resource,
  path: readonly string[],
): Promise<UniqueField> {
  const field = path.join('.');
  const base = { operation: creating(resource), field, known: 'answers' as const, stuck: null, tries: [], rounds: [] };
  const records = recordsOf(live, api);
  const tries: DoubleTry[] = [];
  while (tries.length < 2) {
    const one = await records.make(resource, writer(live));
    if ('stuck' in one) return { ...base, stuck: one.stuck };
    const value = keptValue(one.reply.json, path.at(-1) ?? '');
    if (!isScalar(value)) return { ...base, stuck: `the answer of ${base.operation} does not show ${field}` };
    const two = await records.make(resource, writer(live), { [field]: value });
    if ('stuck' in two) return { ...base, stuck: two.stuck };
    const statuses = [one.reply.status, two.reply.status] as const;
    const chain = [...one.chain, two.reply.exchange.id];
    if (!one.reply.ok || isHeldBack(two.reply.status)) tries.push({ outcome: 'unknown', statuses, chain });
    else if (two.reply.status >= 400)
      tries.push({ outcome: two.reply.status >= 500 ? 'server error' : 'refused', statuses, chain });
    else {
      const list =
        one.listPath === undefined
          ? undefined
          : await live.send(writer(live), { method: 'GET', path: one.listPath, taken: one.collectionTaken });
      const rows = list?.ok ? rowsOf(list.json) : undefined;
      const equal = rows?.filter((row) => keptValue(row, path.at(-1) ?? '') === value).length;
      tries.push({
        outcome: equal === undefined || equal === 0 ? 'unknown' : equal > 1 ? 'second' : 'nothing new',
        statuses,
        chain: list ? [...chain, list.exchange.id] : chain,
      });
    }
  }
  return { ...base, tries };
}

const isHeldBack = (status: number) => status === 429 || status === 0;
