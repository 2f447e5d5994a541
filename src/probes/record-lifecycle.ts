import type { Resource } from '../api/api.ts';
import { missingIds } from '../api/missing-id.ts';
import { rowsOf } from '../api/record-answer.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import type { Reply } from '../api/client.ts';
import { asBody } from '../api/payload/learn.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';
import { MAX_RESOURCES, writer } from './people.ts';

/** What an answer was, as a fact: `holds` says whether it carried the text that only this record has. */
export type Step = {
  readonly exchange: string;
  readonly chain: readonly string[];
  readonly status: number;
  readonly holds: boolean;
};

export type MissingStep = Step & { readonly content: 'error' | 'empty' | 'other' };

export interface Lifecycle {
  readonly resource: string;
  readonly collection: string;
  /** Why nothing could be made; the rest is then empty. */
  readonly stuck: string | null;
  readonly creates: readonly (Step & { readonly location: boolean; readonly id: boolean })[];
  readonly read: Step | null;
  readonly list: (Step & { readonly rows: number | null }) | null;
  readonly update: (Step & { readonly method: string; readonly changed: boolean }) | null;
  readonly remove: (Step & { readonly readAfter: number | null }) | null;
  /** Items that never were, asked for while another one can be read. */
  readonly missing: readonly MissingStep[];
  /** The first record read again after all this. */
  readonly readAgain: Step | null;
}

/** Creates two records of every resource, reads, lists, changes and deletes them, and asks for some that never were. */
export const recordLifecycle = defineProbe({
  id: 'record-lifecycle',
  effect: 'write',
  needs: ['api'],
  async run(live, { api }): Promise<{ resources: Lifecycle[] }> {
    const records = recordsOf(live, api);
    const resources: Lifecycle[] = [];
    for (const resource of api.resources.filter((one) => one.createPath !== null).slice(0, MAX_RESOURCES))
      resources.push(await liveThrough(live, records, resource));
    return { resources };
  },
});

async function liveThrough(live: Live, records: Records, resource: Resource): Promise<Lifecycle> {
  const nothing: Lifecycle = {
    resource: resource.name,
    collection: resource.collection,
    stuck: null,
    creates: [],
    read: null,
    list: null,
    update: null,
    remove: null,
    missing: [],
    readAgain: null,
  };
  const who = writer(live);
  const first = await records.make(resource, who);
  const second = await records.make(resource, who);
  if ('stuck' in first || 'stuck' in second)
    return { ...nothing, stuck: 'stuck' in first ? first.stuck : 'stuck' in second ? second.stuck : null };
  const creates = [first, second].map((made) => ({
    ...step(made.reply, made.chain.slice(0, -1), made.canary),
    location: made.reply.headers['location'] !== undefined,
    id: made.id !== undefined,
  }));
  const read = resource.read ? await readItem(live, first) : null;
  const listReply =
    first.listPath !== undefined
      ? await live.send(who, { method: 'GET', path: first.listPath, taken: first.collectionTaken })
      : null;
  const missing = resource.read && first.itemPath !== undefined ? await readMissing(live, first, read) : [];
  return {
    ...nothing,
    creates,
    read,
    list: listReply && { ...step(listReply, first.chain, first.canary), rows: rowsOf(listReply.json)?.length ?? null },
    update: await update(live, records, resource, second),
    missing,
    readAgain: resource.read ? await readItem(live, first) : null,
    remove: resource.remove ? await remove(live, resource, second) : null,
  };
}

function step(reply: Reply, before: readonly string[], canary: string): Step {
  return {
    exchange: reply.exchange.id,
    chain: [...before, reply.exchange.id],
    status: reply.status,
    holds: reply.text.includes(canary),
  };
}

async function readItem(live: Live, made: MadeRecord): Promise<Step | null> {
  if (made.itemPath === undefined) return null;
  return step(
    await live.send(writer(live), { method: 'GET', path: made.itemPath, taken: made.itemTaken }),
    made.chain,
    made.canary,
  );
}

async function update(live: Live, records: Records, resource: Resource, made: MadeRecord): Promise<Lifecycle['update']> {
  const method = resource.update[0];
  if (method === undefined || made.itemPath === undefined || !resource.payload) return null;
  const filled = await records.fill(resource.payload, writer(live));
  if ('stuck' in filled) return null;
  const reply = await live.send(writer(live), {
    method,
    path: made.itemPath,
    ...asBody(resource.payload, filled.body),
    taken: [...made.itemTaken, ...filled.taken],
  });
  const after = resource.read
    ? await live.send(writer(live), { method: 'GET', path: made.itemPath, taken: made.itemTaken })
    : null;
  return {
    ...step(reply, [...made.chain, ...filled.chain], filled.canary),
    method,
    changed: after?.text.includes(filled.canary) ?? reply.text.includes(filled.canary),
  };
}

async function remove(live: Live, resource: Resource, made: MadeRecord): Promise<Lifecycle['remove']> {
  if (made.itemPath === undefined) return null;
  const reply = await live.send(writer(live), { method: 'DELETE', path: made.itemPath, taken: made.itemTaken });
  const after = resource.read
    ? await live.send(writer(live), { method: 'GET', path: made.itemPath, taken: made.itemTaken })
    : null;
  return { ...step(reply, made.chain, made.canary), readAfter: after?.status ?? null };
}

async function readMissing(live: Live, made: MadeRecord, read: Step | null): Promise<MissingStep[]> {
  const { id, itemPath } = made;
  if (!read?.holds || !id || itemPath === undefined) return [];
  const steps: MissingStep[] = [];
  for (const missing of missingIds(id.value)) {
    const at = itemPath.lastIndexOf(encodeURIComponent(id.value));
    const path = itemPath.slice(0, at) + encodeURIComponent(missing) + itemPath.slice(at + encodeURIComponent(id.value).length);
    const reply = await live.send(writer(live), { method: 'GET', path, taken: made.collectionTaken });
    steps.push({ ...step(reply, made.chain.slice(0, -1), made.canary), content: contentOf(reply) });
  }
  return steps;
}

function contentOf(reply: Reply): MissingStep['content'] {
  const text = reply.text.trim();
  if (text === '' || /^(?:null|\{\}|\[\]|""|\{"[^"]+":(?:null|\[\]|\{\})\})$/.test(text)) return 'empty';
  return /not\s*found|no such|does(?:n't| not) exist|missing|invalid|error|unknown/i.test(text) ? 'error' : 'other';
}
