import type { Resource } from '../api/api.ts';
import { missingIds } from '../api/missing-id.ts';
import { rowsOf } from '../api/record-answer.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import type { Reply } from '../api/client.ts';
import { saysSame } from '../api/control.ts';
import { asBody } from '../api/payload/learn.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { lookAt, type AnswerLook } from './answer-look.ts';
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

export type MissingStep = Step & { readonly content: 'error' | 'empty' | 'other'; readonly look: AnswerLook };

export type ListStep = Step & { readonly rows: number | null };

/** A list with nothing in it, asked for by somebody who has no records yet. */
export type EmptyList = ListStep & {
  /** Status of the same request once more. */
  readonly again: number;
  /** The list after this person made a record: it tells an empty list from one that is not theirs. Null when 200 needed no proof. */
  readonly filled: Step | null;
};

/** One deletion of a record that was made for it. */
export type RemoveStep = Step & {
  /** Whether the record could be seen before. */
  readonly seenBefore: boolean;
  readonly readAfter: number | null;
  /** What became of it: gone, there as before, there with another look (marked as deleted); null when it cannot be seen at all. */
  readonly became: 'gone' | 'same' | 'marked' | null;
  /** Status of the same request once more. */
  readonly again: number;
};

export interface Lifecycle {
  readonly resource: string;
  readonly collection: string;
  /** Why nothing could be made; the rest is then empty. */
  readonly stuck: string | null;
  readonly creates: readonly (Step & { readonly location: boolean; readonly id: boolean })[];
  readonly read: Step | null;
  readonly list: ListStep | null;
  /** The same list at the end. */
  readonly listAgain: ListStep | null;
  readonly emptyList: EmptyList | null;
  readonly update: (Step & { readonly method: string; readonly changed: boolean }) | null;
  /** Whether items can be deleted; then the deletions of fresh records: one, and a second where the first was odd. */
  readonly removable: boolean;
  readonly removes: readonly RemoveStep[];
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
    listAgain: null,
    emptyList: null,
    update: null,
    removable: resource.remove,
    removes: [],
    missing: [],
    readAgain: null,
  };
  const who = writer(live);
  const emptyList = await readEmptyList(live, records, resource);
  const first = await records.make(resource, who);
  const second = await records.make(resource, who);
  if ('stuck' in first || 'stuck' in second)
    return { ...nothing, stuck: 'stuck' in first ? first.stuck : 'stuck' in second ? second.stuck : null };
  const creates = [first, second].map((made) => ({
    ...step(made.reply, made.before, made.canary),
    location: made.reply.headers['location'] !== undefined,
    id: made.id !== undefined,
  }));
  const read = resource.read ? await readItem(live, first) : null;
  const list = await readList(live, first);
  const missing = resource.read && first.itemPath !== undefined ? await readMissing(live, first, read) : [];
  return {
    ...nothing,
    creates,
    read,
    list,
    emptyList,
    update: await update(live, records, resource, second),
    missing,
    readAgain: resource.read ? await readItem(live, first) : null,
    listAgain: list && (await readList(live, first)),
    removes: resource.remove ? await removeSome(live, records, resource) : [],
  };
}

async function readList(live: Live, made: MadeRecord): Promise<ListStep | null> {
  if (made.listPath === undefined) return null;
  const reply = await live.send(writer(live), { method: 'GET', path: made.listPath, taken: made.collectionTaken });
  return { ...step(reply, made.chain, made.canary), rows: rowsOf(reply.json)?.length ?? null };
}

