import type { Operation } from '../api/operation.ts';
import type { Resource } from '../api/api.ts';
import type { Records } from '../api/records.ts';
import { creating } from '../api/resources.ts';
import type { Reply } from '../api/client.ts';
import {
  confirmSize,
  declaredParameters,
  declaredSizes,
  look,
  shown,
  sized,
  SIZES,
  type Look,
  type PageSize,
} from './page-size.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

export interface LargePages {
  readonly collection: string;
  /** Why it could not be asked to the end. */
  readonly stuck: string | null;
  /** The query that asks for 100000 rows; null when no page size is honoured. */
  readonly query: string | null;
  /** Records made by this probe. */
  readonly made: number;
  /** Whether that is more than any usual maximum, and than the one that the document names. */
  readonly enough: boolean;
  /** Answers to the query, after each lot of records; the last one twice when it still gave everything. */
  readonly looks: readonly Look[];
  /** A small page afterwards, which shows that the size still counts. */
  readonly small: Look | null;
  /** The first creation, to replay. */
  readonly chain: readonly string[];
}

const LISTS = 2;
const HUGE = 100_000;
const SMALL = 4;
const AT_ONCE = 8;
/** Just above the maxima that are usual: 100, 250, 500, 1000. A list is filled no further than its own needs. */
const LOTS = [110, 260, 510, 1010];
const PATIENCE_MS = 60_000;

/** Asks for a page of 100000 rows, with more and more rows in the list, until it is cut down or no usual maximum is left. */
export const largePages = defineProbe({
  id: 'large-pages',
  effect: 'load',
  needs: ['api'],
  async run(live, { api }): Promise<{ pages: LargePages[] }> {
    const records = recordsOf(live, api);
    const pages: LargePages[] = [];
    for (const resource of api.resources.filter((one) => one.listPath !== null && one.createPath !== null)) {
      if (pages.filter(({ query }) => query !== null).length >= LISTS) break;
      pages.push(await fill(live, records, resource, api.operations));
    }
    return { pages };
  },
});

async function fill(live: Live, records: Records, resource: Resource, operations: readonly Operation[]): Promise<LargePages> {
  const base = { collection: resource.collection, query: null, made: 0, enough: false, looks: [], small: null, chain: [] };
  const first = await records.make(resource, writer(live));
  if ('stuck' in first) return { ...base, stuck: first.stuck };
  if (!first.reply.ok) return { ...base, stuck: `${creating(resource)} answered ${first.reply.status}` };
  let made = 1;
  const from = performance.now();
  /** Makes records up to this many; why it could not. */
  const makeUpTo = async (wanted: number): Promise<string | undefined> => {
    while (made < wanted) {
      if (performance.now() - from > PATIENCE_MS) return `only ${made} rows of ${resource.collection} could be made in a minute`;
      const count = Math.min(AT_ONCE, wanted - made);
      const lot = await Promise.all(Array.from({ length: count }, () => records.makeOneOfMany(resource, writer(live))));
      for (const one of lot) {
        if ('stuck' in one) return one.stuck;
        if (!one.reply.ok) return `${creating(resource)} answered ${one.reply.status || 'nothing'} after ${made} rows`;
        made += 1;
        if (isNearlyUsedUp(one.reply)) return `a rate limit allows no more rows than ${made}`;
      }
    }
    return undefined;
  };
  const few = await makeUpTo(SMALL * 3);
  if (few !== undefined) return { ...base, stuck: few };
  const size = await findSize(live, first, resource, operations);
  if (!size) return { ...base, stuck: null };
  const query = sized(size, HUGE);
  const looks: Look[] = [];
  const ask = async () => void looks.push(shown(await look(live, first, query)));
  let stuck: string | undefined;
  await ask();
  for (const lot of LOTS) {
    if (!gaveAll(looks.at(-1), made)) break;
    stuck = await makeUpTo(lot);
    if (stuck !== undefined) break;
    await ask();
  }
  const isAll = stuck === undefined && gaveAll(looks.at(-1), made);
  if (isAll) await ask();
  const small = shown(await look(live, first, sized(size, SMALL)));
  return {
    collection: resource.collection,
    stuck: stuck ?? null,
    query,
    made,
    enough: isAll && (size.maximum ?? 0) < made,
    looks,
    small: small.rows === SMALL ? small : null,
    chain: first.chain,
  };
}

const gaveAll = (last: Look | undefined, made: number) => (last?.rows ?? 0) >= made;

async function findSize(
  live: Live,
  first: Parameters<typeof look>[1],
  resource: Resource,
  operations: readonly Operation[],
): Promise<PageSize | undefined> {
  const parameters = declaredParameters(operations, resource.listPath);
  const names = [...new Set([...declaredSizes(parameters).map(({ name }) => name), ...SIZES])];
  const queries = [...names.map((name) => `?${encodeURIComponent(name)}=${SMALL}`), `?page=1&limit=${SMALL}`];
  for (const query of queries) {
    const seen = await look(live, first, query);
    if (seen.rows !== SMALL) continue;
    const size = await confirmSize(live, first, [seen], parameters);
    if (size) return size;
  }
  return undefined;
}

/** A limiter that announces itself is left a fifth of what it allows. */
function isNearlyUsedUp({ headers }: Reply): boolean {
  const number = (name: string) => Number(headers[`ratelimit-${name}`] ?? headers[`x-ratelimit-${name}`] ?? 'NaN');
  return number('remaining') < number('limit') / 5;
}
