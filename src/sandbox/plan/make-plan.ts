import { RoadworthyError } from '../../errors.ts';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { StackPlan, Treatment } from '../plan.ts';
import { chooseCompose, chooseDockerfile } from './choose.ts';
import { composePlan, type ComposePlan } from './compose-plan.ts';
import { dockerfilePlan, type Beside } from './dockerfile-plan.ts';
import { Environment } from './environment.ts';
import { ValueGenerator } from './generate-value.ts';
import { isInfrastructure } from './infrastructure.ts';
import { join } from './load.ts';
import { Refused } from './refused.ts';

export interface PlanHints {
  readonly composeFiles: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly envExamples: readonly string[];
  readonly readmeDocumentsEnvCopy: boolean;
  /** Names of variables that the README tells people to fill in. */
  readonly documentedValues?: readonly string[];
  /** Compose profiles that the README's start command names. */
  readonly profiles?: readonly string[];
}

export interface PlanOptions {
  /** Folder of the submission that is the project. */
  readonly subdir?: string;
  /** Generated values are the same for the same seed. */
  readonly seed: string;
  readonly engine: { readonly composeBinary: string };
  readonly signal: AbortSignal;
}

/** How the submission can be started: by its compose file, else by its Dockerfile. Rejects with `no-plan` when by neither. */
export async function makePlan(files: SubmissionFiles, hints: PlanHints, options: PlanOptions): Promise<StackPlan> {
  const folder = join('', options.subdir ?? '');
  const choice = await chooseCompose(files, folder, hints.composeFiles);
  const dockerfile = chooseDockerfile(files, folder, hints.dockerfiles);
  let beside: Beside = { services: [], help: [], treatments: [] };
  let environment: Environment | undefined;
  if (choice) {
    const compose = await tryCompose(() =>
      composePlan(files, choice, hints, {
        ...options,
        composeBinary: options.engine.composeBinary,
        profiles: hints.profiles ?? [],
      }),
    );
    if ('plan' in compose && startsAnApp(compose.plan)) return compose.plan;
    beside = 'plan' in compose ? databasesOf(compose.plan, choice.path) : unused(compose.refused, choice.path);
    if ('plan' in compose) environment = compose.environment;
  }
  if (dockerfile === undefined) throw noPlan(files, folder, beside.treatments, choice?.path);
  environment ??= new Environment(
    files,
    hints,
    new ValueGenerator(options.seed, { services: [], hasEmptyPassword: false, mongoHasNoLogin: false }),
    '',
  );
  return dockerfilePlan(files, dockerfile, environment, beside);
}

async function tryCompose(make: () => Promise<ComposePlan>): Promise<ComposePlan | { refused: Treatment }> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Refused) return { refused: error.treatment };
    if (error instanceof RoadworthyError && error.code === 'unreadable-file') {
      return { refused: { treatment: 'refused', key: '', message: `compose file refused: ${error.message}` } };
    }
    throw error;
  }
}

function startsAnApp(plan: StackPlan): boolean {
  return plan.services.some(
    (service) => service.build !== undefined || (service.image !== undefined && !isInfrastructure(service.image)),
  );
}

function databasesOf(plan: StackPlan, path: string): Beside {
  const what = `\`${path}\` starts ${plan.services.map(({ name }) => `\`${name}\``).join(', ')} and not the app: the app was built from its Dockerfile beside them`;
  return {
    services: plan.services,
    help: [...plan.help, { kind: 'plan-fallback', what, documented: false }],
    treatments: plan.treatments,
  };
}

function unused(refused: Treatment, path: string): Beside {
  const what = `\`${path}\` was not used: the app was built from its Dockerfile alone`;
  return { services: [], help: [{ kind: 'plan-fallback', what, documented: false }], treatments: [refused] };
}

function noPlan(
  files: SubmissionFiles,
  folder: string,
  treatments: readonly Treatment[],
  composeFile: string | undefined,
): RoadworthyError {
  const refusals = treatments
    .filter(({ treatment }) => treatment === 'refused')
    .map(({ message, service }) => (service === undefined ? message : `${service}: ${message}`));
  const links = files.links.filter(
    ({ path }) => path.startsWith(folder) && /(^|\/)((docker-)?compose\.ya?ml|dockerfile)$/i.test(path),
  );
  const detail = [...refusals, ...links.map(({ path }) => `${path} is a link; links are not followed`)];
  const where = folder === '' ? 'The repository' : `The folder ${folder}`;
  const message =
    refusals.length > 0
      ? `${where} has no Dockerfile beside ${composeFile}, which cannot be used.`
      : composeFile === undefined
        ? `${where} has no compose file and no Dockerfile. Add one that starts the API.`
        : `${composeFile} starts no service of the author's own, and there is no Dockerfile. Add one that starts the API.`;
  return new RoadworthyError('no-plan', message, { fault: 'submission', detail });
}
