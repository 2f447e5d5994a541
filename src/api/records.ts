import type { Json } from '../json.ts';
import type { Api, Resource } from './api.ts';
import type { Reply, RequestSpec } from './client.ts';
import type { IdentityName, TakenId } from './exchange.ts';
import { fillPath, pathParameters } from './path-template.ts';
import { fillPayload } from './payload/fill.ts';
import { asBody } from './payload/learn.ts';
import type { Payload } from './payload/payload.ts';
import { idOf, type FoundId } from './record-answer.ts';
import { idInList } from './id-in-list.ts';
import { creating } from './resources.ts';
import type { Values } from './values.ts';

/** Who makes records, and where. */
export interface Maker {
  readonly api: Pick<Api, 'resources'>;
  readonly values: Values;
  send(identity: IdentityName, spec: RequestSpec): Promise<Reply>;
}

/** A record made through the API, its address, and the exchanges that led to it. */
export interface MadeRecord {
  readonly reply: Reply;
  /** Text that only this record carries. */
  readonly canary: string;
  readonly id: FoundId | undefined;
  /** Where it was posted to. */
  readonly createPath: string;
  /** Where it is listed; undefined when nothing lists it. */
  readonly listPath: string | undefined;
  /** Undefined when neither answer nor list told the id, or there is no item path. */
  readonly itemPath: string | undefined;
  readonly collectionTaken: readonly TakenId[];
  readonly itemTaken: readonly TakenId[];
  /** Exchanges of its parents, in order. */
  readonly before: readonly string[];
  /** The same with its own creation, and with the list that told its id where the answer did not. */
  readonly chain: readonly string[];
}

/** Where the records of a resource are, with its parents filled in. */
export interface Address {
  readonly createPath: string;
  readonly listPath: string | undefined;
  /** Path of the item template with its parents filled in and its own id left open. */
  readonly itemPath: (id: string) => string | undefined;
  readonly taken: readonly TakenId[];
  readonly chain: readonly string[];
}

export type Made = MadeRecord | { readonly stuck: string };

const MAX_DEPTH = 3;

/** Makes records of resources, and first the records that they belong to. Parents are made once for each identity and kept. */
export class Records {
  readonly #maker: Maker;
  readonly #parents = new Map<string, Promise<Made>>();

  constructor(maker: Maker) {
    this.#maker = maker;
  }

  /** One new record as `identity`, with values that nobody else has; `overrides` replaces fields of the payload by name. */
  make(resource: Resource, identity: IdentityName, overrides: Readonly<Record<string, Json>> = {}): Promise<Made> {
    return this.#make(resource, identity, overrides, 0);
  }

  /** The same among many, of which nobody asks for the id: where the answer tells none, the list is not looked through. */
  makeOneOfMany(resource: Resource, identity: IdentityName): Promise<Made> {
    return this.#make(resource, identity, {}, 0, false);
  }

  /** The path of the collection with its parents made and filled in, without making a record. */
  async collection(resource: Resource, identity: IdentityName): Promise<Address | { stuck: string }> {
    return this.#address(resource, identity, 0);
  }

