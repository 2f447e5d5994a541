import type { SubmissionFiles } from '../submission/files.ts';
import type { Hints } from '../submission/hints.ts';
import { toError } from '../errors.ts';
import type { Api, Coverage } from './api.ts';
import type { Client } from './client.ts';
import { confirmOperations } from './confirm.ts';
import type { Exchange } from './exchange.ts';
import { endsSession } from './identity/rank.ts';
import { learnRecipe, tryHintedRecipe, type LearntRecipe } from './identity/learn-recipe.ts';
import { Sessions } from './identity/session.ts';
import { learnResources } from './learn-resources.ts';
import { findDifferences, mergeOperations } from './merge-operations.ts';
import type { Operation, ProposedOperation } from './operation.ts';
import { findServedDocument } from './openapi/served.ts';
import { withoutPages } from './openapi/pages.ts';
import { readOpenApi } from './openapi/read.ts';
import { samePath } from './path-template.ts';
import { findResources } from './resources.ts';
import { readRouteTable } from './routes/route-table.ts';
import type { Values } from './values.ts';

export interface DiscoverySources {
  readonly client: Client;
  readonly values: Values;
  readonly files: SubmissionFiles;
  /** Paths of OpenAPI documents in the repository. */
  readonly documents: readonly string[];
  /** What the route hook wrote, or undefined when it wrote nothing. */
  readonly routeTable: string | undefined;
  /** What the author's hint file says, for what cannot be learnt. */
  readonly hints?: Pick<Hints, 'file' | 'basePath' | 'auth'>;
}

export interface Understood {
  readonly api: Api;
  readonly recipe: LearntRecipe;
}

/** Learns operations, payloads and the login on the discovery stack. Nothing that happens here is judged. */
export async function understand(sources: DiscoverySources): Promise<Understood> {
  const { client, values } = sources;
  const { proposals, documents } = await propose(sources);
  const ask: Ask = (identity, spec) => client.send(identity, spec);
  const unaided = await confirmOperations(mergeOperations(proposals), 'anonymous', ask);
  const anonymous = (await belowHintedPath(unaided, sources.hints?.basePath ?? null, ask)) ?? unaided;
  const recipe = await learnOrAsk(client, existing(anonymous), sources);
  const sessions = new Sessions(client, 'recipe' in recipe ? recipe.recipe : undefined);
  const entered = 'recipe' in recipe ? await enter(sessions, values) : undefined;
  const identity = entered === true ? ('A' as const) : ('anonymous' as const);
  const send = sessions.send.bind(sessions);
  const asUser = identity === 'A' ? await confirmOperations(anonymous, identity, send) : anonymous;
  const resources = await learnResources(findResources(existing(asUser)), {
    client,
    values,
    operations: existing(asUser),
    sessions,
    identity,
  });
  if (identity === 'A') await readAsUser(existing(asUser), client, send);
  const operations = confirmByExchange(asUser, client.recorder.exchanges);
  return {
    api: {
      operations,
      resources,
      documents,
      differences: findDifferences(existing(operations)),
      coverage: coverageOf(operations, client.recorder.exchanges),
    },
    recipe: typeof entered === 'string' ? { failed: entered, candidates: 1 } : recipe,
  };
}

type Ask = Parameters<typeof confirmOperations>[2];

/** Where none of the operations exists as the sources name them: all of them below the path that the author says. */
async function belowHintedPath(
  operations: readonly Operation[],
  basePath: string | null,
  ask: Ask,
): Promise<Operation[] | undefined> {
  if (basePath === null || operations.some((one) => one.confirmation.state === 'confirmed')) return undefined;
  const below = operations.map(({ path, ...one }) => ({
    ...one,
    id: `${one.method} ${basePath}${path}`,
    path: `${basePath}${path}`,
    confirmation: { state: 'unknown' as const, reason: 'not asked yet' },
  }));
  const confirmed = await confirmOperations(below, 'anonymous', ask);
  return confirmed.some((one) => one.confirmation.state === 'confirmed') ? confirmed : undefined;
}

async function learnOrAsk(client: Client, operations: readonly Operation[], sources: DiscoverySources): Promise<LearntRecipe> {
  const learnt = await learnRecipe(client, operations, sources.values);
  const users = sources.hints?.auth ?? [];
  if ('recipe' in learnt || users.length === 0) return learnt;
  const hinted = await tryHintedRecipe(client, operations, sources.values, users);
  if ('recipe' in hinted) return hinted;
  return { ...learnt, failed: `${learnt.failed}; ${sources.hints?.file ?? 'the hint file'}: ${hinted.failed}` };
}

const MOST_READS = 30;

/** A guard shows anonymous that a path exists and nothing else: what a user may simply read is read once as one. */
async function readAsUser(operations: readonly Operation[], client: Client, send: Sessions['send']): Promise<void> {
  const unread = operations.filter(
    (one) =>
      one.method === 'GET' &&
      !one.path.includes('{') &&
      !endsSession(one.path) &&
      !client.recorder.exchanges.some((exchange) => isAnswerOf(one, exchange) && isSuccess(exchange)),
  );
  for (const { path } of unread.slice(0, MOST_READS)) await send('A', { method: 'GET', path });
}

