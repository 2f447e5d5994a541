import { isJsonObject, readJson } from '../../../json.ts';
import type { SubmissionFiles } from '../../../submission/files.ts';
import { folderOf } from '../env-example.ts';
import { join } from '../load.ts';
import { isPlainWord, writeDockerfile, type GeneratedApp, type SetupStep } from './app.ts';
import { nodeMajor } from './node-version.ts';
import type { ReadmeCommand } from './readme-commands.ts';
import { withoutWatcher } from './without-watcher.ts';

/** Packages that compile, or that need libraries which the slim image leaves out. */
const NATIVE =
  /^(bcrypt|argon2|sqlite3|better-sqlite3|canvas|sharp|bufferutil|utf-8-validate|node-gyp|couchbase|oracledb|odbc|pg-native|libpq|prisma|@prisma\/client|re2|snappy|zeromq|deasync|node-sass|kerberos|usb|serialport)$/;
const START_SCRIPT =
  /^(?:start|serve|server|dev|develop|development|prod|production|run)(?:[:_-][\w:-]+)?$|^(?:app|api|backend|server|local)[:_-](?:start|dev)$/i;
const OTHER_PURPOSE =
  /debug|inspect|test|e2e|docker|client|front|web|ui\b|watch-only|worker|storybook|docs|lint|repl|pm2|:all$|mobile/i;
const SETUP_SCRIPT = /migrat|seed|prisma|sequelize|knex|schema|(?:^|[:_-])db(?:[:_-]|$)|init|setup|create-?tables?|sync/i;
const NO_SETUP =
  /revert|rollback|undo|down\b|drop|reset|generate-?migration|migrations?[:_-](?:generate|create|new|make|status|list|show)|make|new|studio|test|status|pull|format|validate|husky|e2e|docker|create$|db[:_-]create/i;
const BUILD_SCRIPT = /^(?:build|compile|tsc)(?:[:_-](?:prod|production|server|api|ts))?$/i;
const MAINS = ['server', 'app', 'index', 'main', 'src/server', 'src/app', 'src/index', 'src/main', 'api/index', 'api/server', 'bin/www', 'lib/index']; // prettier-ignore

interface Package {
  readonly path: string;
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly main: string | undefined;
  readonly engines: string | undefined;
  readonly manager: string | undefined;
  readonly volta: string | undefined;
}

interface Manager {
  readonly name: 'npm' | 'yarn' | 'pnpm';
  readonly prepare: readonly string[];
  readonly install: string;
}

/** How a Node program without a Dockerfile is built and started; undefined when nothing says what to start. */
export async function nodeApp(
  files: SubmissionFiles,
  manifest: string,
  readme: readonly ReadmeCommand[],
): Promise<GeneratedApp | undefined> {
  const found = await readPackage(files, manifest);
  if (!found) return undefined;
  const context = await workspaceOf(files, found.folder);
  const manager = await managerOf(files, found, context);
  const start = await chooseStart(files, found, manager, readme);
  if (!start) return undefined;
  const setup = setupOf(files, found, manager, readme);
  const versionFile = await firstText(files, [found.folder, context], ['.nvmrc', '.node-version']);
  const major = nodeMajor(versionFile ?? found.volta, found.engines);
  const image = `node:${major}${needsFullImage(found) ? '' : '-slim'}`;
  const hasGeneratedClient =
    found.dependencies['@prisma/client'] !== undefined && prismaSchema(files, found.folder) !== undefined;
  const build = [
    manager.install,
    ...(hasGeneratedClient ? ['npx prisma generate'] : []),
    ...(start.build === undefined ? [] : [start.build]),
  ];
  const dockerfile = writeDockerfile({
    image,
    user: 'node',
    prepare: [...manager.prepare, 'mkdir -p /app && chown node:node /app'],
    environment: { PATH: '/app/node_modules/.bin:$PATH' },
    build: found.folder === context ? build : [`cd /app && ${manager.install}`, ...build.slice(1)],
    installsAsRoot: false,
    workdir: context === found.folder ? '' : found.folder.slice(context === '' ? 0 : context.length + 1),
    setup,
    start: start.command,
  });
  return {
    manifest,
    language: 'node',
    context,
    folder: found.folder,
    dockerfile,
    steps: [...build, ...setup.map((step) => step.command), start.command],
    isDocumented: start.isDocumented,
    undocumented: setup.filter((step) => !step.isDocumented).map((step) => step.command),
    hasMigrations: setup.length > 0,
  };
}

