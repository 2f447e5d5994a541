import type { Api, Resource } from '../api/api.ts';
import type { Reply, RequestSpec } from '../api/client.ts';
import type { Operation } from '../api/operation.ts';
import { asBody } from '../api/payload/learn.ts';
import type { Records } from '../api/records.ts';
import { lookAt, type AnswerLook } from './answer-look.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

/** A request that nothing of the API should answer, sent twice. */
export interface AbsentRequest {
  readonly operation: string;
  readonly exchanges: readonly [string, string];
  readonly chain: readonly string[];
  readonly statuses: readonly [number, number];
  readonly looks: readonly [AnswerLook, AnswerLook];
}

/** What a request with a method that is not offered did, by what the API showed afterwards. */
export type Effect = 'none' | 'read' | 'created' | 'changed' | 'removed';

export interface WrongMethod extends AbsentRequest {
  readonly path: string;
  readonly effects: readonly [Effect, Effect];
  /** Whether the record could be seen before and after by the methods that are offered. */
  readonly controlled: boolean;
  /** Whether the running process told the methods of this path: of a document something may be missing. */
  readonly certain: boolean;
}

const RESOURCES = 4;
const METHODS_PER_PATH = 2;

/**
 * Asks for what no source of operations lists: two paths, and other methods on the paths of records. Only what was made for
 * it can suffer: changes go to a record of its own, and a collection is never deleted.
 */
export const absentOperations = defineProbe({
  id: 'absent-operations',
  effect: 'faulty',
  needs: ['api'],
  async run(live, { api }): Promise<{ unknownPaths: AbsentRequest[]; methods: WrongMethod[] }> {
    const records = recordsOf(live, api);
    const methods: WrongMethod[] = [];
    for (const resource of api.resources.filter((one) => one.payload !== null).slice(0, RESOURCES))
      methods.push(...(await tryResource(live, api, records, resource)));
    const unknownPaths: AbsentRequest[] = [];
    for (const path of unknownOf(api))
      unknownPaths.push(await askTwice(live, `GET ${path}`, () => ({ method: 'GET', path }), []));
    return { unknownPaths, methods };
  },
});

/** One path at the top and one where the API's own paths begin. */
function unknownOf(api: Api): string[] {
  const [first] = api.resources;
  const prefix = first?.collection.replace(/\/[^/]*$/, '') ?? '';
  return [...new Set(['/rw-no-such-path', ...(prefix.includes('{') ? [] : [`${prefix}/rw-no-such-path`])])];
}

async function askTwice(
  live: Live,
  operation: string,
  spec: () => RequestSpec,
  chain: readonly string[],
): Promise<AbsentRequest> {
  const first = await live.send(writer(live), spec());
  const second = await live.send(writer(live), spec());
  return described(live, operation, [first, second], chain);
}

function described(
  live: Live,
  operation: string,
  [first, second]: readonly [Reply, Reply],
  chain: readonly string[],
): AbsentRequest {
  return {
    operation,
    exchanges: [first.exchange.id, second.exchange.id],
    chain: [...chain, first.exchange.id],
    statuses: [first.status, second.status],
    looks: [lookAt(live, first), lookAt(live, second)],
  };
}

async function tryResource(live: Live, api: Api, records: Records, resource: Resource): Promise<WrongMethod[]> {
  const made = await records.make(resource, writer(live));
  if ('stuck' in made || !made.reply.ok) return [];
  const tried: WrongMethod[] = [];
  if (made.listPath !== undefined) {
    const { createPath: path, listPath } = made;
    for (const method of notOffered(api.operations, path, ['PATCH', 'PUT']))
      tried.push(
        ...(await tryMethod(live, api, records, resource, {
          method,
          path,
          template: resource.collection,
          item: false,
          listPath,
        })),
      );
  }
  if (made.itemPath !== undefined && resource.item !== null && resource.read) {
    for (const method of notOffered(api.operations, made.itemPath, ['POST', 'PATCH', 'PUT', 'DELETE']))
      tried.push(
        ...(await tryMethod(live, api, records, resource, {
          method,
          path: '',
          template: resource.item,
          item: true,
          listPath: made.listPath,
        })),
      );
  }
  return tried;
}

