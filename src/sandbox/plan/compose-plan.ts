import type { SubmissionFiles } from '../../submission/files.ts';
import type { Help, StackPlan } from '../plan.ts';
import type { ComposeChoice } from './choose.ts';
import { compileServices } from './compile.ts';
import { parseDotenv } from './dotenv.ts';
import { ENV_FILE_BYTES, Environment, type EnvironmentHints } from './environment.ts';
import { findExample, folderOf } from './env-example.ts';
import { ValueGenerator } from './generate-value.ts';
import { databaseFacts } from './infrastructure.ts';
import { COMPOSE_FILE_BYTES, join, loadCompose, type Loaded } from './load.ts';
import { needsEnvFile } from './needs-env-file.ts';
import { Refused } from './refused.ts';
import { resolveCompose } from './resolve.ts';
import { readYaml, type Data } from './yaml.ts';

export interface ComposeOptions {
  readonly seed: string;
  readonly composeBinary: string;
  readonly profiles: readonly string[];
  readonly signal: AbortSignal;
}

export interface ComposePlan {
  readonly plan: StackPlan;
  readonly environment: Environment;
}

/** A plan from a compose file. Throws `Refused` when the file cannot be used. */
export async function composePlan(
  files: SubmissionFiles,
  choice: ComposeChoice,
  hints: EnvironmentHints & { readonly dockerfiles: readonly string[] },
  options: ComposeOptions,
): Promise<ComposePlan> {
  const paths = choice.override === undefined ? [choice.path] : [choice.path, choice.override];
  const folder = folderOf(choice.path);
  const texts = await Promise.all(paths.map((path) => files.readText(path, COMPOSE_FILE_BYTES)));
  const raw = texts.map(readYaml);
  const environment = new Environment(files, hints, new ValueGenerator(options.seed, databaseFacts(raw)), texts.join('\n'));
  const canCopy = await mayCopyEnv(files, folder, hints, texts, raw);
  const loaded = await loadCompose(files, environment, paths, folder, canCopy);
  const profiles = [...options.profiles, ...(await profilesOfEnv(files, folder))];
  const resolved = await resolveCompose(loaded.documents, paths, folder, { ...options, profiles });
  if (Object.keys(resolved.model.services).length === 0)
    throw new Refused('services', 'compose file refused: it starts no service');
  const services = await compileServices(files, environment, loaded, resolved);
  return {
    environment,
    plan: {
      kind: 'compose',
      from: choice.path,
      services,
      networks: [...new Set(services.flatMap((service) => Object.keys(service.networks)))].sort(),
      addedFiles: [...environment.added].map(([path, content]) => ({ path, content })),
      help: [...environment.help, ...missing(loaded)],
      treatments: loaded.treatments.all,
    },
  };
}

async function mayCopyEnv(
  files: SubmissionFiles,
  folder: string,
  hints: EnvironmentHints & { readonly dockerfiles: readonly string[] },
  texts: readonly string[],
  composeFiles: readonly Data[],
): Promise<boolean> {
  const example = findExample(files, folder, '.env', hints.envExamples);
  if (example === undefined) return false;
  const dockerfiles = [...new Set([join(folder, 'Dockerfile'), ...hints.dockerfiles])]
    .filter((path) => files.has(path))
    .slice(0, 5);
  const dockerfileText = (await Promise.all(dockerfiles.map((path) => files.readText(path)))).join('\n');
  const exampleNames = new Set(parseDotenv(await files.readText(example, ENV_FILE_BYTES)).keys());
  return needsEnvFile({
    composeText: texts.join('\n'),
    composeFiles,
    dockerfileText,
    exampleNames,
    isDocumented: hints.readmeDocumentsEnvCopy,
  });
}

/** Profiles that the author's own committed `.env` turns on. */
async function profilesOfEnv(files: SubmissionFiles, folder: string): Promise<string[]> {
  const path = join(folder, '.env');
  if (!files.has(path)) return [];
  const profiles = parseDotenv(await files.readText(path, ENV_FILE_BYTES)).get('COMPOSE_PROFILES') ?? '';
  return profiles.split(',').filter((profile) => /^[a-zA-Z0-9][\w.-]*$/.test(profile));
}

function missing({ missingEnvFiles }: Loaded): Help[] {
  return missingEnvFiles.map(({ path, service }) => ({
    kind: 'missing-env-file',
    what: `\`${path}\`, an env file of \`${service}\`, is not in the repository and has no example; started without it`,
    documented: false,
  }));
}