async function readPackage(files: SubmissionFiles, path: string): Promise<Package | undefined> {
  const json = readJson((await files.readText(path).catch(() => '')).replace(/^\uFEFF/, ''));
  if (!isJsonObject(json)) return undefined;
  const engines = words(json['engines'])['node'];
  return {
    path,
    folder: folderOf(path),
    scripts: words(json['scripts']),
    dependencies: { ...words(json['devDependencies']), ...words(json['optionalDependencies']), ...words(json['dependencies']) },
    main: typeof json['main'] === 'string' ? json['main'] : undefined,
    engines,
    manager: typeof json['packageManager'] === 'string' ? json['packageManager'] : undefined,
    volta: words(json['volta'])['node'],
  };
}

function words(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0].length < 100 && entry[1].length < 2_000,
    ),
  );
}

function needsFullImage({ dependencies }: Package): boolean {
  return Object.entries(dependencies).some(
    ([name, version]) => NATIVE.test(name) || /^(git|github:|[\w-]+\/[\w-]+$)/.test(version),
  );
}

/** The folder above that installs for all its workspaces, or the program's own. */
async function workspaceOf(files: SubmissionFiles, folder: string): Promise<string> {
  for (let above = folder; above !== '';) {
    above = folderOf(above);
    if (files.has(join(above, 'pnpm-workspace.yaml'))) return above;
    const path = join(above, 'package.json');
    const json = files.has(path) ? readJson(await files.readText(path).catch(() => '')) : undefined;
    if (isJsonObject(json) && json['workspaces'] !== undefined) return above;
  }
  return folder;
}

async function managerOf(files: SubmissionFiles, found: Package, context: string): Promise<Manager> {
  const has = (name: string) => files.has(join(context, name));
  const [, named, version] = /^(npm|yarn|pnpm)@(\d+\.\d+\.\d+)/.exec(found.manager ?? '') ?? [];
  if (has('pnpm-lock.yaml') || (named === 'pnpm' && !has('package-lock.json'))) {
    const lock = has('pnpm-lock.yaml')
      ? (await files.readText(join(context, 'pnpm-lock.yaml'), 20 * 2 ** 20).catch(() => '')).slice(0, 200)
      : '';
    const byLock = /lockfileVersion:\s*'?5/.test(lock) ? '7' : /lockfileVersion:\s*'?6/.test(lock) ? '8' : '9';
    return {
      name: 'pnpm',
      prepare: [`npm install --global pnpm@${named === 'pnpm' ? version : byLock}`],
      install: lock === '' ? 'pnpm install' : 'pnpm install --frozen-lockfile || pnpm install --no-frozen-lockfile',
    };
  }
  if (has('yarn.lock') || (named === 'yarn' && !has('package-lock.json'))) {
    const isBerry = has('.yarnrc.yml') || (named === 'yarn' && !version?.startsWith('1.'));
    const hasOwn =
      isBerry && /^[ \t]*yarnPath:/m.test(await firstText(files, [context], ['.yarnrc.yml']).then((text) => text ?? ''));
    const prepare =
      isBerry && !hasOwn
        ? [`npm install --global --force @yarnpkg/cli-dist@${named === 'yarn' ? version : '4'}`]
        : ['command -v yarn || npm install --global yarn@1.22.22'];
    return { name: 'yarn', prepare, install: isBerry ? 'yarn install' : 'yarn install --non-interactive' };
  }
  const isLocked = has('package-lock.json') || has('npm-shrinkwrap.json');
  const plain = 'npm install --no-audit --no-fund';
  // `npm install` is what a README says, and it also takes a lock file that has fallen behind
  return { name: 'npm', prepare: [], install: isLocked ? `npm ci --no-audit --no-fund || ${plain}` : plain };
}

interface Start {
  readonly command: string;
  readonly build?: string;
  readonly isDocumented: boolean;
}

async function chooseStart(
  files: SubmissionFiles,
  found: Package,
  manager: Manager,
  readme: readonly ReadmeCommand[],
): Promise<Start | undefined> {
  const documented = readme.flatMap((command) => {
    const script = scriptOf(command, found);
    return script !== undefined && START_SCRIPT.test(script) && !OTHER_PURPOSE.test(script) ? [script] : [];
  });
  const build = buildOf(found, manager, readme);
  const files_ = readme.flatMap((command) => fileOf(files, command, found));
  const names = Object.keys(found.scripts).filter((name) => START_SCRIPT.test(name) && !OTHER_PURPOSE.test(name));
  const byRank = (list: readonly string[]) =>
    [...new Set(list)].filter((name) => isPlainWord(name)).sort((one, other) => rank(one) - rank(other));
  const exec = await nodemonExec(files, found.folder);
  const fromScript = (name: string, isDocumented: boolean): Start => {
    const script = found.scripts[name] ?? '';
    const plain = withoutWatcher(script, mainOf(files, found) ?? 'index.js', exec);
    const command = plain === undefined ? `${manager.name} run ${name}` : plain;
    return {
      command: startsShell(command) ? `sh -c ${quoted(command)}` : command,
      isDocumented,
      ...needed(script, build, found),
    };
  };
  const [first] = byRank(documented);
  if (first !== undefined) return fromScript(first, true);
  if (files_[0] !== undefined) return { command: files_[0], isDocumented: true, ...needed(files_[0], build, found) };
  const [own] = byRank(names.filter((name) => rank(name) < 30));
  if (own !== undefined) return fromScript(own, false);
  const main = mainOf(files, found);
  if (main !== undefined) {
    const runner = /\.[cm]?ts$/.test(main) ? runnerOf(found) : 'node';
    if (runner !== undefined) return { command: `${runner} ${main}`, isDocumented: false };
  }
  if (found.main !== undefined && build !== undefined && isPlainWord(found.main) && !files.has(join(found.folder, found.main)))
    return { command: `node ${found.main}`, build, isDocumented: false };
  const [last] = byRank(names);
  return last === undefined ? undefined : fromScript(last, false);
}

