import type { SubmissionFiles } from '../../submission/files.ts';
import type { BuildPlan, Help, ServicePlan, StackPlan, Treatment } from '../plan.ts';
import type { Environment } from './environment.ts';
import { ADDED, addedDatabase, healthOf } from './generated/added-database.ts';
import { expectedDatabase, type Expected } from './generated/expected-database.ts';
import { fillEnvironment, isBare, type Reachable } from './generated/fill-environment.ts';
import { neededDatabases } from './generated/needed-databases.ts';
import type { ReadmeSettings } from './generated/readme-settings.ts';
import { schemaFile } from './generated/schema-file.ts';
import { sourceFacts, type SourceFacts } from './generated/source-facts.ts';
import { SCHEMES, ValueGenerator } from './generate-value.ts';
import { engineOf, isConsole, type Engine } from './infrastructure.ts';
import { pointAtServices } from './point-at-services.ts';

/** What comes from a compose file beside the app: its databases, or the reason why it is not used. */
export interface Beside {
  readonly services: readonly ServicePlan[];
  readonly help: readonly Help[];
  readonly treatments: readonly Treatment[];
}

export interface AppPlanOptions {
  readonly seed: string;
  readonly readme: ReadmeSettings;
  readonly readmeSteps: readonly { readonly command: string }[];
  readonly documentedValues: readonly string[];
}

/** The app's own part of a plan: where it is built from and which help that took. */
interface AppSource {
  readonly kind: 'dockerfile' | 'generated';
  readonly from: string;
  /** Folder of its code. */
  readonly folder: string;
  /** The first that exists, or has an example, is its env file. */
  readonly envFiles: readonly string[];
  readonly build: BuildPlan;
  /** Text of the Dockerfile. */
  readonly text: string;
  readonly ports: readonly number[];
  readonly help: readonly Help[];
  /** Its tables are made by a tool. */
  readonly hasMigrations: boolean;
  readonly port?: string;
}

/** The app beside the databases that a compose file declares, and beside those that it plainly needs and nobody declares. */
export async function appPlan(
  files: SubmissionFiles,
  source: AppSource,
  environment: Environment,
  beside: Beside,
  options: AppPlanOptions,
): Promise<StackPlan> {
  const generator = new ValueGenerator(options.seed, { services: [], hasEmptyPassword: false, mongoHasNoLogin: false });
  const { variables, help: settingsHelp } = await settingsOf(source, environment, options.readme);
  const facts = await sourceFacts(files, source.folder);
  const declared = beside.services.flatMap((service) => {
    const engine = service.image === undefined ? undefined : engineOf(service.image);
    return engine === undefined ? [] : [{ engine, service }];
  });
  const needed = await neededDatabases(files, source.folder, facts, variables);
  const missing = needed.filter((engine) => declared.every((one) => one.engine !== engine) && !isInstalled(engine, source.text));
  const added = await Promise.all(missing.map((engine) => add(files, engine, { source, facts, variables, generator, options, taken: beside.services }))); // prettier-ignore
  const isShared = source.kind === 'generated' && declared.length + added.length > 0 && callsLocalhost(facts);
  const databases: Reachable[] = [
    ...declared.map(({ engine, service }) => ({
      engine,
      host: service.name,
      expected: expectedOf(engine, service),
      isAdded: false,
    })),
    ...added.map(({ engine, service, expected }) => ({ engine, host: service.name, expected, isAdded: true })),
  ];
  // where nobody wrote a Dockerfile, that the app is in a container of its own is our doing
  const isOurs = source.kind === 'generated';
  const filled = fillEnvironment(variables, {
    facts,
    databases,
    generator,
    isSet: (name) => new RegExp(`^[ \\t]*ENV[ \\t][^\\n]*\\b${name}\\b`, 'm').test(source.text),
    documented: (name) => options.documentedValues.includes(name),
    port: source.port ?? String(source.ports[0] ?? 3000),
    isOurs,
  });
  const services = [
    ...beside.services.map((service) => (isOurs ? withHealth(service) : service)),
    ...added.map(({ service }) => service),
  ];
  const pointed = pointAtServices(filled.environment, services, isOurs ? undefined : 'the service of the compose file');
  const networks = new Set(services.flatMap((service) => Object.keys(service.networks)));
  if (networks.size === 0) networks.add('default');
  const app: ServicePlan = {
    name: nameFor(services),
    build: source.build,
    environment: isOurs ? listeningToAll(pointed.environment, facts) : pointed.environment,
    networks: Object.fromEntries([...networks].map((network) => [network, []])),
    ports: source.ports,
    dependsOn: Object.fromEntries(
      services
        .filter(({ image = '' }) => !isConsole(image))
        .map(({ name, healthcheck }) => [name, healthcheck ? 'service_healthy' : 'service_started'] as const),
    ),
    volumes: [],
    files: [],
    tmpfs: [],
    restart: services.length > 0 ? 'on-failure' : 'no',
    stopGraceMs: 10_000,
    init: false,
    tty: false,
    stdinOpen: false,
    readOnly: false,
    groupAdd: [],
    capDrop: [],
  };
  return {
    kind: source.kind,
    from: source.from,
    services: isShared ? inOneNamespace(services, app) : [...services, app],
    networks: [...networks].sort(),
    addedFiles: [...environment.added].map(([path, content]) => ({ path, content })),
    help: unique([
      ...source.help,
      ...settingsHelp,
      ...environment.help,
      ...beside.help,
      ...added.flatMap(({ help }) => help),
      ...filled.help,
      ...(isOurs ? [] : pointed.help),
    ]),
    treatments: beside.treatments,
  };
}

