import type { Resource } from '../api/api.ts';
import type { Operation } from '../api/operation.ts';
import { leaves } from '../api/json-pointer.ts';
import type { Reply } from '../api/client.ts';
import { isJsonObject } from '../json.ts';
import { rowsOf } from '../api/record-answer.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import { MAX_RESOURCES, writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

/** One look at a list: how many rows it showed. */
export type Look = { readonly exchange: string; readonly status: number; readonly rows: number | null; readonly query: string };

export interface ListPages {
  readonly resource: string;
  readonly collection: string;
  /** Why it could not be asked; the rest is then empty. */
  readonly stuck: string | null;
  /** The first creation, to replay. */
  readonly chain: readonly string[];
  /** Records made before each look without parameters. */
  readonly looks: readonly (Look & { readonly made: number })[];
  /** Looks with a parameter that a page is usually asked for with. */
  readonly pages: readonly Look[];
  /** How many different ids the answers to the first 60 creations named: fewer than that, and a POST may change what is there already. */
  readonly ids: number;
  /** Whether some page showed rows that the first look did not. */
  readonly leadsOn: boolean;
}

const FIRST_ROWS = 25;
const ALL_ROWS = 60;
const ASKED_SIZE = 4;
const LISTS = 4;

/** Lists each resource with 25 and with 60 rows, then asks for pages in every usual way. */
export const listPages = defineProbe({
  id: 'list-pages',
  effect: 'bulk',
  needs: ['api'],
  async run(live, { api }): Promise<{ lists: ListPages[] }> {
    const records = recordsOf(live, api);
    const lists: ListPages[] = [];
    const resources = api.resources
      .filter((one) => one.listPath !== null && one.createPath !== null)
      .slice(0, Math.min(LISTS, MAX_RESOURCES));
    for (const resource of resources) lists.push(await drive(live, records, resource, api.operations));
    return { lists };
  },
});

async function drive(live: Live, records: Records, resource: Resource, operations: readonly Operation[]): Promise<ListPages> {
  const base = {
    resource: resource.name,
    collection: resource.collection,
    stuck: null,
    chain: [],
    looks: [],
    pages: [],
    ids: 0,
    leadsOn: false,
  };
  const first = await records.make(resource, writer(live));
  if ('stuck' in first) return { ...base, stuck: first.stuck };
  const chain = first.chain;
  const ids = new Set<string>(first.id ? [first.id.value] : []);
  const refusedFirst = await makeRows(live, records, resource, FIRST_ROWS - 1, ids);
  if (refusedFirst) return { ...base, chain, stuck: refusedFirst };
  const one = await look(live, first, '');
  const refusedThen = await makeRows(live, records, resource, ALL_ROWS - FIRST_ROWS, ids);
  if (refusedThen) return { ...base, chain, stuck: refusedThen };
  const two = await look(live, first, '');
  const again = await look(live, first, '');
  const pages: SeenLook[] = [];
  for (const query of [...two.next, ...queriesFor(resource, operations, two.rows ?? 0)]) {
    pages.push(await look(live, first, query));
    if (pages.at(-1)?.status === 429 || (pages.length > 1 && settles(pages, two))) break;
  }
  const known = new Set(two.seen);
  return {
    ...base,
    chain,
    looks: [
      { ...shown(one), made: FIRST_ROWS },
      { ...shown(two), made: ALL_ROWS },
      { ...shown(again), made: ALL_ROWS },
    ],
    pages: pages.map(shown),
    ids: ids.size,
    leadsOn: pages.some((page) => page.seen.some((row) => !known.has(row))),
  };
}

type SeenLook = Look & { readonly seen: readonly string[]; readonly next: readonly string[] };
const shown = ({ exchange, status, rows, query }: SeenLook): Look => ({ exchange, status, rows, query });

/** Enough is known when a smaller page came, and, where the list is cut by itself, further rows too. */
function settles(pages: readonly SeenLook[], all: SeenLook): boolean {
  const known = new Set(all.seen);
  const smaller = pages.some((page) => page.rows !== null && all.rows !== null && page.rows > 0 && page.rows < all.rows);
  return smaller && ((all.rows ?? 0) >= ALL_ROWS || pages.some((page) => page.seen.some((row) => !known.has(row))));
}