/** What runs as it is deployed comes before what a developer runs. */
function rank(script: string): number {
  if (/prod/i.test(script)) return 10;
  if (script === 'start') return 20;
  if (/^(serve|server)$/.test(script)) return 25;
  if (/^start/.test(script)) return 28;
  return /dev/i.test(script) ? 31 : 32;
}

function scriptOf({ words: [tool = '', second = '', third = ''], folder }: ReadmeCommand, found: Package): string | undefined {
  if (!/^(npm|yarn|pnpm|bun)$/.test(tool) || (folder !== found.folder && folder !== '')) return undefined;
  const name = second === 'run' || second === 'run-script' ? third : second;
  return Object.hasOwn(found.scripts, name) ? name : undefined;
}

/** `node src/server.js` of the README, when that file is there. */
function fileOf(files: SubmissionFiles, { words: [tool = '', ...rest], folder }: ReadmeCommand, found: Package): string[] {
  if (!/^(node|nodemon|ts-node|tsx)$/.test(tool)) return [];
  const name = rest.find((word) => !word.startsWith('-'));
  if (name === undefined || !isPlainWord(name)) return [];
  const candidates = [name, `${name}.js`].filter((path) => files.has(join(folder, path)) || files.has(join(found.folder, path)));
  const runner = tool === 'nodemon' ? (name.endsWith('.ts') ? 'ts-node' : 'node') : tool;
  return candidates[0] === undefined || /seed|migrat|init|setup/i.test(name) ? [] : [`${runner} ${candidates[0]}`];
}

function buildOf(found: Package, manager: Manager, readme: readonly ReadmeCommand[]): string | undefined {
  const documented = readme
    .map((command) => scriptOf(command, found))
    .find((name) => name !== undefined && BUILD_SCRIPT.test(name));
  const name = documented ?? Object.keys(found.scripts).find((script) => BUILD_SCRIPT.test(script));
  if (name !== undefined && isPlainWord(name)) return `${manager.name} run ${name}`;
  return found.dependencies['typescript'] === undefined ? undefined : 'npx tsc';
}

