import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const docker = async (...words: string[]) => (await promisify(execFile)('docker', words)).stdout.trim();

const IMAGE = 'postgres:17-alpine';
const START_MS = 60_000;

/** A server of the official image that lives for one test file; always remove it in `afterAll`. */
export interface PostgresContainer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: 'postgres';
  readonly password: string;
  /** A database of its own, filled by the statements, and a client in it that is closed by `remove`. */
  database(name: string, statements: string): Promise<pg.Client>;
  /** Runs a command inside the container, as the owner of the image. */
  run(
    command: readonly string[],
    options: { readonly environment: Readonly<Record<string, string>> },
  ): Promise<{ exitCode: number; output: string }>;
  remove(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresContainer> {
  const password = randomBytes(9).toString('hex');
  const id = await docker(
    ...['run', '-d', '--label', 'roadworthy.test', '-p', '127.0.0.1::5432', '-e', `POSTGRES_PASSWORD=${password}`, IMAGE],
    ...['-c', 'fsync=off'],
  );
  const clients: pg.Client[] = [];
  const remove = async () => {
    await Promise.allSettled(clients.map((client) => client.end()));
    await docker('rm', '--force', '--volumes', id);
  };
  try {
    const port = Number((await docker('port', id, '5432/tcp')).split(':').at(-1));
    const where = { host: '127.0.0.1', port, user: 'postgres', password } as const;
    const open = async (database: string) => {
      const client = new pg.Client({ ...where, database });
      client.on('error', () => {});
      await client.connect();
      clients.push(client);
      return client;
    };
    const admin = await whenReady(() => open('postgres'));
    const database = async (name: string, statements: string) => {
      await admin.query(`create database "${name}"`);
      const client = await open(name);
      await client.query(statements);
      return client;
    };
    const run = async (command: readonly string[], { environment }: { environment: Readonly<Record<string, string>> }) => {
      const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
      return docker('exec', ...variables, id, ...command).then(
        (output) => ({ exitCode: 0, output }),
        (error: unknown) => ({ exitCode: 1, output: String(error) }),
      );
    };
    return { ...where, database, run, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The image starts its server once to set it up and then again, without a socket in between: two answers in a row count. */
async function whenReady<T>(open: () => Promise<T>): Promise<T> {
  const until = performance.now() + START_MS;
  for (;;) {
    try {
      await open();
      await sleep(500);
      return await open();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(200);
    }
  }
}
