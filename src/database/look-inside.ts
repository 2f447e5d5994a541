import type { ServicePlan } from '../sandbox/plan.ts';
import type { Adjustment, Stack } from '../sandbox/stack.ts';
import type { TimedRequest } from './attribute.ts';
import type { Canary } from './canary.ts';
import { connectDatabase, withFirstLogin } from './connect.ts';
import { credentialsOf, type DatabaseCredentials } from './credentials.ts';
import type { ConnectOptions, DatabaseAddress } from './database.ts';
import { captureAdjustment } from './postgres/capture.ts';
import { PostgresReader } from './postgres/reader.ts';
import { readQueries } from './postgres/read-queries.ts';
import { readSchema, type LoginFacts } from './postgres/read-schema.ts';
import { PostgresSession } from './postgres/session.ts';
import type { CapturedQueries } from './queries.ts';
import { recogniseDatabase } from './recognise-database.ts';
import type { Schema } from './schema.ts';
import { readStoredPasswords, type StoredPasswords } from './stored-values.ts';

const DEADLINE_MS = 60_000;
const SCHEMA_MS = 15_000;
const QUERIES_MS = 60_000;
const PORT = 5432;
const SECRET_NAME = /secret|salt|pepper|key/i;

interface Unseen {
  readonly unseen: string;
}

/** How the database stores the passwords of the registered users. */
export async function lookAtStoredValues(database: FoundDatabase, canaries: readonly Canary[]): Promise<StoredPasswords> {
  const reader = await connectDatabase(database.candidates, { ...database.address, deadlineMs: DEADLINE_MS });
  try {
    const secrets = Object.entries(database.environment).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []));
    return await readStoredPasswords(reader, canaries, { secrets });
  } finally {
    await reader.close();
  }
}

/** The tables of the database with their keys, and where the logins of those who registered stand. */
export function lookAtSchema(database: FoundDatabase, login: LoginFacts | { unknown: string } | null): Promise<Schema> {
  return withSession(database, SCHEMA_MS, ({ session }) => readSchema(session, new PostgresReader(session), login));
}

/** What the requests made the application ask its database. The stack must have been started with `captureFor`. */
export async function lookAtQueries(
  { stack, ...database }: FoundDatabase,
  { requests, redact }: { readonly requests: readonly TimedRequest[]; readonly redact: (text: string) => string },
): Promise<CapturedQueries | Unseen> {
  const { service } = database;
  if (captureAdjustment(service) === undefined)
    return { unseen: 'The database server is started in a way in which roadworthy cannot have it log its statements yet.' };
  return withSession(database, QUERIES_MS, ({ session, connect }) =>
    readQueries(session, { connect, requests, redact, run: (command, options) => stack.run(service.name, command, options) }),
  );
}

/** What makes the databases among these services log the statements that they are sent, by service. */
export function captureFor(services: readonly ServicePlan[]): Record<string, Adjustment> {
  const adjustments = services.flatMap((service) => {
    const adjustment = engineOf(service) === 'postgresql' ? captureAdjustment(service) : undefined;
    return adjustment ? [[service.name, adjustment] as const] : [];
  });
  return Object.fromEntries(adjustments);
}

async function withSession<T>(
  { candidates, address }: Pick<FoundDatabase, 'candidates' | 'address'>,
  deadlineMs: number,
  look: (open: { readonly session: PostgresSession; readonly connect: ConnectOptions }) => Promise<T>,
): Promise<T> {
  const open = await withFirstLogin(candidates, async (login) => {
    const connect = { ...address, ...login, deadlineMs };
    return { session: await PostgresSession.open(connect), connect };
  });
  try {
    return await look(open);
  } finally {
    await open.session.close();
  }
}

/** A database server of a stack that can be looked into, and how it is reached. */
export interface FoundDatabase {
  readonly stack: Stack;
  readonly service: ServicePlan;
  /** Variables of the application. */
  readonly environment: Readonly<Record<string, string>>;
  readonly candidates: readonly DatabaseCredentials[];
  readonly address: DatabaseAddress;
}

/** The database server of the application, or in one sentence why nobody can look into it. */
export async function findDatabase(stack: Stack, app: string): Promise<FoundDatabase | Unseen> {
  const services = stack.context.plan.services.map((service) => ({ service, engine: engineOf(service) }));
  const service = services.find(({ engine }) => engine === 'postgresql')?.service;
  if (!service) {
    const others = services.flatMap(({ engine }) => (engine === undefined ? [] : [engine]));
    return {
      unseen:
        others.length > 0
          ? `roadworthy cannot look into ${others.join(' and ')} yet.`
          : 'No database server was recognised among the services.',
    };
  }
  const environment = { ...stack.images.get(app)?.env, ...stack.service(app).environment };
  const address = await stack.addressOf(service.name);
  const port = await stack.forwarder.forward(`${address}:${PORT}`);
  const names = [service.name, service.hostname ?? '', ...Object.values(service.networks).flat()];
  const files = Object.fromEntries(service.files.map((file) => [file.path, file.content]));
  const candidates = credentialsOf(
    { names, environment: { ...stack.images.get(service.name)?.env, ...service.environment }, files },
    [environment],
  );
  return { stack, service, environment, candidates, address: { host: '127.0.0.1', port } };
}

function engineOf({ name, environment, ports, image }: ServicePlan) {
  return recogniseDatabase({ name, environment, ports, ...(image !== undefined && { image }) });
}
