import type { Client } from '../api/client.ts';
import type { Recipe } from '../api/identity/recipe.ts';
import { csrfHeaders } from '../api/identity/cookies.ts';
import type { Session, Sessions } from '../api/identity/session.ts';
import type { Values } from '../api/values.ts';
import type { Stack } from '../sandbox/stack.ts';
import type { Live } from './probe.ts';

/** A stack with its people, as probes see it. */
export function liveOn(parts: {
  stack: Pick<Stack, 'name' | 'state'>;
  service: string;
  client: Client;
  sessions: Sessions;
  recipe: Recipe | undefined;
  values: Values;
}): Live {
  const { stack, service, client, sessions, recipe, values } = parts;
  const session = (identity: 'A' | 'B' | 'C') => {
    const found = sessions.get(identity);
    if (!found) throw new Error(`${identity} is nobody on the stack ${stack.name}`);
    return found;
  };
  return {
    client,
    values,
    recipe,
    hasUsers: sessions.get('A') !== undefined,
    send: (identity, spec) => sessions.send(identity, spec),
    sendWith: (identity, credential, spec) => sessions.sendWith(identity, credential, spec),
    credential: (identity) => session(identity).credential,
    csrf: (identity) => csrfOf(session(identity)),
    account: (identity) => ({ ...session(identity).facts, password: session(identity).password }),
    async alive() {
      const state = await stack.state(service);
      return { running: state?.status === 'running', restarts: state?.restarts ?? 0, lastLines: state?.lastLines ?? [] };
    },
  };
}

/** A token has no cookies in it, and so none to submit twice. */
const csrfOf = ({ credential, csrf }: Session) => csrfHeaders(credential, csrf)['x-csrf-token'] ?? null;
