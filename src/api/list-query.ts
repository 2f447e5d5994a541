import { isScalar } from '../json.ts';
import type { Reply } from './client.ts';
import type { Operation, Parameter } from './operation.ts';
import { rowsOf } from './record-answer.ts';

/** Enough to see what was just made, few enough that sixty records do not fit: whoever asks for this has not asked for everything. */
const ROWS = 50;
const SIZE = /^(?:limit|per_?page|page_?size|page\[size\]|take|items_?per_?page|max_?results|\$top|size|count|first)$/i;
const PAGE = /^(?:page|page_?(?:number|no|index)|page\[number\]|p)$/i;
const OFFSET = /^(?:offset|skip|start|from)$/i;
const USUAL = ['?page=1&limit=50', '?limit=50&offset=0', '?page=1&per_page=50', '?page=1&pageSize=50', '?page=1&size=50'];

/**
 * The query without which a list refuses to answer, and with which it answers rows: first what the document requires, then the usual
 * ways to ask for a page. Undefined when it needs none, or none helps.
 */
export async function learnListQuery(
  operation: Operation | undefined,
  ask: (query: string) => Promise<Reply>,
): Promise<string | undefined> {
  const plain = await ask('');
  if (plain.status !== 400 && plain.status !== 422) return undefined;
  const declared = declaredQuery(operation?.parameters ?? []);
  for (const query of new Set([...(declared === undefined ? [] : [declared]), ...USUAL])) {
    const reply = await ask(query);
    if (reply.ok && rowsOf(reply.json) !== undefined) return query;
  }
  return undefined;
}

/** All required parameters with a value each; undefined when there are none, or one whose value nobody can know. */
function declaredQuery(parameters: readonly Parameter[]): string | undefined {
  const required = parameters.filter((one) => one.in === 'query' && one.required);
  const values = required.map((one) => [one.name, valueOf(one)] as const);
  const known = values.flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return known.length > 0 && known.length === required.length ? `?${known.join('&')}` : undefined;
}

function valueOf({ name, schema, example }: Parameter): string | undefined {
  const { minimum, maximum, enum: choices } = schema;
  if (SIZE.test(name)) return String(Math.max(Math.min(ROWS, numberOr(maximum, ROWS)), numberOr(minimum, 1)));
  if (PAGE.test(name)) return String(numberOr(minimum, 1));
  if (OFFSET.test(name)) return String(numberOr(minimum, 0));
  if (Array.isArray(choices) && isScalar(choices[0])) return String(choices[0]);
  return example ?? (isScalar(schema['default']) ? String(schema['default']) : undefined);
}

const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** A path that may carry a query already, with another one over it: what both say is taken from the second. */
export function withQuery(path: string, query: string): string {
  const at = path.indexOf('?');
  if (at < 0 || query === '') return path + query;
  const nameOf = (pair: string) => decodeURIComponent(pair.split('=')[0] ?? '');
  const over = query.slice(1).split('&');
  const names = new Set(over.map(nameOf));
  const kept = path
    .slice(at + 1)
    .split('&')
    .filter((pair) => !names.has(nameOf(pair)));
  return `${path.slice(0, at)}?${[...kept, ...over].join('&')}`;
}
