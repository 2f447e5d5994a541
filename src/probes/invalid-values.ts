import type { Resource } from '../api/api.ts';
import { leaves } from '../api/json-pointer.ts';
import { brokenValues, REQUIRED, saysWhatItHolds, type BrokenValue } from '../api/payload/broken-values.ts';
import { isKept, keptValue } from '../api/payload/kept-value.ts';
import type { Payload, PayloadField } from '../api/payload/payload.ts';
import { isPrivilege, isServerMade } from '../api/payload/touchy-fields.ts';
import { rowsOf } from '../api/record-answer.ts';
import type { MadeRecord, Records } from '../api/records.ts';
import { creating } from '../api/resources.ts';
import type { Json } from '../json.ts';
import { cut } from '../text.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';
import { recordsOf } from './records-of.ts';
import { enter, register, throwAway } from './throw-away.ts';

/** One broken value of one field, and what became of it. */
export interface TriedValue {
  readonly field: string;
  readonly rule: string;
  readonly known: BrokenValue['known'];
  readonly lesson: boolean;
  /** What was sent, as JSON, shortened; `null` when the field was left out. */
  readonly sent: string | null;
  /** One status when it was refused, two when it was taken and tried again. */
  readonly statuses: readonly number[];
  /** Whether a second look, each time, showed the broken value as it was sent. */
  readonly stored: boolean;
  /** The requests of the first try: what it needs, the creation, the second look. */
  readonly chain: readonly string[];
}

export interface TriedOperation {
  readonly operation: string;
  /** Why nothing could be tried; the rest is then empty. */
  readonly stuck: string | null;
  /** Whether a good record was taken before and after. */
  readonly controlled: boolean;
  /** Whether a rate limit, or silence, stood before some value. */
  readonly heldBack: boolean;
  readonly values: readonly TriedValue[];
}

const OPERATIONS = 4;
const REQUESTS = 60;
const OF_A_REGISTRATION = 8;
/** A value costs two requests when it is refused and six when it is taken, with its second looks. */
const OF_A_VALUE = 4;
const OF_CONTROLS = 6;
const SHOWN_FIELDS = 4;

/** Sends records that are good but for one value, and looks again at what was taken. */
export const invalidValues = defineProbe({
  id: 'invalid-values',
  effect: 'faulty',
  needs: ['api'],
  async run(live, { api }): Promise<{ operations: TriedOperation[] }> {
    const operations: TriedOperation[] = [];
    const registration = await tryRegistration(live);
    if (registration) operations.push(registration);
    const records = recordsOf(live, api);
    const resources = api.resources.filter((one) => one.createPath !== null).slice(0, OPERATIONS);
    const each = Math.floor((REQUESTS - OF_A_REGISTRATION) / Math.max(resources.length, 1));
    for (const resource of resources) operations.push(await tryResource(live, records, resource, each));
    return { operations };
  },
});

const untried = (operation: string, stuck: string | null): TriedOperation => ({
  operation,
  stuck,
  controlled: false,
  heldBack: false,
  values: [],
});

/** A throw-away person registers with an address that is none, and logs in with it: whoever can was stored. */
async function tryRegistration(live: Live): Promise<TriedOperation | undefined> {
  const step = live.recipe?.register;
  const field = step?.payload.fields.find(({ value }) => 'role' in value && value.role === 'email');
  if (!step || !field) return undefined;
  const tries: { status: number; holds: boolean; chain: readonly string[] }[] = [];
  while (tries.length < 2 && tries.every(({ holds }) => holds)) {
    const person = { ...throwAway(live), email: `not-an-email-${live.values.word()}` };
    const reply = await register(live, person);
    const entry = reply.ok ? await enter(live, person, reply) : undefined;
    tries.push({ status: reply.status, holds: entry?.holds === true, chain: [reply.exchange.id, ...(entry?.chain ?? [])] });
  }
  const after = await register(live, throwAway(live));
  const statuses = tries.map(({ status }) => status);
  const value: TriedValue = {
    field: field.path.join('.'),
    rule: 'it is an e-mail address',
    known: 'meaning',
    lesson: false,
    sent: '"not-an-email-…"',
    statuses,
    stored: tries.length === 2 && tries.every(({ holds }) => holds),
    chain: tries[0]?.chain ?? [],
  };
  return {
    ...untried(`${step.method} ${step.path}`, null),
    controlled: after.ok,
    heldBack: [...statuses, after.status].some(isHeldBack),
    values: [value],
  };
}

async function tryResource(live: Live, records: Records, resource: Resource, budget: number): Promise<TriedOperation> {
  const operation = creating(resource);
  if (!resource.payload) return untried(operation, resource.stuck ?? `no accepted payload for ${operation} is known`);
  const plain = await makeAndLook(live, records, resource);
  if ('stuck' in plain) return untried(operation, plain.stuck);
  if (!plain.record) return untried(operation, `what ${operation} makes cannot be looked at again`);
  const { payload, record } = await withShownFields(live, records, resource, resource.payload, plain.record);
  const tries = inTurn(
    payload.fields
      .filter(({ path }) => !path.some((key) => /^\d+$/.test(key)))
      .map((field) => {
        const kept = keptValue(record, field.path.at(-1) ?? '') ?? null;
        return kept === null ? [] : brokenValues(field, kept).map((broken) => ({ field, broken }));
      }),
  );
  const values: TriedValue[] = [];
  for (const { field, broken } of tries.slice(0, Math.max(1, Math.floor((budget - OF_CONTROLS) / OF_A_VALUE)))) {
    const tried = await tryValue(live, records, { ...resource, payload }, field, broken);
    if (tried) values.push(tried);
    if (tried?.statuses.some(isHeldBack)) break;
  }
  const after = await records.make(resource, writer(live));
  return {
    operation,
    stuck: null,
    controlled: !('stuck' in after) && after.reply.ok,
    heldBack: values.some(({ statuses }) => statuses.some(isHeldBack)),
    values,
  };
}

