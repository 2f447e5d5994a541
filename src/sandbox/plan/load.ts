import { textOf } from '../../json.ts';
import type { SubmissionFiles } from '../../submission/files.ts';
import { change, cleanFile, inside, Treatments } from './clean.ts';
import type { Variables } from './dotenv.ts';
import { folderOf } from './env-example.ts';
import type { Environment } from './environment.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { locate, type Located } from './locate.ts';
import { Refused } from './refused.ts';
import { isDataObject, readYaml, Tagged, type Data, type DataObject } from './yaml.ts';

const MAX_FILES = 20;
const MAX_DEPTH = 5;
export const COMPOSE_FILE_BYTES = 256 * 1024;
const REMOTE = /^([a-z][a-z0-9+.-]*:\/\/|git@|oci:|github\.com\/|gitlab\.com\/)|\.git(#|$)/i;

/** Where the content of a secret or config comes from. */
export interface FileSource {
  readonly file?: Located;
  readonly content?: string;
}
export interface VolumeFacts {
  readonly driver?: string;
  /** A folder or device of the host behind it. */
  readonly device?: string;
}

/** Everything that the compose plug-in is to see: each file cleaned, with values filled in, at its place. */
export interface Loaded {
  readonly documents: ReadonlyMap<string, DataObject>;
  readonly treatments: Treatments;
  readonly volumes: ReadonlyMap<string, VolumeFacts>;
  readonly secrets: ReadonlyMap<string, FileSource>;
  readonly configs: ReadonlyMap<string, FileSource>;
  /** Env files that are neither there nor have an example. */
  readonly missingEnvFiles: readonly { readonly path: string; readonly service: string }[];
}

interface Place {
  /** Folder that paths in the document are relative to. */
  readonly base: string;
  readonly variables: Variables;
  readonly depth: number;
}

interface EnvFileUse {
  readonly service: DataObject;
  readonly name: string;
  readonly paths: readonly { readonly path: string; readonly isRequired: boolean }[];
  readonly variables: Variables;
}

/** Reads a compose file and all that it draws in. Refuses it before anything outside of the submission would be read. */
export async function loadCompose(
  files: SubmissionFiles,
  environment: Environment,
  paths: readonly string[],
  projectFolder: string,
  /** Whether a missing `.env` may be made from its example for the sake of variables alone. */
  canCopyEnv: boolean,
): Promise<Loaded> {
  return new Loader(files, environment).load(paths, projectFolder, canCopyEnv);
}

class Loader {
  readonly #files: SubmissionFiles;
  readonly #environment: Environment;
  readonly #documents = new Map<string, DataObject>();
  readonly #treatments = new Treatments();
  readonly #volumes = new Map<string, VolumeFacts>();
  readonly #secrets = new Map<string, FileSource>();
  readonly #configs = new Map<string, FileSource>();
  readonly #envFiles: EnvFileUse[] = [];
  readonly #leftOut = new Set<string>();
  readonly #missingEnvFiles: { path: string; service: string }[] = [];

  constructor(files: SubmissionFiles, environment: Environment) {
    this.#files = files;
    this.#environment = environment;
  }

  async load(paths: readonly string[], projectFolder: string, canCopyEnv: boolean): Promise<Loaded> {
    const path = join(projectFolder, '.env');
    const isUsed = canCopyEnv || this.#files.has(path);
    const own = (isUsed ? await this.#environment.read(path) : undefined) ?? new Map<string, string>();
    // The shell in which people type `docker compose up` knows its folder; a path that begins with it stays inside.
    if (!own.has('PWD')) own.set('PWD', '.');
    for (const file of paths) await this.#visit(file, { base: projectFolder, variables: own, depth: 0 });
    for (const use of this.#envFiles) await this.#fillEnvironment(use);
    for (const document of this.#documents.values()) this.#leaveOut(document);
    return {
      documents: this.#documents,
      treatments: this.#treatments,
      volumes: this.#volumes,
      secrets: this.#secrets,
      configs: this.#configs,
      missingEnvFiles: this.#missingEnvFiles,
    };
  }

  async #visit(path: string, place: Place): Promise<void> {
    if (this.#documents.has(path)) return;
    if (place.depth > MAX_DEPTH)
      throw new Refused('include', `compose file refused: files draw in each other more than ${MAX_DEPTH} levels deep`);
    if (this.#documents.size >= MAX_FILES)
      throw new Refused('include', `compose file refused: it draws in more than ${MAX_FILES} files`);
    const raw = readYaml(await this.#files.readText(path, COMPOSE_FILE_BYTES));
    if (!isDataObject(raw)) throw new Refused('', `compose file refused: ${path} is not a map of keys`);
    this.#checkBeforeCleaning(raw, place);
    const document = cleanFile(raw, this.#treatments);
    this.#documents.set(path, document);
    const lookup = this.#environment.lookup(place.variables);
    for (const key of Object.keys(document)) document[key] = fill(document[key] ?? null, key, lookup);

    await this.#followIncludes(document, place);
    for (const [name, service] of entries(document, 'services')) await this.#settle(name, service, place, path);
    this.#takeSources(document, place);
  }

  /** Keys that are dropped, but tell something first. */
  #checkBeforeCleaning(raw: DataObject, place: Place): void {
    for (const [name, service] of entries(raw, 'services')) {
      for (const path of strings(service['label_file'])) this.#mustStayInside('label_file', path, place.base, name);
      if (service['provider'] === undefined) continue;
      this.#leftOut.add(name);
    }
  }

  async #followIncludes(document: DataObject, place: Place): Promise<void> {
    const includes = document['include'];
    if (includes === undefined) return;
    document['include'] = [];
    for (const item of Array.isArray(includes) ? includes : [includes]) {
      const long = isDataObject(item) ? item : { path: item };
      const paths = strings(long['path']);
      const first = this.#fileThere('include', paths[0] ?? '', place.base);
      const folder = typeof long['project_directory'] === 'string' ? long['project_directory'] : undefined;
      const base = folder === undefined ? folderOf(first) : this.#folderThere('include.project_directory', folder, place.base);
      const variables = await this.#includedVariables(long['env_file'], base, place);
      for (const path of paths)
        await this.#visit(this.#fileThere('include', path, place.base), { base, variables, depth: place.depth + 1 });
      document['include'].push({ path: paths, ...(folder === undefined ? {} : { project_directory: folder }) });
    }
  }

  /** The including file's own variables win over those of the included one. */
  async #includedVariables(envFile: Data | undefined, base: string, place: Place): Promise<Variables> {
    const variables = new Map<string, string>();
    const named = strings(envFile);
    for (const path of named) this.#mustStayInside('include.env_file', path, place.base);
    const own = [join(base, '.env')].filter((path) => this.#files.has(path));
    const paths = named.length > 0 ? named.map((path) => join(place.base, path)) : own;
    for (const path of paths) {
      for (const [name, value] of (await this.#environment.read(path, place.variables)) ?? []) variables.set(name, value);
    }
    for (const [name, value] of place.variables) variables.set(name, value);
    return variables;
  }

  async #settle(name: string, service: DataObject, place: Place, document: string): Promise<void> {
    const extended = service['extends'];
    if (isDataObject(extended) && typeof extended['file'] === 'string') {
      const file = this.#fileThere('extends.file', extended['file'], place.base, name);
      if (file !== document)
        await this.#visit(file, { base: folderOf(file), variables: place.variables, depth: place.depth + 1 });
    }
    change(service, 'network_mode', (mode) => this.#networkMode(mode, name));
    if (service['network_mode'] === null) delete service['network_mode'];
    change(service, 'build', (build) => (isDataObject(build) ? this.#build(build, name, place.base) : build));
    change(service, 'environment', (value) => this.#environmentMap(value, place));
    this.#noteEnvFiles(service, name, place);
  }

  #networkMode(mode: Data, service: string): Data {
    const text = textOf(mode);
    if (mode === null || text === 'none' || text.startsWith('service:')) return mode;
    if (text === 'host') {
      this.#treatments.add(
        'stripped',
        'network_mode',
        "Uses the host's network. Services reach each other by name; remove the line.",
        service,
      );
    } else if (text.startsWith('container:')) {
      this.#treatments.add(
        'stripped',
        'network_mode',
        "Uses another container's network. Services reach each other by name; remove the line.",
        service,
      );
    } else {
      this.#treatments.add('rewritten', 'network_mode', 'The service joins the networks of this stack.', service);
    }
    return null;
  }

  #build(build: DataObject, service: string, base: string): DataObject {
    const context = typeof build['context'] === 'string' ? build['context'] : '.';
    const folder = this.#folderThere('build.context', context, base, service);
    if (build['dockerfile_inline'] === undefined) {
      const dockerfile = typeof build['dockerfile'] === 'string' ? build['dockerfile'] : 'Dockerfile';
      this.#fileThere('build.dockerfile', dockerfile, folder, service);
    }
    for (const [name, source] of namedValues(build['additional_contexts'])) {
      if (/^(service|docker-image):/.test(source)) continue;
      this.#folderThere(`build.additional_contexts.${name}`, source, base, service);
    }
    if (build['network'] !== undefined && build['network'] !== 'none') {
      const isHost = build['network'] === 'host';
      const message = isHost
        ? 'Building needs no `network: host` here; make the repository build from a clean clone.'
        : "Builds use the engine's own network.";
      this.#treatments.add(isHost ? 'stripped' : 'rewritten', 'build.network', message, service);
      delete build['network'];
    }
    return build;
  }

  /** Always a map; a name without a value takes it from the variables, as compose takes it from the shell. */
  #environmentMap(value: Data, place: Place): Data {
    const lookup = this.#environment.lookup(place.variables);
    const map = Object.create(null) as DataObject;
    const pairs = isDataObject(value) ? Object.entries(value) : strings(value).map(splitPair);
    for (const [name, item] of pairs) {
      map[name] = item === null ? (lookup({ name, emptyIsUnset: false, hasDefault: false }) ?? null) : item;
    }
    return map;
  }

  #noteEnvFiles(service: DataObject, name: string, place: Place): void {
    const value = service['env_file'];
    delete service['env_file'];
    if (value === undefined || value === null) return;
    const list = value instanceof Tagged ? value.value : value;
    const paths = (Array.isArray(list) ? list : [list]).flatMap((item) => {
      const path = isDataObject(item) ? item['path'] : item;
      if (typeof path !== 'string' || path === '') return [];
      this.#mustStayInside('env_file', path, place.base, name);
      return [{ path: join(place.base, path), isRequired: !(isDataObject(item) && item['required'] === false) }];
    });
    this.#treatments.add(
      'rewritten',
      'env_file',
      'Env files are read by roadworthy and given to the container as plain variables.',
      name,
    );
    this.#envFiles.push({ service, name, paths, variables: place.variables });
  }

  async #fillEnvironment({ service, name, paths, variables }: EnvFileUse): Promise<void> {
    const fromFiles = new Map<string, string>();
    for (const { path, isRequired } of paths) {
      let read: Variables | undefined = await this.#environment.read(path, variables);
      if (!read && isRequired) {
        this.#missingEnvFiles.push({ path, service: name });
        read = this.#environment.standIn(path);
      }
      for (const [key, value] of read ?? []) fromFiles.set(key, value);
    }
    const own = service['environment'];
    const written = own instanceof Tagged ? own.value : own;
    const merged = Object.assign(
      Object.create(null) as DataObject,
      Object.fromEntries(fromFiles),
      isDataObject(written) ? written : {},
    ) as DataObject;
    service['environment'] = own instanceof Tagged ? new Tagged(own.tag, merged) : merged;
  }

  #takeSources(document: DataObject, place: Place): void {
    for (const [name, volume] of allEntries(document, 'volumes')) {
      const options = isDataObject(volume) && isDataObject(volume['driver_opts']) ? volume['driver_opts'] : {};
      const driver = isDataObject(volume) && typeof volume['driver'] === 'string' ? volume['driver'] : undefined;
      const device = options['device'] ?? options['mountpoint'];
      this.#volumes.set(name, {
        ...(driver === undefined ? {} : { driver }),
        ...(device === undefined ? {} : { device: textOf(device, '?') }),
      });
    }
    for (const [section, sources] of [
      ['secrets', this.#secrets],
      ['configs', this.#configs],
    ] as const) {
      for (const [name, source] of allEntries(document, section)) sources.set(name, this.#source(section, name, source, place));
      replaceEach(document, section, () => ({ external: true }));
    }
    replaceEach(document, 'volumes', () => ({}));
    replaceEach(document, 'networks', () => ({}));
  }

  #source(section: string, name: string, source: Data, place: Place): FileSource {
    if (!isDataObject(source)) return {};
    if (typeof source['content'] === 'string') return { content: source['content'] };
    if (typeof source['environment'] === 'string') {
      const value = this.#environment.lookup(place.variables)({
        name: source['environment'],
        emptyIsUnset: true,
        required: '',
        hasDefault: false,
      });
      return value === undefined ? {} : { content: value };
    }
    if (typeof source['file'] !== 'string') return {};
    this.#mustStayInside(`${section}.${name}.file`, source['file'], place.base);
    return { file: locate(this.#files, source['file'], place.base) };
  }

  #leaveOut(document: DataObject): void {
    const services = document['services'];
    if (!isDataObject(services)) return;
    for (const name of this.#leftOut) delete services[name];
    const known = new Set([...this.#documents.values()].flatMap((other) => allEntries(other, 'services').map(([name]) => name)));
    for (const service of Object.values(services)) {
      if (!isDataObject(service)) continue;
      const isLeft = (name: Data) => this.#leftOut.has(textOf(name).split(':')[0] ?? '');
      change(service, 'depends_on', (value) => {
        for (const [name, item] of isDataObject(value) ? Object.entries(value) : []) {
          const isOptional = isDataObject(item) && item['required'] === false;
          if (isOptional && !known.has(name)) delete (value as DataObject)[name];
        }
        return value;
      });
      for (const key of ['depends_on', 'links']) {
        change(service, key, (value) => {
          if (Array.isArray(value)) return value.filter((item) => !isLeft(item));
          if (isDataObject(value)) for (const name of Object.keys(value)) if (isLeft(name)) delete value[name];
          return value;
        });
      }
    }
  }

  #mustStayInside(key: string, path: string, base: string, service?: string): Located {
    if (REMOTE.test(path))
      throw new Refused(key, `refused: ${key} ${path} is not in the repository; roadworthy fetches nothing for it`, service);
    const located = locate(this.#files, path, base);
    if (located.is === 'outside') throw new Refused(key, `refused: ${key} ${path} leaves the repository`, service);
    if (located.is === 'link') throw new Refused(key, `refused: ${key} ${path} is a link; links are not followed`, service);
    return located;
  }

  #fileThere(key: string, path: string, base: string, service?: string): string {
    const located = this.#mustStayInside(key, path, base, service);
    if (located.is === 'there' && this.#files.has(located.path)) return located.path;
    throw new Refused(key, `refused: ${key} names ${path}, which is not a file of the repository`, service);
  }

  #folderThere(key: string, path: string, base: string, service?: string): string {
    const located = this.#mustStayInside(key, path, base, service);
    if (located.is === 'there' && (located.path === '' || this.#files.isFolder(located.path))) return located.path;
    throw new Refused(key, `refused: ${key} names ${path}, which is not a folder of the repository`, service);
  }
}

function fill(value: Data, key: string, lookup: Lookup): Data {
  if (typeof value === 'string') {
    try {
      return interpolate(value, lookup);
    } catch (error) {
      throw new Refused(key, `compose file refused: ${key}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (value instanceof Tagged) return inside(value, (inner) => fill(inner, key, lookup));
  if (Array.isArray(value)) return value.map((item) => fill(item, key, lookup));
  if (isDataObject(value)) for (const [name, item] of Object.entries(value)) value[name] = fill(item, `${key}.${name}`, lookup);
  return value;
}

export function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function strings(value: Data | undefined): string[] {
  const list = value instanceof Tagged ? value.value : value;
  return (Array.isArray(list) ? list : [list]).filter((item): item is string => typeof item === 'string');
}

function splitPair(text: string): [string, Data] {
  const at = text.indexOf('=');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function namedValues(value: Data | undefined): [string, string][] {
  const all = isDataObject(value) ? Object.entries(value) : strings(value).map((text) => splitPair(text));
  return all.map(([name, item]) => [name, textOf(item, 'null')]);
}

function allEntries(document: DataObject, section: string): [string, Data][] {
  const all = document[section];
  const map = all instanceof Tagged ? all.value : all;
  return isDataObject(map) ? Object.entries(map) : [];
}

function entries(document: DataObject, section: string): [string, DataObject][] {
  return allEntries(document, section).flatMap(([name, value]) => (isDataObject(value) ? [[name, value]] : []));
}

function replaceEach(document: DataObject, section: string, by: () => DataObject): void {
  change(document, section, (all) => {
    if (isDataObject(all)) for (const name of Object.keys(all)) all[name] = by();
    return all;
  });
}