/** A start that runs what only the build makes. */
function needed(script: string, build: string | undefined, found: Package): { build?: string } {
  const runsOutput = /(^|[\s/"'])\.?\/?(dist|build|out|lib\/dist)(\/|\s|$)/.test(script);
  const mentionsMain = /\bnode\s+\.(\s|$)/.test(script) && /^\.?\/?(dist|build|out)\//.test(found.main ?? '');
  const buildsItself = /\b(tsc|build)\b/.test(script) || found.scripts['prestart']?.includes('build') === true;
  return (runsOutput || mentionsMain) && build !== undefined && !buildsItself ? { build } : {};
}

function mainOf(files: SubmissionFiles, found: Package): string | undefined {
  const own = found.main?.replace(/^\.\//, '');
  const candidates = [
    ...(own === undefined ? [] : [own, `${own}.js`]),
    ...MAINS.flatMap((name) => [`${name}.js`, `${name}.mjs`, `${name}.cjs`, `${name}.ts`, name]),
  ];
  return candidates.find((name) => isPlainWord(name) && files.has(join(found.folder, name)));
}

function runnerOf({ dependencies }: Package): string | undefined {
  return ['tsx', 'ts-node'].find((name) => dependencies[name] !== undefined);
}

async function nodemonExec(files: SubmissionFiles, folder: string): Promise<string | undefined> {
  const json = readJson((await firstText(files, [folder], ['nodemon.json'])) ?? '');
  return isJsonObject(json) ? words(json)['exec'] : undefined;
}

function setupOf(files: SubmissionFiles, found: Package, manager: Manager, readme: readonly ReadmeCommand[]): SetupStep[] {
  const documented = readme.flatMap((command) => documentedSetup(command, found, manager));
  const steps = [...new Set(documented)].map((command) => ({ command, isDocumented: true }));
  if (steps.some(({ command }) => /migrat|db:?push|db push|sync|schema|init|setup|create/i.test(command))) return steps;
  const plain = plainlyNeeded(files, found, manager);
  return plain === undefined ? steps : [{ command: plain, isDocumented: false }, ...steps];
}

function documentedSetup(command: ReadmeCommand, found: Package, manager: Manager): string[] {
  const script = scriptOf(command, found);
  const [tool = '', second = '', third = ''] = command.words;
  if (script !== undefined) {
    if (!SETUP_SCRIPT.test(script) || NO_SETUP.test(script) || !isPlainWord(script)) return [];
    const more = command.words.slice(second === script ? 2 : 3).filter((word) => word !== '--');
    if (!more.every(isPlainWord)) return [];
    return [[manager.name, 'run', script, ...(more.length > 0 && manager.name === 'npm' ? ['--'] : []), ...more].join(' ')];
  }
  if (tool === 'prisma' && second === 'migrate' && /^(dev|deploy)$/.test(third)) return ['npx prisma migrate deploy'];
  if (tool === 'prisma' && second === 'db' && /^(push|seed)$/.test(third)) return [`npx prisma db ${third}`];
  if (/^sequelize(-cli)?$/.test(tool) && /^db:(migrate|seed:all)$/.test(second)) return [`npx sequelize-cli ${second}`];
  if (tool === 'knex' && /^(migrate:latest|seed:run)$/.test(second)) return [`npx knex ${second}`];
  if (tool === 'drizzle-kit' && /^(push|migrate)$/.test(second)) return [`npx drizzle-kit ${second}`];
  if (tool === 'typeorm' && second === 'migration:run' && command.words.every(isPlainOrFlag))
    return [`npx ${command.words.join(' ')}`];
  return [];
}

const isPlainOrFlag = (word: string) => /^[\w@%+=:,./-]+$/.test(word);

/** A migration tool with migrations, that nobody says to run. */
function plainlyNeeded(files: SubmissionFiles, found: Package, manager: Manager): string | undefined {
  const below = (path: RegExp) =>
    files.paths.some((one) => (found.folder === '' || one.startsWith(`${found.folder}/`)) && path.test(one));
  const startsWithIt = Object.entries(found.scripts).some(
    ([name, text]) => /^(pre)?start/.test(name) && /migrat|db push|db:push/i.test(text),
  );
  if (startsWithIt) return undefined;
  const schema = prismaSchema(files, found.folder);
  if (schema !== undefined && found.dependencies['@prisma/client'] !== undefined)
    return below(/prisma\/migrations\/[^/]+\/migration\.sql$/) ? 'npx prisma migrate deploy' : 'npx prisma db push';
  const script = Object.keys(found.scripts).find(
    (name) =>
      /^(db[:_-])?migrat(e|ions?)([:_-](run|up|latest|deploy|prod))?$|^typeorm:migration:run$/i.test(name) && isPlainWord(name),
  );
  if (script !== undefined) {
    const text = found.scripts[script] ?? '';
    // the tool alone does nothing: it waits for the word that says what to do
    if (/(^|\s)(node-pg-migrate|db-migrate)\s*$/.test(text))
      return manager.name === 'npm' ? `npm run ${script} -- up` : `${manager.name} run ${script} up`;
    if (!/generate|create\s|migrate dev\b/.test(text)) return `${manager.name} run ${script}`;
  }
  if (found.dependencies['sequelize-cli'] !== undefined && below(/(^|\/)migrations\/[^/]+\.[cm]?js$/))
    return 'npx sequelize-cli db:migrate';
  if (found.dependencies['knex'] !== undefined && below(/(^|\/)knexfile\.[jt]s$/) && below(/(^|\/)migrations\/[^/]+\.[jt]s$/))
    return 'npx knex migrate:latest';
  return undefined;
}

function prismaSchema(files: SubmissionFiles, folder: string): string | undefined {
  return ['prisma/schema.prisma', 'schema.prisma', 'src/prisma/schema.prisma']
    .map((path) => join(folder, path))
    .find((path) => files.has(path));
}

async function firstText(
  files: SubmissionFiles,
  folders: readonly string[],
  names: readonly string[],
): Promise<string | undefined> {
  const path = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((one) => files.has(one));
  return path === undefined ? undefined : files.readText(path, 64 * 1024).catch(() => undefined);
}

/** `exec` takes one program: what the shell puts together needs a shell of its own. */
function startsShell(command: string): boolean {
  return /[&|;<>$`"']|^\w+=/.test(command);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
