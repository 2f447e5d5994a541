import type { Api, Resource } from '../api/api.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import type { Reply, RequestSpec } from '../api/client.ts';
import { accountOf } from '../api/identity/session.ts';
import type { AccountStep, Recipe } from '../api/identity/recipe.ts';
import { saysSame } from '../api/control.ts';
import { takeToken } from '../api/identity/token.ts';
import { fillPayload } from '../api/payload/fill.ts';
import { idOf, rowsOf } from '../api/record-answer.ts';
import { creating } from '../api/resources.ts';
import { isJsonObject, type Json } from '../json.ts';
import { asBody } from '../api/payload/learn.ts';
import { lookAt, type AnswerLook } from './answer-look.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';

export type Fault =
  'malformed JSON' | 'empty body' | 'wrong types' | 'over-long text' | 'malformed id' | 'wrong password' | 'no credential';

/** One faulty request, sent twice, between two good ones. */
export interface FaultyRequest {
  readonly operation: string;
  readonly fault: Fault;
  readonly exchanges: readonly [string, string];
  readonly chain: readonly string[];
  readonly statuses: readonly [number, number];
  readonly looks: readonly [AnswerLook, AnswerLook];
  /**
   * Of answers 2xx that tell an error: whether nothing came of the requests, by what the API shows afterwards. Null where the
   * answer was another, or it could not be seen.
   */
  readonly ineffective: boolean | null;
  /** Whether the same operation accepted a good request before and after. */
  readonly controlled: boolean;
  /** Whether the app had ended after it: no control can follow, and none is needed. */
  readonly ended: boolean;
}

const OPERATIONS = 5;

/**
 * Sends what a careless client sends: broken JSON, nothing, wrong types, far too much text, an id that is none, a wrong password,
 * no credential.
 */
export const badInput = defineProbe({
  id: 'bad-input',
  effect: 'faulty',
  needs: ['api'],
  async run(live, { api }): Promise<{ requests: FaultyRequest[] }> {
    const records = recordsOf(live, api);
    const requests: FaultyRequest[] = [];
    for (const resource of api.resources.filter((one) => one.payload !== null).slice(0, OPERATIONS)) {
      requests.push(...(await faultResource(live, records, resource)));
      if (requests.at(-1)?.ended) return { requests };
    }
    if (live.recipe?.login) requests.push(...(await faultLogin(live, api, live.recipe, live.recipe.login)));
    return { requests };
  },
});

