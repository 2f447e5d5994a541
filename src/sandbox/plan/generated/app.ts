/** A program that has no Dockerfile: how it is built and started here, and which of it the README says. */
export interface GeneratedApp {
  /** The file that says what the program needs: `package.json`, `requirements.txt`. */
  readonly manifest: string;
  readonly language: 'node' | 'python';
  /** Folder that is built from. */
  readonly context: string;
  /** Folder of the program itself: its env file lies there. */
  readonly folder: string;
  readonly dockerfile: string;
  /** What was run, in the order in which it is run, for people. */
  readonly steps: readonly string[];
  /** The command that starts the server stands in the README. */
  readonly isDocumented: boolean;
  /** Steps before the server that nobody wrote down and that it plainly needs: migrations. */
  readonly undocumented: readonly string[];
  /** A migration tool makes the tables. */
  readonly hasMigrations: boolean;
}

/** A step that runs before the server. */
export interface SetupStep {
  readonly command: string;
  readonly isDocumented: boolean;
}

export interface DockerfileParts {
  readonly image: string;
  readonly user: string;
  /** Run as root, before the files are there. */
  readonly prepare: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Run with the files there, as `user` unless `installsAsRoot`. */
  readonly build: readonly string[];
  readonly installsAsRoot: boolean;
  /** Folder of the program below the build context. */
  readonly workdir: string;
  readonly setup: readonly SetupStep[];
  readonly start: string;
}

/** A Dockerfile that runs the given steps in /app as a user of its own. */
export function writeDockerfile(parts: DockerfileParts): string {
  const workdir = parts.workdir === '' ? '/app' : `/app/${parts.workdir}`;
  const user = `USER ${parts.user}`;
  const command = ['set -e', ...parts.setup.map(lineOf), `exec ${parts.start}`].join('\n');
  const environment = Object.entries(parts.environment).map(([name, value]) => `ENV ${name}=${value}`);
  return `${[
    `FROM ${parts.image}`,
    ...parts.prepare.map((line) => `RUN ${line}`),
    ...environment,
    'WORKDIR /app',
    `COPY --chown=${parts.user}:${parts.user} . .`,
    ...(parts.installsAsRoot ? [] : [user]),
    ...(workdir === '/app' ? [] : [`WORKDIR ${workdir}`]),
    ...parts.build.map((line) => `RUN ${line}`),
    ...(parts.installsAsRoot ? [user] : []),
    // a pipe of an author's name would end the instruction: JSON keeps it one argument
    `CMD ${JSON.stringify(['sh', '-c', command])}`,
  ].join('\n')}\n`;
}

/** Sample data that is there already, or that needs a setting, is no reason not to start; missing tables are. */
function lineOf({ command }: SetupStep): string {
  return /seed|populate|loaddata/i.test(command) && !/migrat|schema|setup|init|reset/i.test(command)
    ? `${command} || true`
    : command;
}

/** A word of a file name or script name that may stand in a shell line as it is; anything else is not used. */
export function isPlainWord(text: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-');
}
