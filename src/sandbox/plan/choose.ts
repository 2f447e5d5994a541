import type { SubmissionFiles } from '../../submission/files.ts';
import { folderOf } from './env-example.ts';
import { isInfrastructure, servicesOf } from './infrastructure.ts';
import { COMPOSE_FILE_BYTES } from './load.ts';
import { readYaml, type Data } from './yaml.ts';

const DEFAULT_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];
const COMPOSE_NAME = /^(docker-)?compose([._-][\w.-]+)?\.ya?ml$|^[\w-]+\.(docker-)?compose\.ya?ml$/i;
const DOCKERFILE_NAME = /^(Dockerfile|Containerfile)([._-][\w.-]+)?$|^[\w-]+\.dockerfile$/i;
const NOT_THEIRS = /(^|\/)(node_modules|vendor|\.devcontainer|\.github|\.git|third_party)(\/|$)/;
const OTHER_PURPOSE = /(^|[._/-])(test|tests|ci|e2e|bench|load|monitoring|observability|debug|traefik|proxy)([._/-]|$)/i;
const PRODUCTION = /[._-](prod|production|staging|deploy|swarm)[._-]?/i;
const MAX_READ = 12;

export interface ComposeChoice {
  readonly path: string;
  /** Merged over it, as docker does with files of the default names. */
  readonly override?: string;
  /** Whether it starts something that the author wrote; without that it serves databases only. */
  readonly hasApp: boolean;
}

/** The compose file to use: the nearest to the top that starts an app, else the nearest one. */
export async function chooseCompose(
  files: SubmissionFiles,
  folder: string,
  known: readonly string[],
): Promise<ComposeChoice | undefined> {
  const found = candidates(files, folder, known, COMPOSE_NAME).filter((path) => !OVERRIDE_NAMES.includes(nameOf(path)));
  const ranked = found.sort(by((path) => [OTHER_PURPOSE.test(path.slice(folder.length)) ? 1 : 0, depthOf(path), nameRank(path)]));
  const choices: ComposeChoice[] = [];
  for (const path of ranked.slice(0, MAX_READ)) {
    const override = DEFAULT_NAMES.includes(nameOf(path)) ? beside(files, path, OVERRIDE_NAMES) : undefined;
    const contents = await Promise.all([path, ...(override === undefined ? [] : [override])].map((file) => peek(files, file)));
    const choice = { path, ...(override === undefined ? {} : { override }), hasApp: contents.some(startsAnApp) };
    if (choice.hasApp) return choice;
    choices.push(choice);
  }
  return choices[0];
}

/** The Dockerfile nearest to the top. */
export function chooseDockerfile(files: SubmissionFiles, folder: string, known: readonly string[]): string | undefined {
  const rank = (path: string) =>
    /^(dockerfile|containerfile)$/i.test(nameOf(path)) ? 0 : OTHER_PURPOSE.test(nameOf(path)) ? 2 : 1;
  return candidates(files, folder, known, DOCKERFILE_NAME)
    .filter((path) => !/\.(md|txt|dockerignore|tmpl|template|j2|example)$/i.test(path) && !isOfAnEditor(path))
    .sort(by((path) => [rank(path) === 2 ? 1 : 0, depthOf(path), rank(path)]))[0];
}

/** A machine to write code on, such as `.gitpod.Dockerfile`: it holds an editor's tools and starts no app. */
const isOfAnEditor = (path: string) =>
  /(?:^|\/)\.[\w-]+\.dockerfile$|[._-](?:gitpod|devcontainer)$|(?:^|\/)\.(?:gitpod|codesandbox|vscode|idea)\//i.test(path);

/** A file that cannot be read is looked at in earnest when it is chosen: it counts as starting an app. */
async function peek(files: SubmissionFiles, path: string): Promise<Data | undefined> {
  try {
    return readYaml(await files.readText(path, COMPOSE_FILE_BYTES));
  } catch {
    return undefined;
  }
}

function startsAnApp(file: Data | undefined): boolean {
  if (file === undefined) return true;
  if (typeof file === 'object' && file !== null && 'include' in file) return true;
  return servicesOf(file).some(([, service]) => {
    if (service['build'] !== undefined && service['build'] !== null) return true;
    if (service['extends'] !== undefined) return true;
    return typeof service['image'] === 'string' && !isInfrastructure(service['image']);
  });
}

function candidates(files: SubmissionFiles, folder: string, known: readonly string[], name: RegExp): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const all = new Set([...known.filter((path) => files.has(path)), ...files.paths.filter((path) => name.test(nameOf(path)))]);
  return [...all].filter((path) => path.startsWith(prefix) && !NOT_THEIRS.test(path.slice(prefix.length)));
}

function beside(files: SubmissionFiles, path: string, names: readonly string[]): string | undefined {
  const folder = folderOf(path);
  return names.map((name) => (folder === '' ? name : `${folder}/${name}`)).find((candidate) => files.has(candidate));
}

function nameRank(path: string): number {
  const at = DEFAULT_NAMES.indexOf(nameOf(path));
  if (at >= 0) return at;
  return PRODUCTION.test(nameOf(path)) ? DEFAULT_NAMES.length + 1 : DEFAULT_NAMES.length;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function by(key: (path: string) => readonly number[]): (a: string, b: string) => number {
  return (a, b) => {
    const other = key(b);
    const difference = key(a)
      .map((value, index) => value - (other[index] ?? 0))
      .find((value) => value !== 0);
    return difference ?? (a < b ? -1 : 1);
  };
}
