import type { Resource } from './api.ts';
import type { Client } from './client.ts';
import type { Sessions } from './identity/session.ts';
import { learnListQuery } from './list-query.ts';
import type { Operation } from './operation.ts';
import { isSameResource } from './payload/inflection.ts';
import { asBody, learnPayload } from './payload/learn.ts';
import type { Payload } from './payload/payload.ts';
import { Records, type Address } from './records.ts';
import type { Values } from './values.ts';

/** Names that free text usually has. Where everything is accepted, a record needs a text of ours to be known by. */
const TEXT_FIELDS = ['title', 'name', 'description'] as const;

export interface ResourceLearning {
  readonly client: Client;
  readonly values: Values;
  readonly operations: readonly Operation[];
  readonly sessions: Sessions;
  readonly identity: 'A' | 'anonymous';
}

/** Learns a payload for every collection that creates, those first that others refer to. */
export async function learnResources(found: readonly Resource[], learning: ResourceLearning): Promise<Resource[]> {
  const learner = new ResourceLearner(found, learning);
  await learner.learnAll();
  await learner.learnLists();
  await learner.visitItems();
  return learner.resources;
}

class ResourceLearner {
  readonly resources: Resource[];
  readonly #learning: ResourceLearning;
  readonly #begun = new Set<string>();

  constructor(found: readonly Resource[], learning: ResourceLearning) {
    this.resources = [...found];
    this.#learning = learning;
  }

  async learnAll(): Promise<void> {
    for (const resource of [...this.resources]) await this.#learn(resource);
  }

  async #learn(resource: Resource): Promise<void> {
    const { operations, identity } = this.#learning;
    if (this.#begun.has(resource.collection)) return;
    this.#begun.add(resource.collection);
    const operation = operations.find((one) => one.method === 'POST' && one.path === resource.createPath);
    if (!operation) return;
    for (const parent of resource.parents) await this.#learnWhere((other) => other.collection === parent.collection);
    const address = await this.#records().collection(resource, identity);
    if ('stuck' in address) return this.#update(resource, { stuck: address.stuck });
    const learnt = await learnPayload(
      operation,
      async (payload) => (await this.#fill(payload)).body,
      (body) => this.#post(address, body),
      // a `note` of a note is its text, not another one
      this.resources.filter((one) => one !== resource && !isSameResource(one.name, resource.name)).map((one) => one.name),
    );
    if ('stuck' in learnt)
      return this.#update(resource, { stuck: `no accepted payload for POST ${address.createPath}: ${learnt.stuck}` });
    this.#update(resource, { payload: await this.#withText(learnt.payload, address) });
  }

  async #learnWhere(matches: (resource: Resource) => boolean): Promise<void> {
    const other = this.resources.find(matches);
    if (other) await this.#learn(other);
  }

  async #fill(payload: Payload): Promise<{ body: Parameters<typeof asBody>[1]; canary: string }> {
    for (const { value } of payload.fields) {
      if ('reference' in value) await this.#learnWhere((other) => other.name === value.reference);
    }
    const filled = await this.#records().fill(payload, this.#learning.identity);
    return 'stuck' in filled ? { body: {}, canary: '' } : filled;
  }

  /** The payload, with text in it: one that carries no word of ours gets the usual text fields, if they are taken and kept. */
  async #withText(payload: Payload, address: Address): Promise<Payload> {
    const { body, canary } = await this.#fill(payload);
    if (JSON.stringify(body).includes(canary)) return payload;
    const known = new Set(payload.fields.map((field) => field.path[0]));
    const added = TEXT_FIELDS.filter((name) => !known.has(name)).map((name) => ({
      path: [name],
      value: { by: 'name', schema: { type: 'string' } } as const,
      required: false,
      sources: ['convention'],
    }));
    const richer: Payload = { ...payload, fields: [...payload.fields, ...added] };
    const filled = await this.#fill(richer);
    const reply = await this.#post(address, asBody(richer, filled.body));
    return reply.ok ? richer : payload;
  }

  #post(address: Address, body: ReturnType<typeof asBody>) {
    const { sessions, identity } = this.#learning;
    return sessions.send(identity, { method: 'POST', path: address.createPath, taken: address.taken, ...body });
  }

  /** What lists have to be asked for with. */
  async learnLists(): Promise<void> {
    const { operations, sessions, identity } = this.#learning;
    for (const resource of [...this.resources]) {
      if (resource.listPath === null) continue;
      const address = await this.#records().collection(resource, identity);
      if ('stuck' in address || address.listPath === undefined) continue;
      const { listPath, taken } = address;
      const operation = operations.find((one) => one.method === 'GET' && one.path === resource.listPath);
      const query = await learnListQuery(operation, (asked) =>
        sessions.send(identity, { method: 'GET', path: listPath + asked, taken }),
      );
      if (query !== undefined) this.#update(resource, { listQuery: query });
    }
  }

  /** Drives one record of each resource through its item operations, so that they are seen with an id that exists. */
  async visitItems(): Promise<void> {
    const { sessions, identity } = this.#learning;
    const records = this.#records();
    for (const resource of this.resources) {
      if (!resource.payload) continue;
      const made = await records.make(resource, identity);
      if ('stuck' in made || made.itemPath === undefined) continue;
      const { body } = await this.#fill(resource.payload);
      for (const method of ['GET', ...resource.update, 'DELETE'] as const) {
        const changes = method === 'PUT' || method === 'PATCH';
        await sessions.send(identity, {
          method,
          path: made.itemPath,
          taken: made.itemTaken,
          ...(changes && asBody(resource.payload, body)),
        });
      }
    }
  }

  #records(): Records {
    const { values, sessions } = this.#learning;
    return new Records({ api: { resources: this.resources }, values, send: sessions.send.bind(sessions) });
  }

  #update(resource: Resource, change: Partial<Resource>): void {
    this.resources[this.resources.findIndex((one) => one.collection === resource.collection)] = { ...resource, ...change };
  }
}
