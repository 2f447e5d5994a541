import type { Resource } from '../api/api.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import { creating } from '../api/resources.ts';
import type { Reply } from '../api/client.ts';
import { leaves } from '../api/json-pointer.ts';
import { asBody } from '../api/payload/learn.ts';
import { MAX_RESOURCES } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

export type Intruder = 'B' | 'anonymous';
export type Access = 'read' | 'list' | 'update' | 'remove';

/** One try to reach A's record as somebody else, on a record made for this try, between two reads of A. */
export interface Attempt {
  readonly by: Intruder;
  readonly access: Access;
  readonly method: string;
  readonly status: number;
  /** Read and list: the answer held A's text. Update and remove: A saw the effect afterwards. */
  readonly reached: boolean;
  /** Whether A could read the record right before, and, where it should still be there, after; never where a limiter or nothing answered. */
  readonly controlled: boolean;
  /** Whether A may do herself what was refused here: null where that was not asked. What nobody but an admin may do is no sign of an owner. */
  readonly ownerMay: boolean | null;
  readonly exchange: string;
  /** From the making of the record to the request that shows the effect. */
  readonly chain: readonly string[];
}

export interface ResourceAccess {
  readonly resource: string;
  readonly collection: string;
  readonly stuck: string | null;
  readonly attempts: readonly Attempt[];
  /** Whether the record names A: her id, e-mail or user name stands in it. */
  readonly namesOwner: boolean;
}

/** Makes records as A and tries to read, list, change and delete them as B and as anonymous: a fresh one for each try, everything twice. */
export const otherUsers = defineProbe({
  id: 'other-users',
  effect: 'write',
  needs: ['api', 'identities'],
  async run(live, { api }): Promise<{ resources: ResourceAccess[] }> {
    const records = recordsOf(live, api);
    const resources: ResourceAccess[] = [];
    for (const resource of api.resources.filter((one) => one.createPath !== null).slice(0, MAX_RESOURCES))
      resources.push(await tryResource(live, records, resource));
    return { resources };
  },
});

async function tryResource(live: Live, records: Records, resource: Resource): Promise<ResourceAccess> {
  const base = { resource: resource.name, collection: resource.collection };
  const sample = await records.make(resource, 'A');
  if ('stuck' in sample) return { ...base, stuck: sample.stuck, attempts: [], namesOwner: false };
  if (!sample.reply.ok)
    return {
      ...base,
      stuck: `${creating(resource)} answered A with ${sample.reply.status}`,
      attempts: [],
      namesOwner: false,
    };
  const accesses: Access[] = [
    ...(resource.read ? (['read'] as const) : []),
    ...(resource.listPath !== null ? (['list'] as const) : []),
    ...(resource.update.length > 0 ? (['update'] as const) : []),
    ...(resource.remove ? (['remove'] as const) : []),
  ];
  const attempts: Attempt[] = [];
  for (const access of accesses) {
    for (const by of ['anonymous', 'B'] as const) {
      const first = await attempt(live, records, resource, by, access);
      if (!first) continue;
      attempts.push(first);
      // what was reached is tried once more on another record before anybody is accused
      const second = first.reached ? await attempt(live, records, resource, by, access) : undefined;
      if (second) attempts.push(second);
    }
  }
  return { ...base, stuck: null, attempts, namesOwner: namesOwner(live, sample.reply) };
}

async function attempt(
  live: Live,
  records: Records,
  resource: Resource,
  by: Intruder,
  access: Access,
): Promise<Attempt | undefined> {
  const made = await records.make(resource, 'A');
  if ('stuck' in made || !made.reply.ok) return undefined;
  if (access === 'list') return list(live, made, by);
  const { itemPath } = made;
  if (itemPath === undefined) return undefined;
  const item = { path: itemPath, taken: made.itemTaken };
  const canRead = resource.read;
  const asOwner = () =>
    canRead
      ? live.send('A', { method: 'GET', ...item })
      : live.send('A', { method: 'GET', path: made.listPath ?? made.createPath, taken: made.collectionTaken });
  const before = await asOwner();
  if (access === 'read') {
    const reply = await live.send(by, { method: 'GET', ...item });
    const after = await live.send('A', { method: 'GET', ...item });
    return fact(
      by,
      access,
      'GET',
      reply,
      reply.ok && reply.text.includes(made.canary),
      holds(before, made) && holds(after, made),
      made.chain,
    );
  }
  const seen = await effectOf(live, records, resource, made, by, access, asOwner);
  return (
    seen && {
      ...fact(by, access, seen.method, seen.reply, seen.reached, holds(before, made) && !isSilent(seen.after), seen.chain),
      ownerMay: seen.ownerMay,
    }
  );
}

