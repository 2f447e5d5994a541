import type { Resource } from '../api/api.ts';
import type { Operation, Parameter } from '../api/operation.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import { creating } from '../api/resources.ts';
import { nextOf } from './next-page.ts';
import {
  allowedSizes,
  confirmSize,
  declaredParameters,
  declaredSizes,
  look,
  shown,
  SIZES,
  type Look,
  type PageSize,
  type SeenLook,
} from './page-size.ts';
import { walkPages, type PageWalk } from './page-walk.ts';
import { MAX_RESOURCES, writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

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
  /** How the size of a page is asked for, where that was given twice. */
  readonly size: PageSize | null;
  /** Page sizes that the document names and that changed nothing. */
  readonly ignored: readonly { readonly parameter: string; readonly looks: readonly Look[] }[];
  /** Three pages one after another, where the list has a way onwards. */
  readonly walk: PageWalk | null;
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
    size: null,
    ignored: [],
    walk: null,
  };
  const first = await records.make(resource, writer(live));
  if ('stuck' in first) return { ...base, stuck: first.stuck };
  const chain = first.chain;
  const isTold = first.itemTaken.at(-1)?.from === first.reply.exchange.id;
  const ids = new Set<string>(first.id && isTold ? [first.id.value] : []);
  const refusedFirst = await makeRows(live, records, resource, FIRST_ROWS - 1, ids);
  if (refusedFirst) return { ...base, chain, stuck: refusedFirst };
  const one = await look(live, first, '');
  const refusedThen = await makeRows(live, records, resource, ALL_ROWS - FIRST_ROWS, ids);
  if (refusedThen) return { ...base, chain, stuck: refusedThen };
  const two = await look(live, first, '');
  const again = await look(live, first, '');
  const pages: SeenLook[] = [];
  const parameters = declaredParameters(operations, resource.listPath);
  for (const query of [...nextOf(two.reply), ...queriesFor(parameters, two.rows ?? 0)]) {
    pages.push(await look(live, first, query));
    if (pages.at(-1)?.status === 429 || (pages.length > 1 && settles(pages, two))) break;
  }
  const known = new Set(two.seen);
  const isHeldBack = pages.at(-1)?.status === 429;
  const size = isHeldBack ? undefined : await confirmSize(live, first, pages, parameters);
  return {
    ...base,
    chain,
    size: size ?? null,
    ignored: isHeldBack ? [] : await ignoredSizes(live, first, two, parameters),
    walk: size ? await walkPages(live, first, size, parameters) : null,
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
    const made = await Promise.all(
      Array.from({ length: Math.min(4, left) }, () => records.makeOneOfMany(resource, writer(live))),
    );
    for (const one of made) {
      if ('stuck' in one) return one.stuck;
      if (one.reply.status === 429) return `a rate limit answered 429 while rows were made`;
      if (!one.reply.ok)
        return `${creating(resource)} answered ${one.reply.status || (one.reply.exchange.failure ?? 'nothing')} while rows were made`;
      if (one.id) ids.add(one.id.value);
    }
  }
  return undefined;
}

/** Page sizes of the document under which the list stays as long as it is, asked for with two sizes each. */
async function ignoredSizes(
  live: Live,
  first: MadeRecord,
  unasked: SeenLook,
  parameters: readonly Parameter[],
): Promise<ListPages['ignored']> {
  const ignored: ListPages['ignored'][number][] = [];
  for (const parameter of declaredSizes(parameters)) {
    const looks: Look[] = [];
    for (const size of allowedSizes(parameter, unasked.rows ?? 0)) {
      const seen = await look(live, first, `?${encodeURIComponent(parameter.name)}=${size}`);
      if (seen.status !== 200 || seen.rows === null || seen.rows !== unasked.rows) break;
      looks.push(shown(seen));
    }
    if (looks.length === 2) ignored.push({ parameter: parameter.name, looks });
  }
  return ignored;
}

/** Parameters that the document names come first, then the usual pairs. */
function queriesFor(parameters: readonly Parameter[], rows: number): string[] {
  const named = parameters.map((one) => one.name);
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
