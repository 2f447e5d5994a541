import { RoadworthyError } from '../../errors.ts';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { StackPlan, Treatment } from '../plan.ts';
import { chooseCompose, chooseDockerfile } from './choose.ts';
import { composePlan, type ComposePlan } from './compose-plan.ts';
import type { AppPlanOptions, Beside } from './app-plan.ts';
import { dockerfilePlan } from './dockerfile-plan.ts';
import { Environment } from './environment.ts';
import { findApp, type FrameworkHint } from './generated/find-app.ts';
import { generatedPlan } from './generated/generated-plan.ts';
import { readmeSettings } from './generated/readme-settings.ts';
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
  readonly frameworks?: readonly FrameworkHint[];
  readonly readme?: string | null;
  /** Commands of the README, in its order. */
  readonly readmeSteps?: readonly { readonly command: string }[];
}

export interface PlanOptions {
  /** Folder of the submission that is the project. */
  readonly subdir?: string;
  /** Generated values are the same for the same seed. */
  readonly seed: string;
  readonly engine: { readonly composeBinary: string };
  readonly signal: AbortSignal;
}

/**
 * How the submission can be started: by its compose file, else by its Dockerfile, else by one that is made from its manifest.
 * Rejects with `no-plan` when by none of them.
 */
export async function makePlan(files: SubmissionFiles, hints: PlanHints, options: PlanOptions): Promise<StackPlan> {
  const folder = join('', options.subdir ?? '');
  const choice = await chooseCompose(files, folder, hints.composeFiles);
  const dockerfile = chooseDockerfile(files, folder, hints.dockerfiles);
  const steps = hints.readmeSteps ?? [];
  let compose: ComposePlan | { refused: Treatment } | undefined;
  if (choice) {
    compose = await tryCompose(() =>
      composePlan(files, choice, hints, {
        ...options,
        composeBinary: options.engine.composeBinary,
        profiles: hints.profiles ?? [],
      }),
    );
    if ('plan' in compose && startsAnApp(compose.plan)) return compose.plan;
  }
  const app = dockerfile === undefined ? await findApp(files, folder, hints.frameworks ?? [], steps) : undefined;
  const beside = besideOf(compose, choice?.path, app !== undefined, steps);
  if (dockerfile === undefined && app === undefined) throw noPlan(files, folder, beside.treatments, choice?.path);
  const environment =
    compose !== undefined && 'plan' in compose
      ? compose.environment
      : new Environment(
          files,
          hints,
          new ValueGenerator(options.seed, { services: [], hasEmptyPassword: false, mongoHasNoLogin: false }),
          '',
        );
  const more: AppPlanOptions = {
    seed: options.seed,
    readme: await readmeSettings(files, hints.readme),
    readmeSteps: steps,
    documentedValues: hints.documentedValues ?? [],
  };
  if (dockerfile !== undefined) return dockerfilePlan(files, dockerfile, environment, beside, more);
  if (app === undefined) throw noPlan(files, folder, beside.treatments, choice?.path);
  return generatedPlan(files, app, environment, beside, more);
}

function besideOf(
  compose: ComposePlan | { refused: Treatment } | undefined,
  path: string | undefined,
  isGenerated: boolean,
  readmeSteps: readonly { readonly command: string }[],
): Beside {
  if (compose === undefined || path === undefined) return { services: [], help: [], treatments: [] };
  if (!('plan' in compose)) return unused(compose.refused, path, isGenerated);
  const isDocumented = isGenerated && readmeSteps.some(({ command }) => /\bdocker[ -]compose\b.*\bup\b/.test(command));
  return databasesOf(compose.plan, path, isGenerated, isDocumented);
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

function databasesOf(plan: StackPlan, path: string, isGenerated: boolean, isDocumented: boolean): Beside {
  const names = plan.services.map(({ name }) => `\`${name}\``).join(', ');
  const how = isGenerated ? 'the app was started beside them' : 'the app was built from its Dockerfile beside them';
  return {
    services: plan.services,
    help: [
      ...plan.help,
      { kind: 'plan-fallback', what: `\`${path}\` starts ${names} and not the app: ${how}`, documented: isDocumented },
    ],
    treatments: plan.treatments,
  };
}

function unused(refused: Treatment, path: string, isGenerated: boolean): Beside {
  const what = `\`${path}\` was not used: the app was built from its ${isGenerated ? 'manifest' : 'Dockerfile'} alone`;
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
  // without Docker files it is roadworthy that does not know how
  const how = 'roadworthy makes a way to start it from the manifest of a Node or Python server alone, and found none that says what to start. Add a Dockerfile that starts the API.'; // prettier-ignore
  if (refusals.length > 0) {
    const message = `${where} has no Dockerfile beside ${composeFile}, which cannot be used.`;
    return new RoadworthyError('no-plan', message, { fault: 'submission', detail });
  }
  const message =
    composeFile === undefined
      ? `${where} has no compose file and no Dockerfile; ${how}`
      : `${composeFile} starts no service of the author's own, and there is no Dockerfile; ${how}`;
  // a Docker file that is there and cannot be read is theirs
  return new RoadworthyError('no-plan', message, { fault: links.length > 0 ? 'submission' : 'grader', detail });
}
