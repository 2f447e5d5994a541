import type { Reply } from '../client.ts';
import { leaves } from '../json-pointer.ts';

/** The id of the user that an answer about them tells, or undefined. */
export function ownId(reply: Pick<Reply, 'json'>): string | number | undefined {
  const id = leaves(reply.json).find((leaf) => /^(?:id|_id|userid|user_id|uuid)$/i.test(leaf.key))?.value;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
