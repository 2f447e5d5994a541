import type { Reply, RequestSpec } from './client.ts';
import { fingerprint, isSame, type Fingerprint } from './control.ts';
import type { IdentityName } from './exchange.ts';
import type { Confirmation, Operation } from './operation.ts';
import { fillPath, pathParameters } from './path-template.ts';

/** An id that nothing has, for path parameters of unknown type. */
const NO_ID = '987654321';

type Send = (identity: IdentityName, spec: RequestSpec) => Promise<Reply>;

/**
 * Asks for each operation whose existence is not shown yet, and compares with a random path beside it: it exists if the answers
 * differ. `identity` asks; a guard in front of everything hides unknown paths from anonymous, so A asks again.
 */
export async function confirmOperations(
  operations: readonly Operation[],
  identity: IdentityName,
  send: Send,
): Promise<Operation[]> {
  const controls = new Map<string, Promise<{ fingerprint: Fingerprint; exchange: string }>>();
  const control = (operation: Operation) => {
    const path = controlPath(operation.path);
    const key = `${operation.method} ${path}`;
    const asked =
      controls.get(key) ??
      send(identity, probe(operation.method, path)).then((reply) => ({
        fingerprint: fingerprint(reply),
        exchange: reply.exchange.id,
      }));
    controls.set(key, asked);
    return asked;
  };
  const answered: Operation[] = [];
  for (const operation of operations) {
    if (operation.confirmation.state === 'confirmed') {
      answered.push(operation);
      continue;
    }
    const values = Object.fromEntries(pathParameters(operation.path).map((name) => [name, NO_ID]));
    const reply = await send(identity, probe(operation.method, fillPath(operation.path, values)));
    answered.push({ ...operation, confirmation: judge(operation, reply, (await control(operation)).fingerprint) });
  }
  return answered;
}

function judge(operation: Operation, reply: Reply, control: Fingerprint): Confirmation {
  const exchange = reply.exchange.id;
  if (reply.status === 0) return { state: 'unknown', reason: reply.exchange.failure ?? 'no answer' };
  if (reply.status === 405) return { state: 'refuted', exchange, reason: 'answered 405: the path exists, the method does not' };
  if (!isSame(fingerprint(reply), control))
    return {
      state: 'confirmed',
      exchange,
      reason: `answered ${reply.status}, a random path beside it answers ${control.status} or otherwise`,
    };
  // a handler's "not found" can read exactly as the router's: the running process knows better
  const isRegistered = operation.sources.some((source) => source.kind === 'route-table');
  if (reply.status === 404 && !isRegistered) return { state: 'refuted', exchange, reason: 'answered as a random path does' };
  return { state: 'unknown', reason: `answered ${reply.status}, as a random path beside it does` };
}

/** `/api/tasks/{id}` → `/api/rw-no-such-path/987654321`. */
function controlPath(path: string): string {
  const parts = path.split('/');
  const literal = parts.findLastIndex((part) => part !== '' && !part.startsWith('{'));
  return (
    parts.map((part, index) => (index === literal ? 'rw-no-such-path' : part.startsWith('{') ? NO_ID : part)).join('/') ||
    '/rw-no-such-path'
  );
}

function probe(method: string, path: string): RequestSpec {
  return method === 'GET' || method === 'DELETE' ? { method, path } : { method, path, json: {} };
}
