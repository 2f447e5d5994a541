import { isJsonObject, textOf, type Json } from '../../json.ts';
import type { Reply, RequestSpec } from '../client.ts';
import type { Operation } from '../operation.ts';
import { startLearning } from './learning.ts';
import { payloadFromSchema } from './from-schema.ts';
import type { Payload } from './payload.ts';

export type Learnt = { readonly payload: Payload; readonly reply: Reply } | { readonly stuck: string; readonly reply?: Reply };

/**
 * Sends to an operation until it accepts: first what its schema says, then what its error answers ask for. `fill` turns a
 * payload into a body with fresh values each time, `send` sends it as whoever is meant to; `resources` are the names that a field may refer to.
 */
export async function learnPayload(
  operation: Operation,
  fill: (payload: Payload) => Promise<Json>,
  send: (spec: Pick<RequestSpec, 'json' | 'form'>) => Promise<Reply>,
  resources: readonly string[] = [],
): Promise<Learnt> {
  const known = operation.body ? payloadFromSchema(operation.body, resources) : undefined;
  const learner = startLearning(operation.id, known, resources);
  let reply: Reply | undefined;
  for (;;) {
    const step = learner.next();
    if ('done' in step) {
      if (step.done === 'learnt' && reply) return { payload: step.payload, reply };
      const last = reply ? ` (last answer ${reply.status || (reply.exchange.failure ?? 'none')})` : '';
      return { stuck: `${step.done === 'stuck' ? step.why : 'nothing was sent'}${last}`, ...(reply && { reply }) };
    }
    reply = await send(asBody(step, await fill(step)));
    learner.answer({ status: reply.status, contentType: reply.headers['content-type'] ?? '', body: reply.text });
  }
}

/** A filled payload as the part of a request that its content type wants. */
export function asBody(payload: Payload, filled: Json): Pick<RequestSpec, 'json' | 'form'> {
  if (payload.contentType === 'application/json') return { json: filled };
  return {
    form: isJsonObject(filled) ? Object.fromEntries(Object.entries(filled).map(([name, value]) => [name, textOf(value)])) : {},
  };
}