const holds = (reply: Reply, made: MadeRecord) => reply.ok && reply.text.includes(made.canary);
/** A limiter, or nothing at all: no answer to what was asked. */
const isSilent = ({ status }: Reply) => status === 429 || status === 0;
/** That there is no such record any more; a token that ran out or a limiter says nothing of the kind. */
const isGone = (reply: Reply, made: MadeRecord) =>
  !reply.text.includes(made.canary) &&
  (reply.ok || (reply.status >= 400 && reply.status < 500)) &&
  ![401, 403, 408, 429].includes(reply.status);

async function list(live: Live, made: MadeRecord, by: Intruder): Promise<Attempt> {
  const spec = { method: 'GET', path: made.listPath ?? '', taken: made.collectionTaken };
  const reply = await live.send(by, spec);
  const asOwner = await live.send('A', spec);
  return fact(
    by,
    'list',
    'GET',
    reply,
    reply.ok && reply.text.includes(made.canary),
    asOwner.ok && asOwner.text.includes(made.canary),
    made.chain,
  );
}

interface Effect {
  readonly reply: Reply;
  readonly after: Reply;
  readonly method: string;
  readonly ownerMay: boolean | null;
  readonly reached: boolean;
  readonly chain: string[];
}

const isRefusal = ({ status }: Reply) => [401, 403, 404].includes(status);

/** Changes or deletes A's record as somebody else, and looks as A what became of it. */
async function effectOf(
  live: Live,
  records: Records,
  resource: Resource,
  made: MadeRecord,
  by: Intruder,
  access: 'update' | 'remove',
  look: () => Promise<Reply>,
): Promise<Effect | undefined> {
  const path = made.itemPath ?? '';
  const item = { path, taken: made.itemTaken };
  if (access === 'remove') {
    const reply = await live.send(by, { method: 'DELETE', ...item });
    const after = await look();
    return {
      reply,
      after,
      method: 'DELETE',
      ownerMay: isRefusal(reply) ? (await live.send('A', { method: 'DELETE', ...item })).ok : null,
      reached: reply.ok && isGone(after, made),
      chain: [...made.chain, reply.exchange.id, after.exchange.id],
    };
  }
  const method = resource.update[0];
  // A's own records are referred to, so that only the item itself is somebody else's
  const filled = resource.payload && (await records.fill(resource.payload, 'A'));
  if (method === undefined || !filled || 'stuck' in filled || !resource.payload) return undefined;
  const change = { method, path, ...asBody(resource.payload, filled.body), taken: [...made.itemTaken, ...filled.taken] };
  const reply = await live.send(by, change);
  const after = await look();
  return {
    reply,
    after,
    method,
    ownerMay: isRefusal(reply) ? (await live.send('A', change)).ok : null,
    reached: after.ok && after.text.includes(filled.canary),
    chain: [...made.chain, ...filled.chain, reply.exchange.id, after.exchange.id],
  };
}

function fact(
  by: Intruder,
  access: Access,
  method: string,
  reply: Reply,
  reached: boolean,
  controlled: boolean,
  chain: readonly string[],
): Attempt {
  const exchange = reply.exchange.id;
  return {
    by,
    access,
    method,
    status: reply.status,
    reached,
    controlled: controlled && !isSilent(reply),
    ownerMay: null,
    exchange,
    chain: chain.includes(exchange) ? chain : [...chain, exchange],
  };
}

const OWNER_KEY = /(?:user|owner|author|creator|created_?by|account|customer|member|poster)/i;

/** `member_count: 1` names nobody, though A's id may be 1. */
const AMOUNT_KEY = /count|total|num|amount|limit|max|min|size|level|rating|score|version|order|position|type|role|status/i;

function namesOwner(live: Live, reply: Reply): boolean {
  const { email, username, id } = live.account('A');
  return leaves(reply.json).some(
    ({ key, value, pointer }) =>
      value === email ||
      value === username ||
      (id !== undefined && String(value) === String(id) && OWNER_KEY.test(pointer) && !AMOUNT_KEY.test(key)),
  );
}
