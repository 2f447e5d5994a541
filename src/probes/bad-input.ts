import type { Api, Resource } from '../api/api.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import type { RequestSpec } from '../api/client.ts';
import { isJsonObject, type Json } from '../json.ts';
import { asBody } from '../api/payload/learn.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

export type Fault = 'malformed JSON' | 'empty body' | 'wrong types' | 'over-long text' | 'malformed id';

/** One faulty request, sent twice, between two good ones. */
export interface FaultyRequest {
  readonly operation: string;
  readonly fault: Fault;
  readonly exchanges: readonly [string, string];
  readonly chain: readonly string[];
  readonly statuses: readonly [number, number];
  /** Whether the same operation accepted a good request before and after. */
  readonly controlled: boolean;
  /** Whether the app had ended after it: no control can follow, and none is needed. */
  readonly ended: boolean;
}

const OPERATIONS = 5;

/** Sends what a careless client sends: broken JSON, nothing, wrong types, far too much text, an id that is none. */
export const badInput = defineProbe({
  id: 'bad-input',
  effect: 'faulty',
  needs: ['api'],
  async run(live, { api }): Promise<{ requests: FaultyRequest[] }> {
    const records = recordsOf(live, api);
    const requests: FaultyRequest[] = [];
    for (const resource of api.resources.filter((one) => one.payload !== null).slice(0, OPERATIONS)) {
      requests.push(...(await faultResource(live, records, resource)));
      if (requests.at(-1)?.ended) return { requests };
    }
    requests.push(...(await faultLogin(live, api, live.recipe?.login?.path)));
    return { requests };
  },
});

async function faultResource(live: Live, records: Records, resource: Resource): Promise<FaultyRequest[]> {
  const before = await records.make(resource, writer(live));
  if ('stuck' in before || !resource.payload) return [];
  const filled = await records.fill(resource.payload, writer(live));
  if ('stuck' in filled) return [];
  const { createPath: path, collectionTaken: taken } = before;
  const post = { method: 'POST', path, taken } as const;
  const operation = `POST ${resource.collection}`;
  const faults: [string, Fault, RequestSpec][] = [
    [operation, 'malformed JSON', { ...post, raw: { body: '{"title": "unfinished', contentType: 'application/json' } }],
    [operation, 'empty body', { ...post, ...asBody(resource.payload, {}) }],
    [operation, 'wrong types', { ...post, ...asBody(resource.payload, wrongTypes(filled.body)) }],
    [operation, 'over-long text', { ...post, ...asBody(resource.payload, overLong(filled.body)) }],
  ];
  if (before.itemPath !== undefined && before.id) {
    const malformed = malformedItem(before, before.id.value);
    const item = resource.item ?? '';
    if (resource.read) faults.push([`GET ${item}`, 'malformed id', { method: 'GET', path: malformed, taken }]);
    if (resource.remove) faults.push([`DELETE ${item}`, 'malformed id', { method: 'DELETE', path: malformed, taken }]);
    for (const method of resource.update.slice(0, 1)) {
      faults.push([
        `${method} ${item}`,
        'malformed id',
        { method, path: malformed, ...asBody(resource.payload, filled.body), taken },
      ]);
      faults.push([
        `${method} ${item}`,
        'malformed JSON',
        { method, path: before.itemPath, raw: { body: '{"title": ', contentType: 'application/json' }, taken: before.itemTaken },
      ]);
    }
  }
  const sent: Sent[] = [];
  for (const [name, fault, spec] of faults) {
    const isOnItem = spec.path === before.itemPath;
    const one = await sendTwice(live, writer(live), name, fault, spec, isOnItem ? before.chain : before.chain.slice(0, -1));
    sent.push(one);
    if (one.ended) return sent.map((each) => ({ ...each, controlled: each.ended && before.reply.ok }));
  }
  const after = await records.make(resource, writer(live));
  const controlled = before.reply.ok && !('stuck' in after) && after.reply.ok;
  return sent.map((one) => ({ ...one, controlled }));
}

async function faultLogin(live: Live, api: Api, path: string | undefined): Promise<FaultyRequest[]> {
  if (path === undefined) return [];
  const operation = api.operations.find((one) => one.method === 'POST' && one.path === path)?.id ?? `POST ${path}`;
  const post = { method: 'POST', path } as const;
  const sent: Sent[] = [
    await sendTwice(
      live,
      'anonymous',
      operation,
      'malformed JSON',
      { ...post, raw: { body: '{"email": "unfinished', contentType: 'application/json' } },
      [],
    ),
  ];
  if (!sent[0]?.ended) sent.push(await sendTwice(live, 'anonymous', operation, 'empty body', { ...post, json: {} }, []));
  const { running } = await live.alive();
  return sent.map((one) => ({ ...one, controlled: running || one.ended }));
}

type Sent = Omit<FaultyRequest, 'controlled'>;

async function sendTwice(
  live: Live,
  identity: 'A' | 'anonymous',
  operation: string,
  fault: Fault,
  spec: RequestSpec,
  before: readonly string[],
): Promise<Sent> {
  const first = await live.send(identity, spec);
  const second = await live.send(identity, spec);
  return {
    operation,
    fault,
    exchanges: [first.exchange.id, second.exchange.id],
    chain: [...before, first.exchange.id],
    statuses: [first.status, second.status],
    ended: first.status === 0 && second.status === 0 && !(await live.alive()).running,
  };
}

/** Every text becomes a list, everything else an object: no framework reads these as what was wanted. */
function wrongTypes(body: Json): Json {
  if (!isJsonObject(body)) return [];
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? ['not', 'a', 'text'] : { not: 'this' }]),
  );
}

/** The longest text of the body, 5000 times over: longer than any sensible column, shorter than any sensible body limit. */
function overLong(body: Json): Json {
  if (!isJsonObject(body)) return body;
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !/^\d{4}-\d\d/.test(entry[1]),
  );
  const [name] = texts.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
  return name === undefined ? body : { ...body, [name]: 'long '.repeat(1000) };
}

function malformedItem(made: MadeRecord, id: string): string {
  const path = made.itemPath ?? '';
  const at = path.lastIndexOf(encodeURIComponent(id));
  return `${path.slice(0, at)}not-an-id${path.slice(at + encodeURIComponent(id).length)}`;
}