/** Makes rows four at a time; answers why it stopped early, if it did. */
async function makeRows(
  live: Live,
  records: Records,
  resource: Resource,
  count: number,
  ids: Set<string>,
): Promise<string | undefined> {
  for (let left = count; left > 0; left -= 4) {
    const made = await Promise.all(Array.from({ length: Math.min(4, left) }, () => records.make(resource, writer(live))));
    for (const one of made) {
      if ('stuck' in one) return one.stuck;
      if (one.reply.status === 429) return `a rate limit answered 429 while rows were made`;
      if (!one.reply.ok)
        return `POST ${resource.collection} answered ${one.reply.status || (one.reply.exchange.failure ?? 'nothing')} while rows were made`;
      if (one.id) ids.add(one.id.value);
    }
  }
  return undefined;
}

async function look(live: Live, first: MadeRecord, query: string): Promise<SeenLook> {
  const reply = await live.send(writer(live), {
    method: 'GET',
    path: (first.listPath ?? '') + query,
    taken: first.collectionTaken,
  });
  const rows = reply.ok ? rowsOf(reply.json) : undefined;
  return {
    exchange: reply.exchange.id,
    status: reply.status,
    rows: rows?.length ?? null,
    query,
    seen: (rows ?? []).map((row) => JSON.stringify((isJsonObject(row) ? (row['id'] ?? row['_id']) : undefined) ?? row)),
    next: reply.ok ? nextOf(reply) : [],
  };
}

const NEXT = /next|cursor|continuation|page_?token|last_?(?:evaluated)?_?key/i;
const NEXT_NAMES = ['cursor', 'after', 'next', 'pageToken', 'page_token', 'starting_after'];

/** Queries that lead to the next page by what the answer itself says: a link, or a cursor under its usual names. */
function nextOf(reply: Reply): string[] {
  const link = /<([^<>]{1,2000})>\s*;\s*rel="?next\b/.exec(reply.headers['link'] ?? '')?.[1];
  const outside = leaves(reply.json).filter(({ pointer, key }) => !/\/\d+\//.test(pointer) && NEXT.test(key));
  const said = outside.flatMap(({ key, value }) =>
    (typeof value === 'string' && value !== '' && value.length <= 2000 && value.isWellFormed()) || typeof value === 'number'
      ? [{ key, value: String(value) }]
      : [],
  );
  const links = [link, ...said.map(({ value }) => value)].flatMap((one) => {
    const at = one?.indexOf('?') ?? -1;
    const query = at < 0 ? '' : (one ?? '').slice(at);
    return /^\?[\w~!$&'()*+,;=:@%/?.[\]-]+$/.test(query) ? [query] : [];
  });
  const cursors = said
    .slice(0, 2)
    .flatMap(({ key, value }) => [key, ...NEXT_NAMES].map((name) => `?${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
  return links.length > 0 ? links.slice(0, 2) : cursors;
}

const SIZES = [
  'limit',
  'per_page',
  'pageSize',
  'page_size',
  'size',
  'perPage',
  'take',
  'first',
  'count',
  'max_results',
  '$top',
  'itemsPerPage',
  'page[size]',
  '_limit',
  'rows',
  'max',
  'resultsPerPage',
  'n',
];

/** Parameters that the document names come first, then the usual pairs. */
function queriesFor(resource: Resource, operations: readonly Operation[], rows: number): string[] {
  const declared = operations.find((one) => one.method === 'GET' && one.path === resource.listPath)?.parameters ?? [];
  const named = declared.filter((one) => one.in === 'query').map((one) => one.name);
  const sizes = [...named.filter((name) => /limit|size|per_?page|take|count|first|max/i.test(name)), ...SIZES];
  const skip = Math.max(rows, 1);
  const queries = [
    ...sizes.map((name) => `?${encodeURIComponent(name)}=${ASKED_SIZE}`),
    `?page=2`,
    `?page=1&limit=${ASKED_SIZE}`,
    `?offset=${skip}`,
    `?skip=${skip}`,
    `?limit=${ASKED_SIZE}&offset=${skip}`,
    `?page=2&limit=${skip}`,
    `?page=1`,
    `?start=${skip}`,
  ];
  return [...new Set(queries)];
}