async function faultResource(live: Live, records: Records, resource: Resource): Promise<FaultyRequest[]> {
  const before = await records.make(resource, writer(live));
  if ('stuck' in before || !resource.payload) return [];
  const filled = await records.fill(resource.payload, writer(live));
  if ('stuck' in filled) return [];
  const { createPath: path, collectionTaken: taken } = before;
  const post = { method: 'POST', path, taken } as const;
  const operation = creating(resource);
  // whether nothing came of a request that was answered with 2xx and an error
  const nothingMade = async (send: () => Promise<Reply>) => {
    const { listPath } = before;
    if (listPath === undefined) return null;
    const list = () => live.send(writer(live), { method: 'GET', path: listPath, taken });
    const rowsBefore = await list();
    const reply = await send();
    const rowsAfter = await list();
    const [old, now] = [rowsBefore, rowsAfter].map(({ ok, json }) => (ok ? rowsOf(json) : undefined));
    if (!old || !now || idOf(reply, resource.name) !== undefined) return null;
    const known = new Set(old.map((row) => JSON.stringify(row)));
    return now.length <= old.length && now.every((row) => known.has(JSON.stringify(row)));
  };
  const nothingChanged = async (send: () => Promise<Reply>) => {
    const { itemPath } = before;
    if (itemPath === undefined || !resource.read) return null;
    const read = () => live.send(writer(live), { method: 'GET', path: itemPath, taken: before.itemTaken });
    const was = await read();
    await send();
    const is = await read();
    const isKnown = [before.canary, filled.canary].some((canary) => was.text.includes(canary));
    return was.ok && is.ok && isKnown ? saysSame(was, is) : null;
  };
  const sent: Sent[] = await askWithoutCredential(live, resource, before);
  if (sent[0]?.ended) return sent.map((each) => ({ ...each, controlled: before.reply.ok }));
  const faults: [string, Fault, RequestSpec, Effectless?][] = [
    [
      operation,
      'malformed JSON',
      { ...post, raw: { body: '{"title": "unfinished', contentType: 'application/json' } },
      nothingMade,
    ],
    [operation, 'empty body', { ...post, ...asBody(resource.payload, {}) }, nothingMade],
    [operation, 'wrong types', { ...post, ...asBody(resource.payload, wrongTypes(filled.body)) }, nothingMade],
    [operation, 'over-long text', { ...post, ...asBody(resource.payload, overLong(filled.body)) }, nothingMade],
  ];
  let change: RequestSpec | undefined;
  if (before.itemPath !== undefined && before.id) {
    const malformed = malformedItem(before, before.id.value);
    const item = resource.item ?? '';
    if (resource.read) faults.push([`GET ${item}`, 'malformed id', { method: 'GET', path: malformed, taken }]);
    if (resource.remove) faults.push([`DELETE ${item}`, 'malformed id', { method: 'DELETE', path: malformed, taken }]);
    for (const method of resource.update.slice(0, 1)) {
      faults.push([
        `${method} ${item}`,
        'malformed id',
        { method, path: malformed, ...asBody(resource.payload, filled.body), taken },
      ]);
      faults.push([
        `${method} ${item}`,
        'malformed JSON',
        { method, path: before.itemPath, raw: { body: '{"title": ', contentType: 'application/json' }, taken: before.itemTaken },
        nothingChanged,
      ]);
      // an update that fails on good input, too, says nothing of bad input
      const put = { method, path: before.itemPath, taken: before.itemTaken };
      change = { ...put, ...asBody(resource.payload, filled.body) };
      if ((await live.send(writer(live), change)).ok) {
        faults.push([`${method} ${item}`, 'empty body', { ...put, ...asBody(resource.payload, {}) }, nothingChanged]);
        const wrong = asBody(resource.payload, wrongTypes(filled.body));
        faults.push([`${method} ${item}`, 'wrong types', { ...put, ...wrong }, nothingChanged]);
      }
    }
  }
  for (const [name, fault, spec, effectless] of faults) {
    const isOnItem = spec.path === before.itemPath;
    const chain = isOnItem ? before.chain : before.before;
    const one = await sendTwice(live, writer(live), { operation: name, fault, spec, chain, ...(effectless && { effectless }) });
    sent.push(one);
    if (one.ended) return sent.map((each) => ({ ...each, controlled: each.ended && before.reply.ok }));
  }
  const after = await records.make(resource, writer(live));
  const controlled = before.reply.ok && !('stuck' in after) && after.reply.ok;
  const stillChanges = change === undefined || (await live.send(writer(live), change)).ok;
  const isChange = ({ operation, fault }: Sent) => /^P(?:UT|ATCH)/.test(operation) && /^(?:empty body|wrong types)$/.test(fault);
  return sent.map((one) => ({ ...one, controlled: controlled && (stillChanges || !isChange(one)) }));
}

/** Reads a record as nobody. Where anybody may read it, that is no fault, and nothing is said. */
async function askWithoutCredential(live: Live, resource: Resource, made: MadeRecord): Promise<Sent[]> {
  if (!live.hasUsers || !resource.read || made.itemPath === undefined) return [];
  const spec = { method: 'GET', path: made.itemPath, taken: made.itemTaken };
  const own = await live.send(writer(live), spec);
  let isShown = !own.ok || !own.text.includes(made.canary);
  const notShown = (reply: Reply) => {
    isShown ||= reply.text.includes(made.canary);
    return Promise.resolve(!isShown);
  };
  const operation = `GET ${resource.item ?? ''}`;
  const effectless: Effectless = async (send) => notShown(await send());
  const sent = await sendTwice(live, 'anonymous', { operation, fault: 'no credential', spec, chain: made.chain, effectless });
  const isRefused = sent.statuses.every((status) => status === 0 || status >= 300) || sent.ineffective === true;
  return isRefused ? [sent] : [];
}