const existing = (operations: readonly Operation[]) =>
  operations.filter((operation) => operation.confirmation.state !== 'refuted');

/** A and B become somebody by the recipe: true, or why it did not hold on fresh accounts. */
async function enter(sessions: Sessions, values: Values): Promise<true | string> {
  try {
    await sessions.enter('A', values);
    await sessions.enter('B', values);
    return true;
  } catch (error) {
    return toError(error).message;
  }
}

async function propose({
  client,
  files,
  documents,
  routeTable,
}: DiscoverySources): Promise<{ proposals: ProposedOperation[]; documents: Api['documents'] }> {
  let proposals: ProposedOperation[] = [];
  const read: Api['documents'][number][] = [];
  if (routeTable !== undefined) {
    const table = readRouteTable(routeTable);
    proposals.push(...table.operations);
    read.push({ kind: 'route-table', at: 'the running process', notes: table.unreadable });
  }
  const prefixes = new Set(
    proposals
      .map((proposal) => `/${proposal.path.split('/')[1] ?? ''}`)
      .filter((prefix) => /^\/(?:api|v\d+|rest)$/i.test(prefix)),
  );
  const routes = proposals.filter((proposal) => proposal.method === 'GET').map((proposal) => proposal.path);
  const served = await findServedDocument(client, routes, prefixes.size > 0 ? [...prefixes] : ['/api']);
  if (served) {
    proposals = withoutPages(proposals, served);
    proposals.push(...underKnownBase(served.operations, served.basePaths, proposals));
    read.push({ kind: 'openapi-served', at: served.at, notes: served.notes });
  }
  for (const path of documents) {
    const document = await readOpenApi(await files.readText(path, 5 * 2 ** 20), { kind: 'openapi-file', at: path });
    if ('operations' in document) proposals.push(...underKnownBase(document.operations, document.basePaths, proposals));
    read.push({
      kind: 'openapi-file',
      at: path,
      notes: 'refused' in document ? [`refused: ${document.refused}`] : document.notes,
    });
  }
  return { proposals, documents: read };
}

/** A document may leave the base path of its `servers` out of its paths: it is put in front where the known operations have it. */
export function underKnownBase(
  operations: readonly ProposedOperation[],
  basePaths: readonly string[],
  known: readonly ProposedOperation[],
): ProposedOperation[] {
  const hits = (base: string) => operations.filter((one) => known.some((other) => samePath(other.path, base + one.path))).length;
  const bases = ['', ...basePaths.map((base) => base.replace(/\/$/, '')).filter((base) => base !== '')];
  // without other sources the document is believed: its server's path is part of every address
  const best = known.length === 0 ? (bases[1] ?? '') : bases.sort((one, other) => hits(other) - hits(one))[0];
  return operations.map((operation) => ({ ...operation, path: `${best ?? ''}${operation.path}` }));
}

function confirmByExchange(operations: readonly Operation[], exchanges: readonly Exchange[]): Operation[] {
  return operations.map((operation) => {
    const reached =
      operation.confirmation.state === 'confirmed'
        ? undefined
        : exchanges.find((exchange) => isAnswerOf(operation, exchange) && isSuccess(exchange));
    return reached
      ? {
          ...operation,
          confirmation: { state: 'confirmed', exchange: reached.id, reason: `answered ${reached.response?.status}` },
        }
      : operation;
  });
}

const isSuccess = (exchange: Exchange) =>
  exchange.response !== null && exchange.response.status >= 200 && exchange.response.status < 300;

function isAnswerOf(operation: Operation, exchange: Exchange): boolean {
  if (operation.method !== exchange.request.method) return false;
  const asked = (exchange.request.path.split('?')[0] ?? '').split('/');
  const template = operation.path.split('/');
  return asked.length === template.length && template.every((part, index) => part.startsWith('{') || part === asked[index]);
}

/** The operation that an exchange asked for: the one that names most of the path, else the path as it was sent. */
export function operationOf(exchange: Exchange, operations: readonly Operation[]): string {
  const [best] = operations
    .filter((operation) => isAnswerOf(operation, exchange))
    .sort((one, other) => one.path.split('{').length - other.path.split('{').length);
  return best?.id ?? `${exchange.request.method} ${exchange.request.path.split('?')[0] ?? ''}`;
}

/** How much of the API was seen: an operation is reached when somebody got a 2xx from it. */
export function coverageOf(operations: readonly Operation[], exchanges: readonly Exchange[]): Coverage {
  const there = existing(operations);
  const reached = there.filter((operation) =>
    exchanges.some((exchange) => isAnswerOf(operation, exchange) && isSuccess(exchange)),
  );
  const never = there
    .filter((operation) => !reached.includes(operation))
    .map((operation) => {
      const statuses = new Set(
        exchanges.filter((exchange) => isAnswerOf(operation, exchange)).map((exchange) => exchange.response?.status ?? 0),
      );
      return {
        operation: operation.id,
        why: statuses.size > 0 ? `answered only ${[...statuses].sort().join(', ')}` : 'never asked',
      };
    });
  return {
    known: there.length,
    confirmed: there.filter((one) => one.confirmation.state === 'confirmed').length,
    reached: reached.length,
    never,
  };
}
