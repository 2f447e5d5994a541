import type { SubmissionFiles } from '../../../submission/files.ts';
import { parseDotenv } from '../dotenv.ts';
import type { Engine } from '../infrastructure.ts';

const LARGEST = 512 * 1024;
const SETTING = /^\s*(?:export\s+)?[A-Z][A-Z0-9_]{1,60}\s{0,3}=/;

export interface ReadmeSettings {
  /** Values that a code block of the README gives to write into the env file. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether it says that a server of this kind has to be there. */
  asksFor(engine: Engine): boolean;
}

/** What the README says in plain words about the environment of the program. */
export async function readmeSettings(files: SubmissionFiles, path: string | null | undefined): Promise<ReadmeSettings> {
  const text = path ? await files.readText(path, LARGEST).catch(() => '') : '';
  const lines = text.split(/\r?\n/, 10_000).map((line) => line.slice(0, 1_000));
  return { variables: blocksOfSettings(lines), asksFor: (engine) => asksFor(lines, NAMES[engine]) };
}

function blocksOfSettings(lines: readonly string[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  let block: string[] | undefined;
  for (const line of lines) {
    if (!/^\s*(?:```|~~~)/.test(line)) {
      block?.push(line);
      continue;
    }
    const said = block?.filter((one) => one.trim() !== '' && !/^\s*#/.test(one)) ?? [];
    if (block && said.length > 0 && said.every((one) => SETTING.test(one))) {
      for (const [name, value] of parseDotenv(said.map((one) => one.trim()).join('\n')))
        if (!variables.has(name)) variables.set(name, value);
    }
    block = block === undefined ? [] : undefined;
  }
  return variables;
}

const NAMES: Readonly<Record<Engine, RegExp>> = {
  postgres: /\bpostgres(?:ql)?\b|\bcreatedb\b|\bpsql\b/i,
  mysql: /\bmysql\b|\bmariadb\b/i,
  redis: /\bredis(?:-server)?\b/i,
  mongodb: /\bmongo(?:db)?\b/i,
};
const ASKS =
  /\b(?:install|required?|requires|requirements?|prerequisites?|need|needs|running|start|create|set ?up|make sure|ensure|have|createdb|psql|docker run|brew|apt)\b/i;
const HEADING =
  /^\s*#{1,6}\s.*\b(?:prerequisites?|requirements?|before you|you(?:'ll| will)? need|what you need|dependencies)\b/i;

function asksFor(lines: readonly string[], name: RegExp): boolean {
  let isUnderHeading = false;
  for (const line of lines) {
    if (/^\s*#{1,6}\s/.test(line)) isUnderHeading = HEADING.test(line);
    if (name.test(line) && (isUnderHeading || ASKS.test(line))) return true;
  }
  return false;
}