interface Try {
  readonly method: string;
  readonly path: string;
  readonly template: string;
  readonly item: boolean;
  readonly listPath: string | undefined;
}

async function tryMethod(live: Live, api: Api, records: Records, resource: Resource, tried: Try): Promise<WrongMethod[]> {
  const first = await tryOnce(live, records, resource, tried);
  const second = first && (await tryOnce(live, records, resource, tried));
  if (!first || !second) return [];
  const operations = api.operations.filter((one) => covers(one.path, tried.template));
  return [
    {
      ...described(live, `${tried.method} ${tried.template}`, [first.reply, second.reply], first.chain),
      path: tried.template,
      effects: [first.effect, second.effect],
      controlled: first.controlled && second.controlled,
      certain: operations.length > 0 && operations.every((one) => one.sources.some(({ kind }) => kind === 'route-table')),
    },
  ];
}

/** One request with a body that could be stored, on a record of its own, between two looks. */
async function tryOnce(
  live: Live,
  records: Records,
  resource: Resource,
  { method, path, item, listPath }: Try,
): Promise<{ reply: Reply; effect: Effect; controlled: boolean; chain: readonly string[] } | null> {
  const who = writer(live);
  const made = await records.make(resource, who);
  const filled = resource.payload ? await records.fill(resource.payload, who) : { stuck: 'no payload' };
  if ('stuck' in made || 'stuck' in filled || !resource.payload || (item && made.itemPath === undefined)) return null;
  const taken = item ? made.itemTaken : made.collectionTaken;
  const asked = { method, path: item ? (made.itemPath ?? path) : path, taken: [...taken, ...filled.taken] };
  const look = async () => ({
    list:
      listPath === undefined ? '' : (await live.send(who, { method: 'GET', path: listPath, taken: made.collectionTaken })).text,
    item:
      made.itemPath !== undefined && resource.read
        ? await live.send(who, { method: 'GET', path: made.itemPath, taken: made.itemTaken })
        : null,
  });
  const before = await look();
  const reply = await live.send(who, { ...asked, ...(method !== 'DELETE' && asBody(resource.payload, filled.body)) });
  const after = await look();
  const holds = (text: string | undefined, canary: string) => text?.includes(canary) ?? false;
  const wasThere = holds(before.item?.text, made.canary);
  const effect = ((): Effect => {
    if (holds(after.item?.text, filled.canary)) return 'changed';
    if (holds(after.list, filled.canary)) return 'created';
    if (wasThere && after.item !== null && [404, 410].includes(after.item.status)) return 'removed';
    return reply.ok && holds(reply.text, made.canary) ? 'read' : 'none';
  })();
  const isSeen = wasThere || holds(before.list, made.canary);
  const isSeenAfter = effect !== 'none' || holds(after.item?.text, made.canary) || holds(after.list, made.canary);
  return { reply, effect, controlled: isSeen && isSeenAfter, chain: item ? made.chain : made.before };
}

/** Those of `methods` that no source lists for this path, or for a template that it fits. */
function notOffered(operations: readonly Operation[], path: string, methods: readonly string[]): string[] {
  const offered = new Set(operations.filter((one) => covers(one.path, path)).map((one): string => one.method));
  return methods.filter((method) => !offered.has(method)).slice(0, METHODS_PER_PATH);
}

/** Whether a template fits a path, or another template: segment by segment, `*` the rest, a slash at the end or none. */
function covers(template: string, path: string): boolean {
  const wanted = template.replace(/\/$/, '').split('/');
  const parts = path.replace(/\/$/, '').split('/');
  const rest = wanted.findIndex((part) => part.includes('*'));
  const fixed = rest < 0 ? wanted : wanted.slice(0, rest);
  if (rest < 0 ? wanted.length !== parts.length : parts.length < rest) return false;
  return fixed.every((part, index) => part.includes('{') || part === parts[index]);
}