/** C has made nothing yet; a list below somebody's record is not hers to ask for. */
async function readEmptyList(live: Live, records: Records, resource: Resource): Promise<EmptyList | null> {
  const who = live.hasUsers ? 'C' : 'anonymous';
  if (resource.listPath === null || resource.parents.length > 0) return null;
  const spec = { method: 'GET', path: resource.listPath + (resource.listQuery ?? '') };
  const reply = await live.send(who, spec);
  const rows = rowsOf(reply.json)?.length ?? null;
  if (reply.status === 200 ? rows !== 0 : (rows ?? 0) > 0) return null;
  const again = await live.send(who, spec);
  const asked = { exchange: reply.exchange.id, chain: [reply.exchange.id], status: reply.status, holds: false, rows };
  if (reply.status === 200) return { ...asked, again: again.status, filled: null };
  const made = await records.make(resource, who);
  if ('stuck' in made) return null;
  const filled = await live.send(who, spec);
  return { ...asked, again: again.status, filled: step(filled, made.chain, made.canary) };
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

async function removeSome(live: Live, records: Records, resource: Resource): Promise<RemoveStep[]> {
  const first = await remove(live, records, resource);
  if (first === null) return [];
  const isPlain = [200, 202, 204].includes(first.status) && first.became !== 'same' && first.again < 500;
  const second = isPlain ? null : await remove(live, records, resource);
  return second === null ? [first] : [first, second];
}

const LOOKS_AFTER = 4;
const LOOK_AGAIN_MS = 500;

/** Deletes a fresh record and looks for it, at its address or in its list; again for 2 s while it is still there. */
async function remove(live: Live, records: Records, resource: Resource): Promise<RemoveStep | null> {
  const who = writer(live);
  const made = await records.make(resource, who);
  if ('stuck' in made || !made.reply.ok || made.itemPath === undefined) return null;
  const { itemPath: path, itemTaken: taken } = made;
  const place = resource.read ? { path, taken } : made.listPath && { path: made.listPath, taken: made.collectionTaken };
  const look = async () => (place ? live.send(who, { method: 'GET', ...place }) : null);
  const before = await look();
  const seenBefore = before !== null && before.ok && before.text.includes(made.canary);
  const reply = await live.send(who, { method: 'DELETE', path, taken });
  let after = await look();
  const isThere = () => after !== null && after.ok && after.text.includes(made.canary);
  for (let looks = 1; looks < LOOKS_AFTER && reply.ok && isThere(); looks += 1) {
    await delay(LOOK_AGAIN_MS);
    after = await look();
  }
  // a limiter's answer, or none, does not show that the record is gone
  const isSeen = seenBefore && after !== null && after.status !== 0 && after.status !== 429 && after.status < 500;
  const left = before && after && resource.read && !saysSame(before, after) ? 'marked' : 'same';
  const again = await live.send(who, { method: 'DELETE', path, taken });
  const asked = step(reply, made.chain, made.canary);
  return {
    ...asked,
    chain: after ? [...asked.chain, after.exchange.id] : asked.chain,
    seenBefore,
    readAfter: after?.status ?? null,
    became: isSeen ? (isThere() ? left : 'gone') : null,
    again: again.status,
  };
}

async function readMissing(live: Live, made: MadeRecord, read: Step | null): Promise<MissingStep[]> {
  const { id, itemPath } = made;
  if (!read?.holds || !id || itemPath === undefined) return [];
  const steps: MissingStep[] = [];
  for (const missing of missingIds(id.value)) {
    const at = itemPath.lastIndexOf(encodeURIComponent(id.value));
    const path = itemPath.slice(0, at) + encodeURIComponent(missing) + itemPath.slice(at + encodeURIComponent(id.value).length);
    const reply = await live.send(writer(live), { method: 'GET', path, taken: made.collectionTaken });
    steps.push({ ...step(reply, made.before, made.canary), content: contentOf(reply), look: lookAt(live, reply) });
  }
  return steps;
}

function contentOf(reply: Reply): MissingStep['content'] {
  const text = reply.text.trim();
  if (text === '' || /^(?:null|\{\}|\[\]|""|\{"[^"]+":(?:null|\[\]|\{\})\})$/.test(text)) return 'empty';
  return /not\s*found|no such|does(?:n't| not) exist|missing|invalid|error|unknown/i.test(text) ? 'error' : 'other';
}
