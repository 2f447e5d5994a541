import type { Resource } from './api.ts';
import { isAccountOperation } from './identity/rank.ts';
import type { Operation } from './operation.ts';
import { verbPath } from './verb-paths.ts';

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
  const byShape = [...collections]
    .filter(
      (path) =>
        !isAccountOperation(path) &&
        lastSegment(path) !== '' &&
        (items.has(path) || !ONE_OF_A_KIND.test(path)) &&
        !saysChange(path),
    )
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
    });
  return withVerbPaths(byShape, operations).sort((one, other) => one.collection.localeCompare(other.collection));
}

/** `/deleteTask` before an id is no collection. */
const saysChange = (path: string) => ['create', 'other'].includes(verbPath({ path })?.does ?? '');

/** What a user has one of is no collection. */
const ONE_OF_A_KIND = /\/(?:profile|me|self|account|settings|preferences|password|avatar|config)$/i;

/** The operation that makes records, as its router knows it: `POST /addTask` for what `GET /tasks` lists. */
export function creating({ createPath, collection }: Pick<Resource, 'createPath' | 'collection'>): string {
  return `POST ${createPath ?? collection}`;
}

/** Adds what is made by a path that says so: `POST /addTask`, listed by `GET /tasks` or `GET /getTasks`. */
function withVerbPaths(byShape: readonly Resource[], operations: readonly Operation[]): Resource[] {
  const resources = [...byShape];
  const read = operations.map((operation) => ({ operation, said: verbPath(operation) }));
  for (const { operation, said } of read) {
    if (operation.method !== 'POST' || said?.does !== 'create' || said.ofOne || isAccountOperation(operation.path)) continue;
    const beside = read.filter((one) => one.said?.key === said.key && one.operation.method === 'GET');
    const reads = (ofOne: boolean) =>
      beside.find((one) => one.said?.ofOne === ofOne && ['read', 'unsaid'].includes(one.said.does))?.operation.path ?? null;
    const at = resources.findIndex((one) => beside.some(({ operation: { path } }) => isPathOf(path, one)));
    const known = resources[at];
    if (known?.createPath) continue;
    if (known) {
      resources[at] = { ...known, createPath: operation.path, listPath: known.listPath ?? reads(false) };
      continue;
    }
    const listPath = reads(false);
    const item = reads(true);
    if (listPath === null && item === null) continue;
    resources.push({
      name: said.noun,
      collection: listPath ?? operation.path,
      item,
      createPath: operation.path,
      listPath,
      read: item !== null,
      update: (['PUT', 'PATCH'] as const).filter((method) =>
        operations.some((one) => one.method === method && one.path === item),
      ),
      remove: operations.some((one) => one.method === 'DELETE' && one.path === item),
      parents: [],
      payload: null,
      stuck: null,
    });
  }
  return resources;
}

const isPathOf = (path: string, { listPath, item, collection }: Resource) =>
  [listPath, item, collection].includes(path) || withoutSlash(path) === collection;

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
