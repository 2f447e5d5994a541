import { isJsonObject, readJson } from '../../../json.ts';
import type { SubmissionFiles } from '../../../submission/files.ts';
import { join } from '../load.ts';
import type { Engine } from '../infrastructure.ts';
import type { SourceFacts } from './source-facts.ts';

/** Packages that speak with a server, by the name under which a manifest lists them. */
const DRIVERS: readonly [Engine, RegExp][] = [
  [
    'postgres',
    /^(pg|pg-promise|postgres|slonik|@databases\/pg|@neondatabase\/serverless|@vercel\/postgres|psycopg2?|psycopg2-binary|psycopg-binary|asyncpg|pg8000|aiopg|django-environ-postgres)$/,
  ],
  [
    'mysql',
    /^(mysql|mysql2|mariadb|promise-mysql|pymysql|mysqlclient|mysql-connector|mysql-connector-python|aiomysql|asyncmy|flask-mysqldb|flask-mysql|mysql-python)$/,
  ],
  [
    'redis',
    /^(redis|ioredis|bull|bullmq|@nestjs\/bull|@nestjs\/bullmq|@keyv\/redis|connect-redis|rate-limit-redis|aioredis|django-redis|fastapi-limiter|flask-redis|rq|arq|fastapi-cache2)$/,
  ],
  ['mongodb', /^(mongodb|mongoose|pymongo|motor|mongoengine|flask-pymongo|beanie|@nestjs\/mongoose)$/],
];
const SQLITE = /^(sqlite3|better-sqlite3|sqlite|@libsql\/client|sql\.js|aiosqlite|node:sqlite)$/;
/** The code or its settings name the engine where they connect. */
const NAMED: readonly [Engine, RegExp][] = [
  [
    'postgres',
    /\bpostgres(?:ql)?(?:\+\w+)?:\/\/|backends\.postgresql|\b(?:type|dialect|client|provider|DB_(?:TYPE|DIALECT|CLIENT|CONNECTION|DRIVER|ENGINE))["']?\s{0,3}[:=]\s{0,3}["']?(?:postgres|postgresql|pg)\b/,
  ],
  [
    'mysql',
    /\b(?:mysql|mariadb)(?:\+\w+)?:\/\/|backends\.mysql|\b(?:type|dialect|client|provider|DB_(?:TYPE|DIALECT|CLIENT|CONNECTION|DRIVER|ENGINE))["']?\s{0,3}[:=]\s{0,3}["']?(?:mysql2?|mariadb)\b/,
  ],
  ['redis', /\brediss?:\/\//],
  ['mongodb', /\bmongodb(?:\+srv)?:\/\//],
];
const SQLITE_NAMED =
  /sqlite(?:\+\w+)?:\/\/|backends\.sqlite3|\b(?:type|dialect|client|provider)["']?\s{0,3}[:=]\s{0,3}["']?(?:better-)?sqlite3?\b|import sqlite3|require\(['"](?:better-)?sqlite3['"]\)/;

/**
 * The database servers without which the program plainly does nothing: its manifest lists a driver, and the code or its settings
 * use it. A list that holds a driver and code that keeps its records in a file (SQLite) need none.
 */
export async function neededDatabases(
  files: SubmissionFiles,
  folder: string,
  facts: SourceFacts,
  variables: ReadonlyMap<string, string>,
): Promise<Engine[]> {
  const listed = await dependenciesOf(files, folder);
  const code = [...facts.texts.values()].join('\n');
  const settings = [...variables].map(([name, value]) => `${name}=${value}`).join('\n');
  const usesFile = SQLITE_NAMED.test(code) || SQLITE_NAMED.test(settings) || [...listed].some((name) => SQLITE.test(name));
  return DRIVERS.flatMap(([engine, drivers]): Engine[] => {
    const own = [...listed].filter((name) => drivers.test(name));
    const named = NAMED.find(([one]) => one === engine)?.[1];
    const isNamedInSettings = named?.test(settings) === true || (engine !== 'redis' && settingsNameEngine(settings, engine));
    const isNamed = named?.test(code) === true || isNamedInSettings;
    if (engine === 'redis') return own.length > 0 && (isNamed || own.some((name) => isImported(code, name))) ? [engine] : [];
    if (own.length === 0) {
      // Prisma brings its own driver
      return /provider\s{0,3}=\s{0,3}"(?:postgresql|mysql|mongodb)"/.test(code) && isProvider(code, engine) ? [engine] : [];
    }
    if (usesFile) return isNamedInSettings ? [engine] : [];
    const hasAddress = [...facts.reads].some(
      ([name, { role }]) => role !== undefined || /DATABASE|(^|_)DB(_|$)|^PG|SQL/.test(name),
    );
    return isNamed || own.some((name) => isImported(code, name)) || hasAddress ? [engine] : [];
  }).filter((engine, _, all) => engine === 'redis' || engine === 'mongodb' || isTheOne(engine, all, code, settings));
}

const isProvider = (code: string, engine: Engine) =>
  new RegExp(`provider\\s{0,3}=\\s{0,3}"${engine === 'postgres' ? 'postgresql' : engine}"`).test(code);

function settingsNameEngine(settings: string, engine: Engine): boolean {
  const names: Partial<Record<Engine, RegExp>> = {
    postgres: /^(POSTGRES|PG(HOST|USER|DATABASE|PASSWORD|_))/m,
    mysql: /^(MYSQL|MARIADB)/m,
    mongodb: /^MONGO/m,
  };
  return names[engine]?.test(settings) === true;
}

/** Both drivers are listed: the one that code or settings name counts. */
function isTheOne(engine: Engine, all: readonly Engine[], code: string, settings: string): boolean {
  const servers = all.filter((one) => one === 'postgres' || one === 'mysql');
  if (servers.length < 2) return true;
  const isNamed = (one: Engine) =>
    NAMED.find(([name]) => name === one)?.[1].test(`${code}\n${settings}`) === true || settingsNameEngine(settings, one);
  return isNamed(engine) || !servers.some(isNamed);
}

function isImported(code: string, name: string): boolean {
  const module = ({ 'psycopg2-binary': 'psycopg2', 'psycopg-binary': 'psycopg', mysqlclient: 'MySQLdb', 'mysql-connector-python': 'mysql.connector', 'mysql-connector': 'mysql.connector', 'flask-mysqldb': 'flask_mysqldb', 'flask-redis': 'flask_redis', 'django-redis': 'django_redis', 'fastapi-limiter': 'fastapi_limiter', 'fastapi-cache2': 'fastapi_cache' } as Record<string, string>)[name] ?? name; // prettier-ignore
  const text = module.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(
    `(?:from|require\\(|import)\\s{0,3}\\(?['"]${text}(?:/[\\w/.-]+)?['"]|^[ \\t]*(?:import|from)[ \\t]+${text}\\b|['"]${text}['"]\\s*[,\\]]`,
    'im',
  ).test(code);
}

/** Names in the manifests of the program. */
async function dependenciesOf(files: SubmissionFiles, folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const read = async (name: string) => (files.has(join(folder, name)) ? files.readText(join(folder, name)).catch(() => '') : '');
  const manifest = await read('package.json');
  // development tools are no part of the running program
  const json = readJson(manifest.replace(/^\uFEFF/, ''));
  for (const section of isJsonObject(json) ? [json['dependencies'], json['optionalDependencies']] : []) {
    if (isJsonObject(section)) for (const name of Object.keys(section)) names.add(name);
  }
  const lists = files.paths
    .filter((path) => path.startsWith(folder === '' ? '' : `${folder}/`) && /(^|\/)requirements[\w./-]*\.(txt|in)$/.test(path))
    .slice(0, 10);
  for (const path of lists) {
    const text = await files.readText(path).catch(() => '');
    for (const [, name = ''] of text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm)) names.add(plain(name));
  }
  for (const text of [await read('pyproject.toml'), await read('Pipfile')]) {
    for (const [, name = ''] of text.matchAll(/^[ \t]*["']?([A-Za-z][\w.-]*)["']?(?=[ \t]*(?:=|["',]|\[|[<>!~]))/gm))
      names.add(plain(name));
    for (const [, name = ''] of text.matchAll(/["']([A-Za-z][\w.-]*)(?:\[[^\]\n]*\])?[ \t]*(?:[<>=!~][^"'\n]*)?["']/g))
      names.add(plain(name));
  }
  return names;
}

const plain = (name: string) => name.toLowerCase().replaceAll('_', '-');
