import type { HealthCheck, ServicePlan } from '../../plan.ts';
import type { DatabaseFacts, Engine } from '../infrastructure.ts';

/** The name under which people know it, and the image and service that are added. */
export const ADDED: Readonly<
  Record<Engine, { readonly title: string; readonly image: string; readonly service: string; readonly port: number }>
> = {
  postgres: { title: 'PostgreSQL', image: 'postgres:17', service: 'postgres', port: 5432 },
  mysql: { title: 'MySQL', image: 'mysql:8', service: 'mysql', port: 3306 },
  redis: { title: 'Redis', image: 'redis:7', service: 'redis', port: 6379 },
  mongodb: { title: 'MongoDB', image: 'mongo:7', service: 'mongo', port: 27017 },
};

export interface AddedOptions {
  readonly facts: Pick<DatabaseFacts, 'user' | 'password' | 'name'>;
  /** Other names under which the program calls it. */
  readonly aliases: readonly string[];
  /** A script that makes the tables. */
  readonly schema: { readonly name: string; readonly content: string } | undefined;
}

/** A database server that nobody declares, with the names and the password that the program expects. */
export function addedDatabase(engine: Engine, { facts, aliases, schema }: AddedOptions): ServicePlan {
  const { image, service, port } = ADDED[engine];
  return {
    name: service,
    image,
    ...(engine === 'redis' && facts.password !== undefined && facts.password !== ''
      ? { command: ['redis-server', '--requirepass', facts.password] }
      : {}),
    environment: environmentOf(engine, facts),
    networks: { default: [...aliases] },
    ports: [port],
    healthcheck: healthOf(engine),
    dependsOn: {},
    volumes: [],
    files:
      schema === undefined ? [] : [{ path: `/docker-entrypoint-initdb.d/${schema.name}`, content: schema.content, mode: 0o444 }],
    tmpfs: [],
    restart: 'no',
    stopGraceMs: 10_000,
    init: false,
    tty: false,
    stdinOpen: false,
    readOnly: false,
    groupAdd: [],
    capDrop: [],
  };
}

function environmentOf(
  engine: Engine,
  { user = 'app', password = '', name = 'app' }: AddedOptions['facts'],
): Record<string, string> {
  if (engine === 'postgres') {
    return {
      POSTGRES_USER: user,
      POSTGRES_DB: name,
      ...(password === '' ? { POSTGRES_HOST_AUTH_METHOD: 'trust' } : { POSTGRES_PASSWORD: password }),
    };
  }
  if (engine === 'mysql') {
    const root = password === '' ? { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes' } : { MYSQL_ROOT_PASSWORD: password };
    return { MYSQL_DATABASE: name, ...root, ...(user === 'root' ? {} : { MYSQL_USER: user, MYSQL_PASSWORD: password }) };
  }
  return {};
}

/** Whether it takes connections from other containers: while it sets itself up it listens on a socket file alone. */
export function healthOf(engine: Engine): HealthCheck {
  const tests: Readonly<Record<Engine, string>> = {
    postgres: 'pg_isready -h 127.0.0.1',
    mysql: 'mysqladmin ping -h 127.0.0.1 --silent || mariadb-admin ping -h 127.0.0.1 --silent',
    redis: 'redis-cli ping',
    mongodb: "mongosh --quiet --eval 'db.runCommand({ ping: 1 }).ok' || mongo --quiet --eval 'db.runCommand({ ping: 1 }).ok'",
  };
  return { test: ['CMD-SHELL', tests[engine]], intervalMs: 1_000, timeoutMs: 10_000, startPeriodMs: 0, retries: 100 };
}
