import { posix } from 'node:path';
import { DockerfileParser, type Dockerfile, type From } from 'dockerfile-ast';
import { oneLine } from '../text.ts';
import type { SubmissionFiles } from './files.ts';
import { fillIn } from './fill-in.ts';
import { readComposeServices, type ComposeService } from './compose-services.ts';
import { findDockerFiles } from './survey/docker-files.ts';
import { isForeign } from './survey/foreign-folders.ts';

/** What Dockerfiles and compose files say about images and users. Files for development, tests and editors are not among them. */
export type ContainerFiles = {
  readonly dockerfiles: readonly DockerfileReading[];
  readonly composeFiles: readonly { readonly path: string; readonly services: readonly ComposeService[] }[];
  /** Other ways in which an image is made, such as a build plugin. */
  readonly otherBuilders: readonly { readonly path: string; readonly line: number; readonly what: string }[];
};

export type DockerfileReading = {
  readonly path: string;
  readonly stages: readonly Stage[];
  /** The last USER that holds for what is started, also one of a stage that the last one builds on. */
  readonly user: { readonly value: string; readonly line: number } | null;
  /** A program in the start command, or in its script, that gives root up: gosu, su-exec, setpriv. */
  readonly stepsDown: string | null;
};

export type Stage = {
  readonly line: number;
  /** As written after FROM. */
  readonly written: string;
  /** With the defaults of ARG filled in; null when a variable has none. */
  readonly image: string | null;
  readonly from: 'image' | 'stage' | 'scratch';
  readonly name: string | null;
};

const MOST_FILES = 50;
const LARGEST = 256 * 1024;
/** Not what is handed in to be run: containers of an editor, of tests, of development, of a front end's or load test's own. */
const NOT_THE_APP =
  /(?:^|\/)(?:\.devcontainer|\.gitpod|\.vscode|tests?|e2e|spec|examples?|benchmarks?)\/|(?:^|\/)\.gitpod|(?:^|[._-])(?:dev|develop|development|debug|local|tests?|testing|e2e|ci)(?:[._-]|$)|\/(?:dev|develop|development|local)\//i;
const STEPS_DOWN =
  /\b(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst|tini-su|sudo\s+-u|su\s+(?:-\s+)?-?\w+\s+-c|pm2(?:-runtime)?\s[^\n]*--uid)\b/;

function isAppContainerFile(path: string): boolean {
  return !NOT_THE_APP.test(path);
}

/** Reads the container files of a submission; what cannot be read says nothing. */
export async function readContainerFiles(files: SubmissionFiles): Promise<ContainerFiles> {
  const found = findDockerFiles(files.paths);
  const dockerfiles: DockerfileReading[] = [];
  for (const path of found.dockerfiles.filter(isAppContainerFile).slice(0, MOST_FILES)) {
    const reading = await readDockerfile(files, path);
    if (reading) dockerfiles.push(reading);
  }
  const composeFiles = [];
  for (const path of found.composeFiles.filter(isAppContainerFile).slice(0, MOST_FILES)) {
    const text = await files.readText(path, LARGEST).catch(() => '');
    composeFiles.push({ path, services: readComposeServices(text, posix.dirname(path), await envBeside(files, path)) });
  }
  return { dockerfiles, composeFiles, otherBuilders: await findOtherBuilders(files) };
}

async function readDockerfile(files: SubmissionFiles, path: string): Promise<DockerfileReading | undefined> {
  const text = await files.readText(path, LARGEST).catch(() => '');
  try {
    const file = DockerfileParser.parse(text.replace(/^\uFEFF/, ''));
    const stages = stagesOf(file);
    if (stages.length === 0) return undefined;
    return { path, stages, user: userOf(file, stages), stepsDown: await stepDownOf(file, files, path) };
  } catch {
    return undefined;
  }
}

function stagesOf(file: Dockerfile): Stage[] {
  const defaults = new Map<string, string>();
  for (const argument of file.getInitialARGs()) {
    const property = argument.getProperty();
    const value = property?.getValue();
    if (property && typeof value === 'string') defaults.set(property.getName(), value);
  }
  const names = new Set<string>();
  return file.getFROMs().map((from: From): Stage => {
    const written = from.getImage() ?? '';
    const image = fillIn(written, (name) => defaults.get(name));
    const kind = names.has((image ?? written).toLowerCase()) ? 'stage' : image?.toLowerCase() === 'scratch' ? 'scratch' : 'image';
    const name = from.getBuildStage();
    if (name !== null) names.add(name.toLowerCase());
    return {
      line: from.getRange().start.line + 1,
      written: oneLine(written, 200),
      image: image && oneLine(image, 200),
      from: kind,
      name,
    };
  });
}

