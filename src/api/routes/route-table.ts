import { z } from 'zod';
import { oneLine } from '../../text.ts';
import { METHODS, type Method, type ProposedOperation } from '../operation.ts';
import { normalisePath } from '../path-template.ts';
import { withOptionalParts } from './optional-parts.ts';

const MAX_BYTES = 1_000_000;
const MAX_ROUTES = 2000;
const ALL_NOTE = 'registered for every method';
/** One parameter that takes every path: Starlette and Flask write a catch-all like this. */
const TAKES_ALL = /^\/(?:\{\w+:path\}|<path:\w+>)$/;

const tableSchema = z.object({ version: z.literal(1), routes: z.array(z.unknown()) });
const routeSchema = z.object({
  method: z.string().regex(/^[A-Z-]{1,20}$/),
  path: z
    .string()
    .max(512)
    .regex(/^\/\P{Cc}*$/u),
  at: z
    .string()
    .max(512)
    .regex(/^\P{Cc}+:\d+$/u)
    .optional()
    .catch(undefined),
});
type Route = z.infer<typeof routeSchema>;

interface RouteTable {
  readonly operations: ProposedOperation[];
  /** Entries that say no method or path that can be asked, each as one line. */
  readonly unreadable: string[];
  /** Routes with a `*`: usually the page for unknown paths, or a guard in front of a prefix. */
  readonly catchAll: string[];
}

/** Reads what the route hook wrote. It was written inside the submission's container: advice to be confirmed, never a fact. */
export function readRouteTable(text: string): RouteTable {
  if (Buffer.byteLength(text) > MAX_BYTES) return nothing(`The route table is larger than ${MAX_BYTES} bytes.`);
  const entries = readEntries(text);
  if (!entries) return nothing('The route table is not in the form that the hook writes.');
  const table: RouteTable = { operations: [], unreadable: [], catchAll: [] };
  const routes: Route[] = [];
  for (const entry of entries.slice(0, MAX_ROUTES)) {
    const route = routeSchema.safeParse(entry);
    if (route.success) routes.push(route.data);
    else table.unreadable.push(`not a route: ${oneLine(JSON.stringify(entry))}`);
  }
  if (entries.length > MAX_ROUTES)
    table.unreadable.push(`${entries.length - MAX_ROUTES} routes beyond the first ${MAX_ROUTES} are left out.`);
  // what is registered by its own method says more than `app.all` on the same path
  const known = new Set<string>();
  for (const route of [...routes].sort((one, other) => Number(one.method === 'ALL') - Number(other.method === 'ALL'))) {
    // what a library registers for every method beside the author's own is its answer to the other methods
    const isRefusal =
      route.method === 'ALL' && route.at === undefined && routes.some((own) => own !== route && own.path === route.path);
    if (!isRefusal) propose(route, table, known);
  }
  return table;
}

/** The last table that the hook printed where it could write no file. */
export function findRouteTable(log: string): string | undefined {
  return [...log.matchAll(/^\[roadworthy-routes\](.*)\[\/roadworthy-routes\]\r?$/gm)].at(-1)?.[1];
}

const nothing = (why: string): RouteTable => ({ operations: [], unreadable: [why], catchAll: [] });

function readEntries(text: string): unknown[] | undefined {
  try {
    return tableSchema.parse(JSON.parse(text)).routes;
  } catch {
    return undefined;
  }
}

function propose(route: Route, table: RouteTable, known: Set<string>): void {
  const line = oneLine(`${route.method} ${route.path}${route.at === undefined ? '' : ` (${route.at})`}`);
  if (route.method === 'HEAD' || route.method === 'OPTIONS') return;
  const methods = METHODS.filter((method) => method === route.method || route.method === 'ALL');
  if (methods.length === 0 || route.path.includes('<unknown-')) {
    table.unreadable.push(line);
    return;
  }
  if (TAKES_ALL.test(route.path) || normalisePath(route.path).path.includes('*')) {
    table.catchAll.push(line);
    return;
  }
  for (const written of withOptionalParts(route.path)) {
    const { path, parameters } = normalisePath(written);
    if (/[?()[\]\\|^$<>]/.test(path)) table.unreadable.push(line);
    else for (const method of methods) add(method, path, parameters, route, table, known);
  }
}

function add(
  method: Method,
  path: string,
  parameters: ReturnType<typeof normalisePath>['parameters'],
  { method: registered, at }: Route,
  { operations }: RouteTable,
  known: Set<string>,
): void {
  if (known.has(`${method} ${path}`)) return;
  known.add(`${method} ${path}`);
  operations.push({
    method,
    path,
    source: { kind: 'route-table', ...(at !== undefined && { at }) },
    ...(registered === 'ALL' && { summary: ALL_NOTE }),
    parameters: parameters.map(({ name, schema }) => ({ name, in: 'path', required: true, schema })),
    statuses: [],
  });
}
