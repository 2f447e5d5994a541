import type { Resource } from './api.ts';
import { isAccountOperation } from './identity/rank.ts';
import type { Operation } from './operation.ts';

/** Collections and items of the API, from the shape of its paths: `/tasks` beside `/tasks/{id}`. Payloads are learnt later. */
export function findResources(operations: readonly Operation[]): Resource[] {
  const has = (method: string, path: string) => operations.some((one) => one.method === method && one.path === path);
  const items = new Map<string, string>();
  for (const { path } of operations) {
    const match = /^(.*[^/{}])\/\{[^/{}]+\}\/?$/.exec(path);
    if (match?.[1]) items.set(match[1], items.get(match[1]) ?? path);
  }
  const collections = new Set([
    ...[...items.keys()].map((path) => (has('POST', path) || has('GET', path) ? path : has('POST', `${path}/`) || has('GET', `${path}/`) ? `${path}/` : path)),
    ...operations.filter((one) => one.method === 'POST' && has('GET', one.path) && !one.path.endsWith('}')).map((one) => one.path),
  ]);
  return [...collections]
    .filter((path) => !isAccountOperation(path) && lastSegment(path) !== '')
    .map((collection): Resource => {
      const item = items.get(collection.replace(/\/$/, '')) ?? null;
      return {
        name: lastSegment(collection),
        collection,
        item,
        create: has('POST', collection),
        list: has('GET', collection),
        read: item !== null && has('GET', item),
        update: item === null ? [] : (['PUT', 'PATCH'] as const).filter((method) => has(method, item)),
        remove: item !== null && has('DELETE', item),
        parents: parentsOf(collection, collections),
        payload: null,
        stuck: null,
      };
    })
    .sort((one, other) => one.collection.localeCompare(other.collection));
}

function lastSegment(path: string): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '' && !part.startsWith('{'))
      .at(-1) ?? ''
  );
}

function parentsOf(collection: string, collections: ReadonlySet<string>): Resource['parents'] {
  return [...collection.matchAll(/\{([^}]+)\}/g)].map((match) => {
    const before = collection.slice(0, match.index).replace(/\/$/, '');
    return { parameter: match[1] ?? '', collection: collections.has(before) ? before : collections.has(`${before}/`) ? `${before}/` : null };
  });
}
