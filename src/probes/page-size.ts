import type { Operation, Parameter } from '../api/operation.ts';
import { withQuery } from '../api/list-query.ts';
import type { Reply } from '../api/client.ts';
import { rowsOf } from '../api/record-answer.ts';
import type { MadeRecord } from '../api/records.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { writer } from './people.ts';
import type { Live } from './probe.ts';

/** One look at a list: how many rows it showed. */
export type Look = { readonly exchange: string; readonly status: number; readonly rows: number | null; readonly query: string };

/** The same with what tells its rows apart, in order, and with the answer itself. */
export type SeenLook = Look & { readonly seen: readonly string[]; readonly reply: Reply };

export const shown = ({ exchange, status, rows, query }: SeenLook): Look => ({ exchange, status, rows, query });

export async function look(live: Live, first: MadeRecord, query: string): Promise<SeenLook> {
  const reply = await live.send(writer(live), {
    method: 'GET',
    path: withQuery(first.listPath ?? '', query),
    taken: first.collectionTaken,
  });
  const rows = reply.ok ? rowsOf(reply.json) : undefined;
  return {
    exchange: reply.exchange.id,
    status: reply.status,
    rows: rows?.length ?? null,
    query,
    seen: (rows ?? []).map((row) => JSON.stringify((isJsonObject(row) ? (row['id'] ?? row['_id']) : undefined) ?? row)),
    reply,
  };
}

/** Names under which the size of a page is usually asked for. */
export const SIZES = [
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

const SIZE = /^(?:limit|per_?page|page_?size|page\[size\]|take|items_?per_?page|max_?results|\$top|size)$/i;

/** Query parameters of a list that the document names. */
export function declaredParameters(operations: readonly Operation[], listPath: string | null): readonly Parameter[] {
  const operation = operations.find((one) => one.method === 'GET' && one.path === listPath);
  return (operation?.parameters ?? []).filter((one) => one.in === 'query');
}

/** Of those, the ones that can mean nothing but the size of a page: `size` alone may be that of a shirt. */
export function declaredSizes(parameters: readonly Parameter[]): readonly Parameter[] {
  const hasPages = parameters.some(({ name }) => /^(?:page|offset|skip|cursor)/i.test(name));
  return parameters.filter(({ name, schema }) => {
    const { type } = schema;
    return SIZE.test(name) && (name !== 'size' || hasPages) && (type === undefined || type === 'integer' || type === 'number');
  });
}

/** Two sizes that a parameter allows, both smaller than the page that comes unasked. */
export function allowedSizes({ schema }: Pick<Parameter, 'schema'>, unasked: number): readonly number[] {
  const { enum: choices, minimum, maximum } = schema;
  const numbers = isJsonArray(choices) ? choices.filter((one) => typeof one === 'number') : undefined;
  const least = typeof minimum === 'number' ? minimum : 1;
  const wished = numbers ?? [4, 7, 3, 10, least + 3, least + 5];
  const most = typeof maximum === 'number' ? maximum : Infinity;
  return [...new Set(wished)].filter((one) => one < unasked && one >= least && one <= most && one > 0).slice(0, 2);
}

/** How the size of a page is asked for: a query with `{}` in the place of the number. */
export interface PageSize {
  readonly query: string;
  /** The largest size that the document allows. */
  readonly maximum: number | null;
}

export const sized = ({ query }: PageSize, size: number) => query.replace('{}', String(size));

/** A size that was asked for and given exactly, twice with different numbers: one such answer could be a filter's. */
export async function confirmSize(
  live: Live,
  first: MadeRecord,
  seen: readonly Look[],
  parameters: readonly Parameter[],
): Promise<PageSize | undefined> {
  for (const { query, rows } of seen) {
    const template = /^(?<before>.*[?&][^=&]+=)4$/.exec(query)?.groups?.['before'];
    if (rows !== 4 || template === undefined || /[?&]page=4$/.test(query)) continue;
    const name = decodeURIComponent(/([^?&]+)=$/.exec(template)?.[1] ?? '');
    const maximum = parameters.find((one) => one.name === name)?.schema['maximum'];
    const size = { query: `${template}{}`, maximum: typeof maximum === 'number' ? maximum : null };
    if ((await look(live, first, sized(size, 7))).rows === 7) return size;
  }
  return undefined;
}
