import { RoadworthyError, toError, type Fault } from '../errors.ts';
import { oneLine } from '../text.ts';
import type { Boot } from './boot.ts';
import type { EgressReport } from './egress.ts';
import type { Engine } from './engine.ts';
import { hostTrouble } from './host-check.ts';
import { BuildFailure, type PulledImage } from './image.ts';
import type { Run } from './labels.ts';
import type { Help, StackPlan } from './plan.ts';
import { bootApp, type ReadyApp } from './readiness.ts';
import type { Sandbox } from './sandbox.ts';
import type { Stack } from './stack.ts';

/** A stack whose app answers. */
export interface RunningStack {
  readonly stack: Stack;
  readonly app: ReadyApp;
}

/** Boots a prepared stack once its images are built. */
export async function bringUp(
  sandbox: Sandbox,
  prepared: Promise<Stack>,
  service: string,
  options: { keepsRestarting?: boolean } = {},
): Promise<RunningStack> {
  const stack = await prepared;
  await sandbox.built();
  return { stack, app: await bootApp(stack, service, options) };
}

/** Only where the author meant the app for his own machine: his steps are enough there. */
const LED_INWARD: Help = {
  kind: 'forwarder',
  what: 'the app listens on its own machine alone, which here is its container: a forwarder led to it',
  documented: true,
};

/** The fact that the submission started, with how, and what its network lets through. */
export function describeBoot({ stack, app }: RunningStack, plan: StackPlan, sandbox: Sandbox, egress: EgressReport | null): Boot {
  return {
    started: true,
    fault: null,
    reason: null,
    failedStep: '',
    lastLines: [],
    plan: {
      kind: plan.kind,
      from: plan.from,
      help: app.isLedInward ? [...plan.help, LED_INWARD] : plan.help,
      treatments: [...plan.treatments, ...sandbox.dockerfileTreatments],
    },
    app: { service: app.service, port: app.port, listens: app.listens, publishes: stack.service(app.service).ports },
    services: [...stack.images].map(([service, image]) => ({ service, ...namesOf(image, stack.service(service).image) })),
    egress,
    namesAsked: [...stack.forwarder.asked].sort(),
  };
}

const namesOf = (image: PulledImage, reference: string | undefined) => ({
  image: reference ?? `built here, ${image.id.slice(7, 19)}`,
  digest: image.digest,
  labels: image.labels,
  user: image.user,
});

/**
 * The fact that it did not start. Before that is put on the submission, the engine and this machine are asked; and what was tried
 * by a plan of ours, or with a database of our choice, may have failed by our guess.
 */
export async function describeFailure(error: unknown, engine: Engine, run: Run, plan: StackPlan | null): Promise<Boot> {
  const failure = toError(error);
  const said: Fault = error instanceof RoadworthyError ? error.fault : 'grader';
  const trouble = said === 'submission' ? await hostTrouble(engine, run) : undefined;
  const guess = guessBehind(error, plan);
  const isGuess = guess !== undefined && said === 'submission' && trouble === undefined;
  const added = trouble === undefined ? '' : ` This machine was in trouble at that moment: ${trouble}.`;
  return {
    started: false,
    fault: isNoWay(error) || isGuess ? 'nobody' : trouble === undefined ? said : 'grader',
    reason: oneLine(isGuess ? `${guess} ${failure.message}` : failure.message + added, 600),
    failedStep: error instanceof BuildFailure ? error.step : '',
    lastLines: error instanceof RoadworthyError ? error.detail : [],
    plan: plan && { kind: plan.kind, from: plan.from, help: plan.help, treatments: plan.treatments },
    app: null,
    services: [],
    egress: null,
    namesAsked: [],
  };
}

const isNoWay = (error: unknown): boolean =>
  error instanceof RoadworthyError && error.code === 'no-plan' && error.fault !== 'submission';

/** What of the plan roadworthy thought out itself, so that a failure says nothing about the author. A build of theirs is theirs. */
function guessBehind(error: unknown, plan: StackPlan | null): string | undefined {
  if (plan?.kind === 'generated')
    return `It was not started. The repository has no Docker files for the app, so roadworthy made a way to start it from ${plan.from}, which may be wrong and is not held against it.`;
  if (plan?.help.some(({ kind }) => kind === 'added-database') === true && !(error instanceof BuildFailure))
    return 'It was not started. roadworthy added a database that the repository does not declare, with settings that may be wrong; this is not held against it.';
  return undefined;
}
