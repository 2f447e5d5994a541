import type { SubmissionFiles } from '../../../submission/files.ts';
import { isForeign } from '../../../submission/survey/foreign-folders.ts';

const MOST_FILES = 500;
const MOST_BYTES = 6 * 2 ** 20;
const LARGEST_FILE = 200 * 1024;
const CODE = /\.(?:[cm]?[jt]s|py|prisma|ini|cfg|toml)$/;
const DATA = /(?:^|\/)(?:config|ormconfig|database|db|knexfile|default|development)[\w.-]*\.(?:json|ya?ml)$/i;
const NOT_RUN =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|docs?|examples?|scripts|coverage|dist|build|public|static|client|frontend)\/|\.(?:test|spec|e2e-spec|d)\.[cm]?[jt]s$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|(?:^|\/)(?:jest|vitest|eslint|prettier|webpack|vite)\.config\./i;

/** A part of a database's address. */
export type Role = 'url' | 'host' | 'port' | 'user' | 'password' | 'name';

export interface VariableRead {
  /** What the code takes when the variable is not set, where it stands there as plain text. */
  readonly fallback: string | undefined;
  /** Some place reads it and has nothing instead. */
  readonly isNeeded: boolean;
  /** What it is used for, where the code shows it. */
  readonly role: Role | undefined;
}

/** What the code says in plain text about its settings. Nothing of it is run. */
export interface SourceFacts {
  readonly texts: ReadonlyMap<string, string>;
  readonly reads: ReadonlyMap<string, VariableRead>;
  /** Parts of the database's address that stand in the code itself. */
  readonly literals: Readonly<Partial<Record<Role, string>>>;
  /** Connection strings that stand in the code itself, also as what is taken when a variable is not set. */
  readonly urls: readonly string[];
}

/** Reads the code of a folder, within limits: what lies beyond them counts as not there. */
export async function sourceFacts(files: SubmissionFiles, folder: string): Promise<SourceFacts> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const paths = files.paths
    .filter((path) => path.startsWith(prefix) && (CODE.test(path) || DATA.test(path)))
    .filter((path) => !isForeign(path) && !NOT_RUN.test(path.slice(prefix.length)))
    .sort((one, other) => one.split('/').length - other.split('/').length || (one < other ? -1 : 1))
    .slice(0, MOST_FILES);
  const texts = new Map<string, string>();
  let bytes = 0;
  for (const path of paths) {
    if (bytes > MOST_BYTES) break;
    const text = await files.readText(path, LARGEST_FILE).catch(() => '');
    bytes += text.length;
    texts.set(path, withoutLongLines(text));
  }
  return { texts, ...readsIn(texts) };
}

/** What a person writes has no lines of thousands of characters: a bundle has. */
function withoutLongLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > 1500 || /^\s*(\/\/|#|\*)/.test(line) ? '' : line))
    .join('\n');
}

const NAME = '[A-Za-z_][A-Za-z0-9_]{1,60}';
const LITERAL = String.raw`(?:'([^'\n]{0,200})'|"([^"\n]{0,200})"|${'`'}([^${'`'}\n$]{0,200})${'`'}|(\d{1,8}))`;
/** `process.env.X || 'y'`, `Number(process.env.X ?? 3000)`, `parseInt(process.env.X, 10) || 3000` */
const NODE_READ = new RegExp(
  String.raw`(?:process|import\.meta)\.env(?:\.(${NAME})|\[\s*['"](${NAME})['"]\s*\])(?:!?\s{0,3}(?:,\s*10)?\s{0,3}\){0,2}\s{0,20}(?:\|\||\?\?)\s{0,20}(?:Number\(|parseInt\()?${LITERAL})?`,
  'g',
);
/** `os.getenv('X', 'y')`, `config('X', default='y')`, `configService.get<string>('X', 'y')` */
const CALL_READ = new RegExp(
  String.raw`\b(?:getenv|environ\.get|environ\.setdefault|[cC]onfig(?:Service)?(?:\.(?:get|getOrThrow))?|env(?:\.\w{1,12})?|get(?:Env|OrThrow)?|getString|requireEnv|required|mustGetEnv|getEnvVar\w*)(?:<[\w\s|]{1,40}>)?\(\s{0,20}['"]([A-Z][A-Z0-9_]{1,60})['"](?:\s{0,20},\s{0,20}(?:default\s?=\s?|cast=\w+,\s?default\s?=\s?)?(?:${LITERAL})?)?`,
  'g',
);
const INDEX_READ = new RegExp(String.raw`\benviron\[\s{0,5}['"](${NAME})['"]\s{0,5}\]`, 'g');
const DESTRUCTURED = /\{([^{}]{1,3000})\}\s{0,5}=\s{0,5}process\.env\b/g;
/** `DATABASE_URL: z.string().default('x')`: the keys of a schema for the environment. */
const SCHEMA_KEY =
  /^\s{1,20}([A-Z][A-Z0-9_]{2,60})\s{0,4}:\s{0,4}(?:z|zod|[jJ]oi|yup|str|num|port|url|host|bool|email|t|Type|v)\b([^\n]{0,300})/gm;