/** A server that the image itself brings. */
function isInstalled(engine: Engine, dockerfile: string): boolean {
  const servers: Readonly<Record<Engine, RegExp>> = {
    postgres: /\bpostgresql(?:-\d+)?(?=[\s\\&]|$)/m,
    mysql: /\b(?:mysql|mariadb)-server\b/,
    redis: /\bredis-server\b|\badd\b[^\n]{0,200}\sredis\b/,
    mongodb: /\bmongodb(?:-org|-server)?(?=[\s\\&]|$)/m,
  };
  return /\b(?:apt|apt-get|apk|dnf|yum)\b/.test(dockerfile) && servers[engine].test(dockerfile);
}

async function settingsOf(
  source: AppSource,
  environment: Environment,
  readme: ReadmeSettings,
): Promise<{ variables: ReadonlyMap<string, string>; help: Help[] }> {
  for (const path of source.envFiles) {
    const variables = await environment.read(path);
    if (variables) return { variables, help: [] };
  }
  if (readme.variables.size === 0) return { variables: new Map(), help: [] };
  const what = `the app was given the values that the README writes into its env file: ${[...readme.variables.keys()].slice(0, 20).join(', ')}`;
  return { variables: readme.variables, help: [{ kind: 'env-copy', what, documented: true }] };
}

interface AddOptions {
  readonly source: AppSource;
  readonly facts: SourceFacts;
  readonly variables: ReadonlyMap<string, string>;
  readonly generator: ValueGenerator;
  readonly options: AppPlanOptions;
  readonly taken: readonly ServicePlan[];
}

/** A database server made to fit what the program expects. */
async function add(
  files: SubmissionFiles,
  engine: Engine,
  { source, facts, variables, generator, options, taken }: AddOptions,
): Promise<{ engine: Engine; service: ServicePlan; expected: Expected; help: Help[] }> {
  const said = expectedDatabase(engine, facts, variables);
  const isSql = engine === 'postgres' || engine === 'mysql';
  const createsTables = [...facts.texts.values()].some((text) => /\bcreate\s+table\b/i.test(text));
  const script = isSql && !source.hasMigrations ? await schemaFile(files, source.folder, engine, options.readmeSteps) : undefined;
  const schema = script !== undefined && (script.isDocumented || !createsTables) ? script : undefined;
  const name = said.name ?? schema?.database ?? 'app';
  const login = isSql
    ? { user: said.user ?? (engine === 'postgres' ? 'postgres' : 'app'), password: said.password ?? generator.secret('database') }
    : {};
  const expected: Expected = { ...said, ...login, name };
  const aliases = said.hosts.filter((host) => isBare(host) && host !== 'localhost' && host !== ADDED[engine].service);
  const base = addedDatabase(engine, {
    facts: expected,
    aliases,
    schema: schema && { name: 'schema.sql', content: schema.content },
  });
  const isTaken = taken.some((service) => service.name === base.name);
  const service = isTaken ? { ...base, name: `roadworthy-${base.name}` } : base;
  const help: Help[] = [
    {
      kind: 'added-database',
      what: `${ADDED[engine].title} (\`${service.image ?? ''}\`) was added as \`${service.name}\`: the app uses it, and no file of the repository starts one`,
      documented: options.readme.asksFor(engine),
    },
  ];
  if (schema)
    help.push({
      kind: 'schema-file',
      what: `\`${schema.path}\` was loaded into the new database`,
      documented: schema.isDocumented,
    });
  return { engine, service, expected, help };
}

