import type { Reply } from '../api/client.ts';
import { leaves } from '../api/json-pointer.ts';

const NEXT = /next|cursor|continuation|page_?token|last_?(?:evaluated)?_?key/i;
const NEXT_NAMES = ['cursor', 'after', 'next', 'pageToken', 'page_token', 'starting_after'];

/** Queries that lead to the next page by what the answer itself says: a link, or a cursor under its usual names. */
export function nextOf(reply: Reply): string[] {
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