const URL_LITERAL = /\b((?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?)(?:\+\w{1,20})?:\/\/[^\s'"`<>]{1,300})/g;

interface Found {
  fallback: string | undefined;
  isNeeded: boolean;
  role: Role | undefined;
}

function readsIn(texts: ReadonlyMap<string, string>): Omit<SourceFacts, 'texts'> {
  const reads = new Map<string, Found>();
  const literals: Partial<Record<Role, string>> = {};
  const urls: string[] = [];
  const add = (name: string, fallback: string | undefined, isOptional = false) => {
    const known = reads.get(name) ?? { fallback: undefined, isNeeded: false, role: undefined };
    known.fallback ??= fallback;
    if (fallback === undefined && !isOptional) known.isNeeded = true;
    reads.set(name, known);
  };
  for (const [path, text] of texts) {
    for (const match of text.matchAll(NODE_READ)) add(match[1] ?? match[2] ?? '', literalOf(match, 3));
    for (const match of text.matchAll(CALL_READ)) add(match[1] ?? '', literalOf(match, 2) ?? defaultBehind(text, match));
    for (const [, name = ''] of text.matchAll(INDEX_READ)) add(name, undefined);
    for (const [, list = ''] of text.matchAll(DESTRUCTURED)) {
      for (const part of list.split(',')) {
        const [, name, fallback] =
          new RegExp(String.raw`^\s*(${NAME})(?:\s*:\s*\w+)?\s*(?:=\s*['"]?([^'"\n]{0,200})['"]?)?`).exec(part) ?? [];
        if (name !== undefined) add(name, fallback?.trim());
      }
    }
    for (const [, name = '', rest = ''] of text.matchAll(SCHEMA_KEY)) {
      const fallback = /\bdefault\s{0,3}[(:]\s{0,3}['"]?([^'",)}\n]{0,200})/.exec(rest)?.[1];
      add(name, fallback, /optional\(/.test(rest));
    }
    if (/\bBaseSettings\b/.test(text)) for (const [name, fallback] of settingsFields(text)) add(name, fallback);
    for (const [, url = ''] of text.matchAll(URL_LITERAL)) urls.push(url);
    if (!path.endsWith('.prisma')) takeRoles(text, reads, literals);
  }
  return { reads, literals, urls: [...new Set(urls)].slice(0, 50) };
}

function literalOf(match: RegExpMatchArray, from: number): string | undefined {
  return match[from] ?? match[from + 1] ?? match[from + 2] ?? match[from + 3];
}

/** `getEnv('X', { default: 'y' })` */
function defaultBehind(text: string, { index, 0: { length } }: RegExpExecArray): string | undefined {
  return /^[\s,]{0,40}\{[^{}]{0,120}?\bdefault\w{0,10}\s{0,3}:\s{0,3}['"]?([^'",}\n]{0,100})/.exec(
    text.slice(index + length, index + length + 300),
  )?.[1];
}

/** Fields of a pydantic settings class, by the names under which it looks them up. */
function settingsFields(text: string): [string, string | undefined][] {
  const prefix = /\benv_prefix\s*=\s*['"](\w{0,30})['"]/.exec(text)?.[1] ?? '';
  const from = text.search(/class\s+\w+\([^)\n]*BaseSettings/);
  return [...text.slice(from).matchAll(/^ {4}([A-Za-z]\w{1,60})\s{0,3}:\s{0,3}([^=\n]{1,80})(?:=\s{0,3}([^\n]{0,200}))?$/gm)].map(
    ([, name = '', type = '', value]) => {
      const literal = /^(?:Field\(\s{0,3}(?:default\s?=\s?)?)?['"]([^'"]*)['"]|^(\d+)/.exec(value?.trim() ?? '');
      const isOptional = value !== undefined || /Optional|None/.test(type);
      return [
        (prefix + name).toUpperCase(),
        literal?.[1] ?? literal?.[2] ?? (isOptional && !/\.\.\./.test(value ?? '') ? '' : undefined),
      ];
    },
  );
}

const OPENING =
  /\b(?:new\s+(?:pg\.)?(?:Pool|Client|Sequelize|DataSource)|mysql2?(?:\.\w+)*\.create(?:Pool|Connection)|create(?:Pool|Connection)|knex|Knex|pgp|postgres|(?:TypeOrm|Sequelize|MikroOrm|Knex|Drizzle)\w*\.(?:forRoot|register)(?:Async)?|MikroORM\.init|drizzle|psycopg2?\.connect|(?:Async)?ConnectionPool|asyncpg\.(?:connect|create_pool)|(?:MySQLdb|pymysql|mysql\.connector|aiomysql|asyncmy)\.(?:connect|create_pool)|URL\.create)\s{0,3}\(|\bDATABASES\s{0,3}=\s{0,3}\{|\bconnection\s{0,3}:\s{0,3}\{|["']?(?:development|type|dialect)["']?\s{0,3}:\s{0,3}(?:\{|["'](?:postgres|mysql|mariadb)\w*["'])/g;
const KEYS: readonly [RegExp, Role][] = [
  [/^(host|hostname|server)$/i, 'host'],
  [/^port$/i, 'port'],
  [/^(user|username)$/i, 'user'],
  [/^(password|passwd)$/i, 'password'],
  [/^(database|dbname|db|name)$/i, 'name'],
  [/^(connectionString|url|uri|dsn)$/i, 'url'],
];
const ENTRY = new RegExp(String.raw`(?:^|[\s{,(])['"]?(\w{2,20})['"]?\s{0,4}[:=]\s{0,4}(?:${LITERAL}|([^\n,]{0,160}))`, 'g');
const ANY_READ = new RegExp(String.raw`(?:process\.env(?:\.|\[['"])|['"])(${NAME})\b`);

/** In the call that opens the database: which variable, or which plain text, is the host, the user and so on. */
function takeRoles(text: string, reads: Map<string, Found>, literals: Partial<Record<Role, string>>): void {
  for (const opening of [...text.matchAll(OPENING)].slice(0, 10)) {
    const part = text.slice(opening.index, opening.index + 800);
    for (const match of part.matchAll(ENTRY)) {
      const role = KEYS.find(([key]) => key.test(match[1] ?? ''))?.[1];
      if (role === undefined) continue;
      const literal = literalOf(match, 2);
      const read = match[6] === undefined ? undefined : reads.get(ANY_READ.exec(match[6])?.[1] ?? '');
      if (read) read.role ??= role;
      else if (literal !== undefined && !(role === 'name' && /[.\s]/.test(literal))) literals[role] ??= literal;
    }
    // new Sequelize(name, user, password, …)
    if (!/Sequelize\s*\($/.test(opening[0])) continue;
    const positions = /^[^(]*\(\s*([^,()]{1,120}),\s*([^,()]{1,120}),\s*([^,()]{1,120}),/.exec(part);
    for (const [index, role] of (['name', 'user', 'password'] as const).entries()) {
      const argument = positions?.[index + 1] ?? '';
      const read = reads.get(/process\.env\.(\w+)/.exec(argument)?.[1] ?? '');
      const literal = /^\s*['"]([^'"]*)['"]\s*$/.exec(argument)?.[1];
      if (read) read.role ??= role;
      else if (literal !== undefined) literals[role] ??= literal;
    }
  }
}
