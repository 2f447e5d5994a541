import type { Help } from '../../plan.ts';
import { isDatabaseLike, isElsewhere, isSecretLike, PORTS, type ValueGenerator } from '../generate-value.ts';
import type { Engine } from '../infrastructure.ts';
import { addressOf, urlOf, type Expected } from './expected-database.ts';
import type { Role, SourceFacts } from './source-facts.ts';

/** A database of the stack, as the program is to call it. */
export interface Reachable {
  readonly engine: Engine;
  readonly host: string;
  readonly expected: Expected;
  /** Nobody but us declares it: an address elsewhere stands for it. */
  readonly isAdded: boolean;
}

export interface FillOptions {
  readonly facts: SourceFacts;
  readonly databases: readonly Reachable[];
  readonly generator: ValueGenerator;
  /** What the Dockerfile sets itself. */
  readonly isSet: (name: string) => boolean;
  readonly documented: (name: string) => boolean;
  /** The port to listen on when the code has none of its own. */
  readonly port: string;
  /** Nobody but us put the app into a container. */
  readonly isOurs: boolean;
}

/**
 * Values for the variables that the code reads and that nothing gives one: addresses of the stack's databases, secrets, and the few
 * that only have usual values. What an author wrote stays, but for the address of a database that is not in the stack.
 */
export function fillEnvironment(
  variables: ReadonlyMap<string, string>,
  { facts, databases, generator, isSet, documented, port, isOurs }: FillOptions,
): { environment: Record<string, string>; help: Help[] } {
  const environment: Record<string, string> = Object.fromEntries(variables);
  const help: Help[] = [];
  const set = (name: string, value: string, what: string) => {
    environment[name] = value;
    help.push({ kind: 'generated-value', what, documented: documented(name) });
  };
  for (const [name, value] of variables) {
    const database = databases.find((one) => one.isAdded && schemes[one.engine].test(value));
    if (!database) continue;
    const address = addressOf(value);
    if (address !== undefined && (isBare(address.host) || /^(localhost|127\.0\.0\.1)$/.test(address.host))) continue;
    set(name, urlOf(database.engine, database.host, database.expected), `\`${name}\` names a database that is not here; it was given the address of \`${database.host}\``); // prettier-ignore
  }
  for (const [name, read] of [...facts.reads].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (environment[name] || isSet(name)) continue;
    const database = databaseValue(name, read.role, databases);
    if (database) {
      const isAddress = database.role === 'host' || database.role === 'url';
      if (!read.isNeeded && !isAddress) continue;
      // the code's own machine, which here is a container of its own
      if (isOurs && isAddress && isLocal(read.fallback)) environment[name] = database.value;
      else set(name, database.value, `\`${name}\` has no value in the repository; it was given that of \`${database.host}\``);
      continue;
    }
    if (!read.isNeeded || isElsewhere(name) || isDatabaseLike(name)) continue;
    const value = isSecretLike(name) ? generator.secret(name) : usualValue(name, port);
    if (value !== undefined) set(name, value, `\`${name}\` has no value in the repository; one was generated`);
  }
  const postgres = databases.find(({ engine }) => engine === 'postgres');
  if (postgres && ![...facts.reads.keys()].some((name) => isDatabaseLike(name)) && Object.keys(facts.literals).length === 0) {
    // what the libraries look for when the code says nothing
    const { user = 'postgres', password = '', name = user } = postgres.expected;
    for (const [key, value] of Object.entries({ PGHOST: postgres.host, PGUSER: user, PGPASSWORD: password, PGDATABASE: name }))
      environment[key] ??= value;
  }
  return { environment, help };
}

const schemes: Readonly<Record<Engine, RegExp>> = {
  postgres: /^postgres(ql)?(\+\w+)?:\/\//i,
  mysql: /^(mysql|mariadb)(\+\w+)?:\/\//i,
  mongodb: /^mongodb(\+srv)?:\/\//i,
  redis: /^rediss?:\/\//i,
};

const isLocal = (fallback: string | undefined) => /(^|@|\/\/)(localhost|127\.0\.0\.1)([:/]|$)/.test(fallback ?? '');

export function isBare(host: string): boolean {
  return /^[a-z][a-z0-9_-]{0,40}$/i.test(host);
}

function databaseValue(
  name: string,
  known: Role | undefined,
  databases: readonly Reachable[],
): { role: Role; value: string; host: string } | undefined {
  const upper = name.toUpperCase();
  const says: readonly [Engine, RegExp][] = [['redis', /REDIS/], ['mongodb', /MONGO/], ['mysql', /MYSQL|MARIA/], ['postgres', /POSTGRES|^PG|PSQL/]]; // prettier-ignore
  const named = says.find(([, word]) => word.test(upper))?.[0];
  if (named === undefined && known === undefined && !/(^|_)(DB|DATABASE|SQL|DATASOURCE)/.test(upper)) return undefined;
  const database = databases.find(({ engine }) => (named === undefined ? engine !== 'redis' : engine === named));
  if (!database || /TEST/.test(upper)) return undefined;
  const role = known ?? roleOf(upper);
  const { engine, host, expected } = database;
  const values: Readonly<Record<Role, string>> = {
    url: urlOf(engine, host, expected),
    host,
    port: PORTS[engine],
    user: expected.user ?? '',
    password: expected.password ?? '',
    name: engine === 'redis' ? '0' : (expected.name ?? ''),
  };
  if (role !== undefined) return { role, value: values[role], host };
  return /(DIALECT|DRIVER|CLIENT|TYPE|CONNECTION|ENGINE)$/.test(upper) && engine !== 'redis'
    ? { role: 'name', value: engine, host }
    : undefined;
}

function roleOf(upper: string): Role | undefined {
  if (/(URL|URI|DSN|CONNECTION_STRING|CONN_STR)$/.test(upper)) return 'url';
  if (/(PASS|PASSWORD|PASSWD|PWD)$/.test(upper)) return 'password';
  if (/(USER|USERNAME|LOGIN)$/.test(upper)) return 'user';
  if (/(HOST|HOSTNAME|SERVER|ADDRESS)$/.test(upper)) return 'host';
  if (/PORT$/.test(upper)) return 'port';
  return /(DB|DATABASE|DBNAME|NAME)$/.test(upper) ? 'name' : undefined;
}

/** For settings that have a value everybody gives them. */
function usualValue(name: string, port: string): string | undefined {
  const upper = name.toUpperCase();
  if (/^((APP|API|SERVER|HTTP)_)?PORT$/.test(upper)) return port;
  if (/EXPIR\w*_?(MINUTES?|SECONDS?|HOURS?|DAYS?)$/.test(upper)) return '60';
  if (/(JWT|TOKEN|ACCESS|REFRESH)\w*EXPIR\w*$/.test(upper)) return '1h';
  if (/^((JWT|TOKEN|AUTH)_)?ALGORITHM$/.test(upper)) return 'HS256';
  if (/(SALT|BCRYPT\w*)_ROUNDS$|^ROUNDS$/.test(upper)) return '10';
  if (/^(APP|BASE|API|SERVER|CLIENT|FRONTEND|FRONT|PUBLIC|SITE)_?(BASE_)?(URL|ORIGIN)$|^CORS_ORIGINS?$/.test(upper))
    return `http://localhost:${port}`;
  return undefined;
}
