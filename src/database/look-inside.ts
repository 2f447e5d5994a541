import type { Stack } from '../sandbox/stack.ts';
import type { Canary } from './canary.ts';
import { connectDatabase } from './connect.ts';
import { credentialsOf } from './credentials.ts';
import { recogniseDatabase } from './recognise-database.ts';
import { readStoredPasswords, type StoredPasswords } from './stored-values.ts';

const DEADLINE_MS = 60_000;
const PORT = 5432;
const SECRET_NAME = /secret|salt|pepper|key/i;

/** How the stack's database stores the passwords of the registered users, or in one sentence why nobody could look. */
export async function lookInside(
  stack: Stack,
  app: string,
  canaries: readonly Canary[],
): Promise<StoredPasswords | { readonly unseen: string }> {
  const services = stack.context.plan.services.map((service) => ({
    service,
    engine: recogniseDatabase({
      name: service.name,
      environment: service.environment,
      ports: service.ports,
      ...(service.image !== undefined && { image: service.image }),
    }),
  }));
  const database = services.find(({ engine }) => engine === 'postgresql')?.service;
  if (!database) {
    const others = services.flatMap(({ engine }) => (engine === undefined ? [] : [engine]));
    return {
      unseen:
        others.length > 0
          ? `roadworthy cannot look into ${others.join(' and ')} yet.`
          : 'No database server was recognised among the services.',
    };
  }
  const environment = { ...stack.images.get(app)?.env, ...stack.service(app).environment };
  const address = await stack.addressOf(database.name);
  const port = await stack.forwarder.forward(`${address}:${PORT}`);
  const names = [database.name, database.hostname ?? '', ...Object.values(database.networks).flat()];
  const files = Object.fromEntries(database.files.map((file) => [file.path, file.content]));
  const candidates = credentialsOf(
    { names, environment: { ...stack.images.get(database.name)?.env, ...database.environment }, files },
    [environment],
  );
  const reader = await connectDatabase(candidates, { host: '127.0.0.1', port, deadlineMs: DEADLINE_MS });
  try {
    const secrets = Object.entries(environment).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []));
    return await readStoredPasswords(reader, canaries, { secrets });
  } finally {
    await reader.close();
  }
}