/** What a declared database says about itself. */
function expectedOf(engine: Engine, { environment }: ServicePlan): Expected {
  const first = (...names: readonly string[]) => names.map((name) => environment[name]).find((value) => value !== undefined);
  const user = first('POSTGRES_USER', 'MYSQL_USER', 'MARIADB_USER', 'MONGO_INITDB_ROOT_USERNAME');
  const rootPassword = first('MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD');
  const password = first('POSTGRES_PASSWORD', 'MYSQL_PASSWORD', 'MARIADB_PASSWORD', 'MONGO_INITDB_ROOT_PASSWORD') ?? rootPassword;
  const name = first('POSTGRES_DB', 'MYSQL_DATABASE', 'MARIADB_DATABASE', 'MONGO_INITDB_DATABASE');
  const login = user ?? (engine === 'postgres' ? 'postgres' : engine === 'mysql' ? 'root' : undefined);
  return {
    ...(login === undefined ? {} : { user: login }),
    ...(password === undefined ? {} : { password }),
    ...(name === undefined ? (engine === 'postgres' && login !== undefined ? { name: login } : {}) : { name }),
    hosts: [],
    scheme: SCHEMES[engine],
  };
}

/** A person starts the database first and the app when it is there. */
function withHealth(service: ServicePlan): ServicePlan {
  const engine = service.image === undefined ? undefined : engineOf(service.image);
  return engine === undefined || service.healthcheck ? service : { ...service, healthcheck: healthOf(engine) };
}

/** The code itself says that its database is on the same machine. */
function callsLocalhost({ literals, urls, texts, reads }: SourceFacts): boolean {
  if (/^(localhost|127\.0\.0\.1)$/.test(literals.host ?? '')) return true;
  const defaults = new Set([...reads.values()].map(({ fallback }) => fallback));
  if (urls.some((url) => !defaults.has(url) && /@?(localhost|127\.0\.0\.1)[:/]/.test(url) && !url.includes('example')))
    return true;
  return [...texts.values()].some((text) =>
    /new (?:IORedis|Redis)\(\s*\)|\bredis\.createClient\(\s*\)|[^.\w]createClient\(\s*\)|redis\.Redis\(\s*\)/.test(text),
  );
}

const OWN_HOST = /^(?:(?:APP|SERVER|API|HTTP|BIND|LISTEN)_)?HOST$/;

/** Where the env file lets the server listen on its own machine alone, which would be the container. */
function listeningToAll(environment: Readonly<Record<string, string>>, { reads }: SourceFacts): Record<string, string> {
  const changed = { ...environment };
  for (const [name, { fallback }] of reads) {
    const value = environment[name] ?? fallback;
    if (OWN_HOST.test(name) && (value === undefined || /^(localhost|127\.0\.0\.1)?$/.test(value))) changed[name] = '0.0.0.0';
  }
  return changed;
}

/** All of them as on one machine: the first database holds the network, and its name and those of the others lead to it. */
function inOneNamespace(services: readonly ServicePlan[], app: ServicePlan): ServicePlan[] {
  const owner = services.find(({ image }) => image !== undefined && engineOf(image) !== undefined);
  if (!owner) return [...services, app];
  const joins = (service: ServicePlan) =>
    service !== owner && service.image !== undefined && engineOf(service.image) !== undefined;
  const names = services.filter(joins).flatMap((service) => [service.name, ...Object.values(service.networks).flat()]);
  const networks = Object.fromEntries(
    Object.entries(owner.networks).map(([network, aliases]) => [network, [...aliases, ...names]]),
  );
  return [
    ...services.map((service) => {
      if (service === owner) return { ...service, networks };
      return joins(service)
        ? {
            ...service,
            networks: {},
            networkMode: { service: owner.name },
            dependsOn: { ...service.dependsOn, [owner.name]: 'service_started' as const },
          }
        : service;
    }),
    { ...app, networks: {}, networkMode: { service: owner.name } },
  ];
}

function nameFor(services: readonly ServicePlan[]): string {
  return ['app', 'api', 'application'].find((name) => services.every((service) => service.name !== name)) ?? 'roadworthy-app';
}

function unique(help: readonly Help[]): Help[] {
  return help.filter((one, index) => help.findIndex((other) => other.what === one.what) === index);
}