/** From the last stage back through the stages that it builds on: the first USER that is met holds. */
function userOf(file: Dockerfile, stages: readonly Stage[]): DockerfileReading['user'] {
  const users = file.getInstructions().filter((one) => one.getKeyword() === 'USER');
  const from = (index: number): DockerfileReading['user'] => {
    const stage = stages[index];
    if (!stage) return null;
    const end = stages[index + 1]?.line ?? Number.MAX_SAFE_INTEGER;
    const last = users.filter((one) => one.getRange().start.line + 1 > stage.line && one.getRange().start.line + 1 < end).at(-1);
    if (last) {
      const written = last.getArgumentsContent()?.trim() ?? '';
      const value = fillIn(written, (name) => valueBefore(file, name, last.getRange().start.line)) ?? written;
      return { value: oneLine(value, 80), line: last.getRange().start.line + 1 };
    }
    const base = stages.slice(0, index).findLastIndex((one) => one.name?.toLowerCase() === stage.image?.toLowerCase());
    return base === -1 ? null : from(base);
  };
  return from(stages.length - 1);
}

/** What ENV or ARG gave a name above a line. */
function valueBefore(file: Dockerfile, name: string, line: number): string | undefined {
  let value: string | undefined;
  for (const one of [...file.getInitialARGs(), ...file.getARGs()]) {
    const property = one.getProperty();
    if (property?.getName() === name && one.getRange().start.line < line) value = property.getValue() ?? value;
  }
  for (const one of file.getENVs())
    for (const property of one.getProperties())
      if (property.getName() === name && one.getRange().start.line < line) value = property.getValue() ?? value;
  return value;
}

/** Looks into the start command, and into the scripts of the repository that it starts. */
async function stepDownOf(file: Dockerfile, files: SubmissionFiles, path: string): Promise<string | null> {
  const starts = [...file.getENTRYPOINTs(), ...file.getCMDs()].map((one) => one.getRawArgumentsContent() ?? '').join('\n');
  const direct = STEPS_DOWN.exec(starts.replace(/[",[\]]+/g, ' '));
  if (direct) return oneLine(direct[0], 40);
  const folder = posix.dirname(path);
  for (const [, name = ''] of starts.matchAll(/([\w.-]*(?:entry|start|run|init|boot)[\w.-]*)/gi)) {
    const script = files.paths.find(
      (one) => !isForeign(one) && posix.basename(one) === name && one.startsWith(folder === '.' ? '' : folder),
    );
    const text = script === undefined ? '' : await files.readText(script, LARGEST).catch(() => '');
    const inside = STEPS_DOWN.exec(text);
    if (inside) return `${oneLine(inside[0], 40)} in ${script ?? name}`;
  }
  return null;
}

/** Values that compose fills in from the `.env` beside the file, or from its example. */
async function envBeside(files: SubmissionFiles, path: string): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const name of ['.env.example', '.env']) {
    const text = await files.readText(posix.join(posix.dirname(path), name), LARGEST).catch(() => '');
    for (const [, key = '', value = ''] of text.matchAll(/^\s*(\w+)\s*=\s*["']?([^"'\s#]+)/gm)) values.set(key, value);
  }
  return values;
}

const BUILDERS: readonly { readonly file: RegExp; readonly says: RegExp; readonly what: string }[] = [
  { file: /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/, says: /\bjib-maven-plugin\b|com\.google\.cloud\.tools\.jib\b/, what: 'Jib' },
  { file: /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/, says: /\bbootBuildImage\b|<goal>build-image/, what: 'Spring Boot build-image' },
  { file: /(?:^|\/)pom\.xml$/, says: /quarkus-container-image-/, what: 'Quarkus container image' },
  { file: /(?:^|\/)project\.toml$/, says: /\[_\]|\[\[?(?:io\.)?build/, what: 'Cloud Native Buildpacks' },
  { file: /(?:^|\/)\.ko\.ya?ml$/, says: /./, what: 'ko' },
  { file: /(?:^|\/)(?:skaffold|devspace|podman-play|kube-play)[\w.-]*\.ya?ml$/, says: /image|build/, what: 'Skaffold' },
  { file: /(?:^|\/)Earthfile$/, says: /\bFROM\b/, what: 'Earthly' },
  { file: /\.csproj$/, says: /<(?:EnableSdkContainerSupport|ContainerRepository|ContainerImageName)>/, what: '.NET container publish' },
  { file: /(?:^|\/)(?:flake|default|docker)\.nix$/, says: /dockerTools\./, what: 'Nix dockerTools' },
  { file: /(?:^|\/)Dockerfile\.(?:j2|tmpl|template)$/i, says: /\bFROM\b/i, what: 'a template of a Dockerfile' },
]; // prettier-ignore

async function findOtherBuilders(files: SubmissionFiles): Promise<ContainerFiles['otherBuilders']> {
  const found: { path: string; line: number; what: string }[] = [];
  for (const path of files.paths
    .filter((one) => !isForeign(one) && BUILDERS.some(({ file }) => file.test(one)))
    .slice(0, MOST_FILES)) {
    const text = await files.readText(path, LARGEST).catch(() => '');
    for (const { file, says, what } of BUILDERS) {
      const at = file.test(path) ? text.search(says) : -1;
      if (at !== -1) found.push({ path, line: text.slice(0, at).split('\n').length, what });
    }
  }
  return found;
}
