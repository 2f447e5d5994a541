import { PORTS, SCHEMES } from '../generate-value.ts';
import type { DatabaseFacts, Engine } from '../infrastructure.ts';
import type { Role, SourceFacts } from './source-facts.ts';

/** An address of a database in plain text. */
export interface Address {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly name: string | undefined;
}

const URL = /^([a-z][a-z0-9]*)(\+\w+)?:\/\/(?:([^:@/\s]*)(?::([^@\s]*))?@)?([^:/?#\s,]*)(?::(\d*))?(?:\/([^?#\s]*))?/i;

/** Parts of a connection string; undefined when it is none, or has parts that are not plain. */
export function addressOf(url: string): (Address & { readonly engine: Engine | undefined }) | undefined {
  const [, scheme = '', driver = '', user, password, host = '', , name] = URL.exec(url) ?? [];
  if (scheme === '' || /[{}$%<>]/.test(url)) return undefined;
  return {
    scheme: scheme + driver,
    engine: engineOfScheme(scheme),
    user: user || undefined,
    password,
    host,
    name: name || undefined,
  };
}

function engineOfScheme(scheme: string): Engine | undefined {
  if (/^postgres/i.test(scheme)) return 'postgres';
  if (/^(mysql|mariadb)/i.test(scheme)) return 'mysql';
  if (/^mongodb/i.test(scheme)) return 'mongodb';
  return /^rediss?$/i.test(scheme) ? 'redis' : undefined;
}

export type Expected = Pick<DatabaseFacts, 'user' | 'password' | 'name'> & {
  readonly hosts: readonly string[];
  readonly scheme: string;
};

/**
 * What the program takes its database to be called, and who it is there: out of its env file, the defaults in its code, and what
 * the code says outright. The database is made to fit the author's words, not the words to the database.
 */
export function expectedDatabase(engine: Engine, facts: SourceFacts, variables: ReadonlyMap<string, string>): Expected {
  const parts: Partial<Record<Role, string>> = {};
  const hosts = new Set<string>();
  let scheme: string | undefined;
  const take = (role: Role, value: string | undefined) => {
    if (value === undefined || isBlank(value, role)) return;
    if (role === 'host') hosts.add(value);
    else parts[role] ??= value;
  };
  const takeUrl = (value: string) => {
    const address = addressOf(value);
    if (address?.engine !== engine) return false;
    scheme ??= address.scheme;
    take('user', address.user);
    take('password', address.password);
    take('name', address.name);
    take('host', address.host);
    return true;
  };
  const isSql = engine !== 'redis';
  for (const [name, value] of variables) {
    if (takeUrl(value) || addressOf(value) !== undefined) continue;
    const role = facts.reads.get(name)?.role ?? roleOf(name, engine);
    if (role !== undefined && belongs(name, engine, facts)) take(role, value);
  }
  for (const [name, { fallback, role }] of facts.reads) {
    if (fallback === undefined || variables.get(name)) continue;
    if (takeUrl(fallback) || addressOf(fallback) !== undefined) continue;
    const used = role ?? roleOf(name, engine);
    if (used !== undefined && belongs(name, engine, facts)) take(used, fallback);
  }
  if (isSql) for (const [role, value] of Object.entries(facts.literals) as [Role, string][]) take(role, value);
  for (const url of facts.urls) takeUrl(url);
  const { user, password, name } = parts;
  return {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(name === undefined ? {} : { name }),
    hosts: [...hosts],
    scheme: scheme ?? SCHEMES[engine],
  };
}

/** Where a value is meant to be filled in, it says nothing. An empty password is one. */
function isBlank(value: string, role: Role): boolean {
  if (value === '') return role !== 'password';
  return /[{}$<>\s]/.test(value) || value.length > 100;
}

function roleOf(name: string, engine: Engine): Role | undefined {
  const upper = name.toUpperCase();
  if (engine === 'redis' ? !upper.includes('REDIS') : !/DB|DATABASE|POSTGRES|^PG|MYSQL|MARIA|MONGO|SQL/.test(upper))
    return undefined;
  if (/(PASS|PASSWORD|PASSWD|PWD)$/.test(upper)) return 'password';
  if (/(USER|USERNAME|LOGIN)$/.test(upper)) return 'user';
  if (/(HOST|HOSTNAME|SERVER|ADDRESS)$/.test(upper)) return 'host';
  if (/PORT$/.test(upper)) return 'port';
  return /(DB|DATABASE|DBNAME|NAME)$/.test(upper) ? 'name' : undefined;
}

/** Whether a variable speaks of this engine: its name says so, or there is no other one it could mean. */
function belongs(name: string, engine: Engine, { reads }: SourceFacts): boolean {
  const upper = name.toUpperCase();
  const says: Readonly<Record<Engine, RegExp>> = {
    postgres: /POSTGRES|^PG|PSQL/,
    mysql: /MYSQL|MARIA/,
    mongodb: /MONGO/,
    redis: /REDIS/,
  };
  if (says[engine].test(upper)) return true;
  if (engine === 'redis' || Object.values(says).some((other) => other.test(upper))) return false;
  return reads.get(name)?.role !== undefined || /(^|_)(DB|DATABASE|SQL)/.test(upper);
}

/** The address of a database of the stack, in the words of the program's own driver. */
export function urlOf(engine: Engine, host: string, { user, password, name, scheme }: Expected): string {
  const login =
    user === undefined
      ? ''
      : `${encodeURIComponent(user)}${password === undefined || password === '' ? '' : `:${encodeURIComponent(password)}`}@`;
  if (engine === 'redis')
    return `redis://${password === undefined || password === '' ? '' : `:${encodeURIComponent(password)}@`}${host}:${PORTS.redis}`;
  return `${scheme}://${engine === 'mongodb' ? '' : login}${host}:${PORTS[engine]}/${name ?? 'app'}`;
}