async function tryValue(
  live: Live,
  records: Records,
  resource: Resource & { readonly payload: Payload },
  field: PayloadField,
  { value, distinct, rule, known, lesson }: BrokenValue,
): Promise<TriedValue | undefined> {
  const path = field.path.join('.');
  const { payload } = resource;
  const isGuess = value !== undefined && rule === REQUIRED && known === 'answers';
  const without = { ...resource, payload: { ...payload, fields: payload.fields.filter((one) => one !== field) } };
  // what one answer called required is required when it is refused without, too
  if (isGuess) {
    const left = await records.make(without, writer(live));
    if ('stuck' in left || left.reply.status < 400 || left.reply.status >= 500) return undefined;
  }
  const tries: { status: number; stored: boolean; sent: Json | undefined; chain: readonly string[] }[] = [];
  while (tries.length < 2 && tries.every(({ stored }) => stored)) {
    const sent = distinct && typeof value === 'string' ? `${value} ${live.values.word()}` : value;
    const looked =
      sent === undefined
        ? await makeAndLook(live, records, without)
        : await makeAndLook(live, records, resource, { [path]: sent });
    if ('stuck' in looked) return undefined;
    const shown = keptValue(looked.record, field.path.at(-1) ?? '');
    tries.push({
      status: looked.made.reply.status,
      stored: looked.record !== undefined && isKept(shown, sent),
      sent,
      chain: looked.chain,
    });
  }
  const [first] = tries;
  return {
    field: path,
    rule,
    known,
    lesson,
    sent: first?.sent === undefined ? null : cut(JSON.stringify(first.sent), 60),
    statuses: tries.map(({ status }) => status),
    stored: tries.length === 2 && tries.every(({ stored }) => stored),
    chain: first?.chain ?? [],
  };
}

type Looked = { readonly made: MadeRecord; readonly record: Json | undefined; readonly chain: readonly string[] };

/** Makes a record and asks for it again: by its own address, else in its list. */
async function makeAndLook(
  live: Live,
  records: Records,
  resource: Resource,
  overrides: Readonly<Record<string, Json>> = {},
): Promise<Looked | { stuck: string }> {
  const made = await records.make(resource, writer(live), overrides);
  if ('stuck' in made) return made;
  const { reply, chain, itemPath, listPath } = made;
  if (!reply.ok) return { made, record: undefined, chain };
  const isItem = resource.read && itemPath !== undefined;
  const path = isItem ? itemPath : listPath;
  if (path === undefined) return { made, record: undefined, chain };
  const seen = await live.send(writer(live), { method: 'GET', path, taken: isItem ? made.itemTaken : made.collectionTaken });
  const shown = seen.ok ? (isItem ? [seen.json ?? null] : (rowsOf(seen.json) ?? [])) : [];
  const record = shown.find((one) => isAbout(made, one));
  return { made, record, chain: [...chain, seen.exchange.id] };
}

/** Whether this speaks of the record: an empty answer and a list of others do not. */
function isAbout({ id, canary }: MadeRecord, shown: Json): boolean {
  return JSON.stringify(shown).includes(canary) || (id !== undefined && leaves(shown).some(({ value }) => value === id.raw));
}

/** The payload with those fields that the record shows beside it and whose name says what they hold, as far as a good value of them is kept. */
async function withShownFields(
  live: Live,
  records: Records,
  resource: Resource,
  payload: Payload,
  record: Json,
): Promise<{ payload: Payload; record: Json }> {
  const known = payload.fields.map(({ path }) => path.at(-1) ?? '');
  const isFlat = payload.fields.every(({ path }) => path.length === 1);
  const shown = isFlat
    ? leaves(record)
        .map(({ key }) => key)
        .filter((name) => !known.includes(name) && saysWhatItHolds(name) && !isServerMade(name) && !isPrivilege(name))
    : [];
  const fields = [...new Set(shown)]
    .slice(0, SHOWN_FIELDS)
    .map((name): PayloadField => ({ path: [name], value: { by: 'name', schema: {} }, required: false, sources: ['echo'] }));
  if (fields.length === 0) return { payload, record };
  const richer = { ...payload, fields: [...payload.fields, ...fields] };
  const looked = await makeAndLook(live, records, { ...resource, payload: richer });
  return 'stuck' in looked || looked.record === undefined ? { payload, record } : { payload: richer, record: looked.record };
}

/** The first of each, then the second of each: one field must not use up what all may cost. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

const isHeldBack = (status: number) => status === 429 || status === 0;