async function faultLogin(live: Live, api: Api, recipe: Recipe, login: AccountStep): Promise<FaultyRequest[]> {
  const { path } = login;
  const operation = api.operations.find((one) => one.method === 'POST' && one.path === path)?.id ?? `POST ${path}`;
  const post = { method: 'POST', path } as const;
  // a login lets somebody in when its answer holds a credential, and nobody when it does not
  const nobodyEntered: Effectless = async (send) => takeToken(await send(), recipe.token) === undefined;
  const ask = (fault: Fault, spec: RequestSpec) =>
    sendTwice(live, 'anonymous', { operation, fault, spec, chain: [], effectless: nobodyEntered });
  const sent: Sent[] = [
    await ask('malformed JSON', { ...post, raw: { body: '{"email": "unfinished', contentType: 'application/json' } }),
  ];
  if (!sent[0]?.ended) sent.push(await ask('empty body', { ...post, json: {} }));
  const { running } = await live.alive();
  const controlled = sent.map((one) => ({ ...one, controlled: running || one.ended }));
  if (!running) return controlled;
  const asC = (password: string): RequestSpec => {
    const account = { ...accountOf('C', live.values, recipe.existing), password };
    const body = fillPayload(login.payload, { values: live.values, account, references: {} });
    return { method: login.method, path, ...asBody(login.payload, body), givesCredentialOf: 'C' };
  };
  const wrong = await ask('wrong password', asC('Wrong-Guess-0000'));
  const right = await live.send('anonymous', asC(live.account('C').password));
  return [...controlled, { ...wrong, controlled: takeToken(right, recipe.token) !== undefined }];
}

type Sent = Omit<FaultyRequest, 'controlled'>;
/** Sends by the function that it is given, and says whether nothing came of it; null when that cannot be seen. */
type Effectless = (send: () => Promise<Reply>) => Promise<boolean | null>;

async function sendTwice(
  live: Live,
  identity: 'A' | 'anonymous',
  asked: {
    readonly operation: string;
    readonly fault: Fault;
    readonly spec: RequestSpec;
    readonly chain: readonly string[];
    readonly effectless?: Effectless;
  },
): Promise<Sent> {
  const { operation, fault, spec, chain, effectless } = asked;
  const send = () => live.send(identity, spec);
  const first = await send();
  let second: Reply | undefined;
  const sendAgain = async () => (second = await send());
  // for the first answer the second request tells: both are the same
  const isSuspicious = first.ok && (lookAt(live, first).tellsError || fault === 'wrong password' || fault === 'no credential');
  const ineffective = effectless && isSuspicious ? await effectless(sendAgain) : null;
  second ??= await send();
  return {
    operation,
    fault,
    exchanges: [first.exchange.id, second.exchange.id],
    chain: [...chain, first.exchange.id],
    statuses: [first.status, second.status],
    looks: [lookAt(live, first), lookAt(live, second)],
    ineffective,
    ended: first.status === 0 && second.status === 0 && !(await live.alive()).running,
  };
}

/** Every text becomes a list, everything else an object: no framework reads these as what was wanted. */
function wrongTypes(body: Json): Json {
  if (!isJsonObject(body)) return [];
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? ['not', 'a', 'text'] : { not: 'this' }]),
  );
}

/** The longest text of the body, 5000 times over: longer than any sensible column, shorter than any sensible body limit. */
function overLong(body: Json): Json {
  if (!isJsonObject(body)) return body;
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !/^\d{4}-\d\d/.test(entry[1]),
  );
  const [name] = texts.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
  return name === undefined ? body : { ...body, [name]: 'long '.repeat(1000) };
}

function malformedItem(made: MadeRecord, id: string): string {
  const path = made.itemPath ?? '';
  const at = path.lastIndexOf(encodeURIComponent(id));
  return `${path.slice(0, at)}not-an-id${path.slice(at + encodeURIComponent(id).length)}`;
}
