import type { Resource } from './api.ts';
import { isAccountOperation } from './identity/rank.ts';
import type { Operation } from './operation.ts';

/**
 * Collections and items of the API, from the shape of its paths: `/tasks` beside `/tasks/{id}`. A router may know the collection
 * with a slash at its end, and for some methods only: each is asked for as it stands. Payloads are learnt later.
 */
export function findResources(operations: readonly Operation[]): Resource[] {
  const pathOf = (method: string, path: string) =>
    operations.find((one) => one.method === method && withoutSlash(one.path) === path)?.path ?? null;
  const items = new Map<string, string>();
  for (const { path } of operations) {
    const { collection } = /^(?<collection>.*[^/{}])\/\{[^/{}]+\}\/?$/.exec(path)?.groups ?? {};
    if (collection !== undefined && !items.has(collection)) items.set(collection, path);
  }
  const posted = operations
    .filter((one) => one.method === 'POST' && !withoutSlash(one.path).endsWith('}'))
    .map((one) => withoutSlash(one.path));
  const collections = new Set([...items.keys(), ...posted.filter((path) => pathOf('GET', path) !== null)]);
  return [...collections]
    .filter((path) => !isAccountOperation(path) && lastSegment(path) !== '')
    .map((collection): Resource => {
      const item = items.get(collection) ?? null;
      const has = (method: string) => item !== null && operations.some((one) => one.method === method && one.path === item);
      return {
        name: lastSegment(collection),
        collection,
        item,
        createPath: pathOf('POST', collection),
        listPath: pathOf('GET', collection),
        read: has('GET'),
        update: (['PUT', 'PATCH'] as const).filter(has),
        remove: has('DELETE'),
        parents: parentsOf(collection, collections),
        payload: null,
        stuck: null,
      };
    })
    .sort((one, other) => one.collection.localeCompare(other.collection));
}

const withoutSlash = (path: string) => (path.length > 1 ? path.replace(/\/$/, '') : path);

function lastSegment(path: string): string {
  return path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
}

function parentsOf(collection: string, collections: ReadonlySet<string>): Resource['parents'] {
  return [...collection.matchAll(/\{([^}]+)\}/g)].map((match) => {
    const before = withoutSlash(collection.slice(0, match.index));
    return { parameter: match[1] ?? '', collection: collections.has(before) ? before : null };
  });
}