  async #make(
    resource: Resource,
    identity: IdentityName,
    overrides: Readonly<Record<string, Json>>,
    depth: number,
    looksForId = true,
  ): Promise<Made> {
    if (!resource.payload) return { stuck: resource.stuck ?? `no accepted payload for ${creating(resource)} is known` };
    const address = await this.#address(resource, identity, depth);
    if ('stuck' in address) return address;
    const filled = await this.fill(resource.payload, identity, depth, overrides);
    if ('stuck' in filled) return filled;
    const taken = [...address.taken, ...filled.taken];
    const reply = await this.#maker.send(identity, {
      method: 'POST',
      path: address.createPath,
      ...asBody(resource.payload, filled.body),
      taken,
    });
    const before = [...address.chain, ...filled.chain];
    const told = reply.ok ? idOf(reply, resource.name) : undefined;
    const listed = reply.ok && !told && looksForId ? await this.#look(resource, identity, address, filled.canary) : undefined;
    const id = told ?? listed?.id;
    const from = listed?.reply ?? reply;
    const itemTaken = id ? [...address.taken, { value: id.value, from: from.exchange.id, pointer: id.pointer }] : address.taken;
    return {
      reply,
      canary: filled.canary,
      id,
      createPath: address.createPath,
      listPath: address.listPath,
      itemPath: id && address.itemPath(id.value),
      collectionTaken: address.taken,
      itemTaken,
      before,
      chain: [...before, reply.exchange.id, ...(listed ? [listed.reply.exchange.id] : [])],
    };
  }

  /** The id of a record whose creation told none, from the list that shows it. */
  async #look(
    resource: Resource,
    identity: IdentityName,
    { listPath, taken }: Address,
    canary: string,
  ): Promise<{ reply: Reply; id: FoundId } | undefined> {
    if (resource.item === null || listPath === undefined) return undefined;
    const reply = await this.#maker.send(identity, { method: 'GET', path: listPath, taken });
    const id = reply.ok ? idInList(reply, resource.name, canary) : undefined;
    return id && { reply, id };
  }

  /** A body for a payload, with the records that it refers to made first. */
  async fill(
    payload: Payload,
    identity: IdentityName,
    depth = 0,
    overrides: Readonly<Record<string, Json>> = {},
  ): Promise<{ body: Json; canary: string; taken: TakenId[]; chain: string[] } | { stuck: string }> {
    const references: Record<string, Json> = {};
    const taken: TakenId[] = [];
    const chain: string[] = [];
    for (const field of payload.fields) {
      if (!('reference' in field.value) || Object.keys(overrides).includes(field.path.join('.'))) continue;
      const wanted = field.value.reference;
      const resource = this.#maker.api.resources.find((one) => one.name === wanted);
      const made = resource && (await this.#parent(resource, identity, depth + 1));
      if (!made || 'stuck' in made || !made.id)
        return { stuck: `the field ${field.path.join('.')} wants an id of ${wanted}, and none could be made` };
      references[wanted] = made.id.raw;
      taken.push({ value: made.id.value, from: made.reply.exchange.id, pointer: made.id.pointer });
      chain.push(...made.chain);
    }
    const canary = this.#maker.values.word();
    const body = fillPayload(payload, { values: this.#maker.values, references, canary, overrides });
    return { body, canary, taken, chain };
  }

  async #address(resource: Resource, identity: IdentityName, depth: number): Promise<Address | { stuck: string }> {
    const values: Record<string, string> = {};
    const taken: TakenId[] = [];
    const chain: string[] = [];
    for (const { parameter, collection } of resource.parents) {
      const parent = this.#maker.api.resources.find((one) => one.collection === collection);
      const made = parent && (await this.#parent(parent, identity, depth + 1));
      if (!made || 'stuck' in made || !made.id)
        return { stuck: `no value for {${parameter}} of ${resource.collection} could be made` };
      values[parameter] = made.id.value;
      taken.push({ value: made.id.value, from: made.reply.exchange.id, pointer: made.id.pointer });
      chain.push(...made.chain);
    }
    const { item, listPath } = resource;
    return {
      createPath: fillPath(resource.createPath ?? resource.collection, values),
      listPath: listPath === null ? undefined : fillPath(listPath, values) + (resource.listQuery ?? ''),
      itemPath: (id) => (item === null ? undefined : fillPath(item, { ...values, [pathParameters(item).at(-1) ?? '']: id })),
      taken,
      chain,
    };
  }

  #parent(resource: Resource, identity: IdentityName, depth: number): Promise<Made> {
    if (depth > MAX_DEPTH) return Promise.resolve({ stuck: `${resource.name} needs more than ${MAX_DEPTH} records before it` });
    const key = `${identity} ${resource.collection}`;
    const made = this.#parents.get(key) ?? this.#make(resource, identity, {}, depth);
    this.#parents.set(key, made);
    return made;
  }
}
