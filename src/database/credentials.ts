import type { DatabaseLogin } from './database.ts';

export interface DatabaseCredentials extends DatabaseLogin {
  readonly engine: 'postgresql';
}

type Environment = Readonly<Record<string, string>>;

/** The container of the database. */
export interface DatabaseService {
  /** Names under which the application reaches it. */
  readonly names: readonly string[];
  readonly environment: Environment;
  /** Contents of the files that were put in, by path: `…_FILE` variables point at them. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Names of the official image first, then Bitnami's. */
const SERVER = {
  user: ['POSTGRES_USER', 'POSTGRESQL_USERNAME', 'POSTGRESQL_USER'],
  password: ['POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD'],
  database: ['POSTGRES_DB', 'POSTGRESQL_DATABASE'],
};

/** How applications are told, part by part: libpq's names, then the customary ones. */
const PARTS = {
  host: ['PGHOST', 'DB_HOST', 'DATABASE_HOST', 'POSTGRES_HOST', 'DB_HOSTNAME', 'SQL_HOST', 'TYPEORM_HOST'],
  user: [
    'PGUSER',
    'DB_USER',
    'DB_USERNAME',
    'DATABASE_USER',
    'DATABASE_USERNAME',
    'POSTGRES_USER',
    'SQL_USER',
    'TYPEORM_USERNAME',
    'SPRING_DATASOURCE_USERNAME',
  ],
  password: [
    'PGPASSWORD',
    'DB_PASSWORD',
    'DB_PASS',
    'DATABASE_PASSWORD',
    'POSTGRES_PASSWORD',
    'SQL_PASSWORD',
    'TYPEORM_PASSWORD',
    'SPRING_DATASOURCE_PASSWORD',
  ],
  database: ['PGDATABASE', 'DB_NAME', 'DB_DATABASE', 'DATABASE_NAME', 'POSTGRES_DB', 'SQL_DATABASE', 'TYPEORM_DATABASE'],
};

/**
 * Who may log in, most useful first: the owner of the server in the database that the application uses, the owner in the
 * database that the image makes, and the application itself.
 */
export function credentialsOf(
  service: DatabaseService,
  applications: readonly Environment[] = [],
): readonly DatabaseCredentials[] {
  const owner = ownerOf(service);
  const users = applications.flatMap((environment) => applicationLogins(environment, service.names));
  const candidates = [...(owner ? [...users.map(({ database }) => ({ ...owner, database })), owner] : []), ...users];
  const seen = new Set<string>();
  return candidates.flatMap(({ user, password, database }) => {
    const key = JSON.stringify([user, password, database]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ engine: 'postgresql', user, password, database } as const];
  });
}

/** As the official image reads its variables: user postgres, database named like the user, no password under `trust`. */
function ownerOf({ environment, files = {} }: DatabaseService): DatabaseLogin | undefined {
  const read = (names: readonly string[]) =>
    firstOf(names, (name) => environment[name] || fromFile(environment[`${name}_FILE`], files));
  const user = read(SERVER.user) ?? 'postgres';
  const password = read(SERVER.password) ?? (environment['POSTGRES_HOST_AUTH_METHOD'] === 'trust' ? '' : undefined);
  if (password === undefined) return undefined;
  return { user, password, database: read(SERVER.database) ?? user };
}

/** The shell reads such a file without its last line breaks. A value that is no path is taken as the content itself. */
function fromFile(path: string | undefined, files: Readonly<Record<string, string>>): string | undefined {
  if (path === undefined || path === '') return undefined;
  const content = files[path] ?? (path.startsWith('/') ? undefined : path);
  return content?.replace(/\n+$/, '');
}

function applicationLogins(environment: Environment, names: readonly string[]): DatabaseLogin[] {
  const fromUrls = Object.values(environment).flatMap((value) => {
    const login = loginOfUrl(value, names, environment);
    return login ? [login] : [];
  });
  const fromParts = loginOfParts(environment, names);
  return fromParts ? [...fromUrls, fromParts] : fromUrls;
}

/** `postgres://user:password@host/database`, with the prefixes and suffixes of JDBC, SQLAlchemy and R2DBC. */
function loginOfUrl(value: string, names: readonly string[], environment: Environment): DatabaseLogin | undefined {
  if (!/^(?:jdbc:|r2dbc:)?(?:postgres|postgresql|postgis)(?:\+\w+)?:\/\//.test(value)) return undefined;
  const url = URL.parse(value.replace(/^[^/]*:\/\//, 'postgres://'));
  if (!url || !names.includes(url.hostname)) return undefined;
  const user = percentDecoded(url.username) || (url.searchParams.get('user') ?? firstOf(PARTS.user, (name) => environment[name]));
  const password =
    percentDecoded(url.password) || (url.searchParams.get('password') ?? firstOf(PARTS.password, (name) => environment[name]));
  if (!user) return undefined;
  return { user, password: password ?? '', database: percentDecoded(url.pathname.slice(1)) || user };
}

function loginOfParts(environment: Environment, names: readonly string[]): DatabaseLogin | undefined {
  const read = (part: keyof typeof PARTS) => firstOf(PARTS[part], (name) => environment[name]);
  const [host, user, password] = [read('host'), read('user'), read('password')];
  if (host === undefined || !names.includes(host) || user === undefined) return undefined;
  return { user, password: password ?? '', database: read('database') ?? user };
}

function firstOf(names: readonly string[], read: (name: string) => string | undefined): string | undefined {
  return names.map(read).find((value) => value !== undefined && value !== '');
}

/** As it stands when it is no valid encoding: a password may hold a bare percent sign. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
