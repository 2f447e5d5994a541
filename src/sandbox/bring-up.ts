import { RoadworthyError, toError, type Fault } from '../errors.ts';
import { oneLine } from '../text.ts';
import type { Boot } from './boot.ts';
import type { EgressReport } from './egress.ts';
import type { Engine } from './engine.ts';
import { hostTrouble } from './host-check.ts';
import { BuildFailure, type PulledImage } from './image.ts';
import type { Run } from './labels.ts';
import type { StackPlan } from './plan.ts';
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
      help: plan.help,
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

/** The fact that it did not start. Before that is put on the submission, the engine and this machine are asked. */
export async function describeFailure(error: unknown, engine: Engine, run: Run, plan: StackPlan | null): Promise<Boot> {
  const failure = toError(error);
  const said: Fault = error instanceof RoadworthyError ? error.fault : 'grader';
  const trouble = said === 'submission' ? await hostTrouble(engine, run) : undefined;
  return {
    started: false,
    fault: trouble === undefined ? said : 'grader',
    reason: oneLine(
      trouble === undefined ? failure.message : `${failure.message} This machine was in trouble at that moment: ${trouble}.`,
      600,
    ),
    failedStep: error instanceof BuildFailure ? error.step : '',
    lastLines: error instanceof RoadworthyError ? error.detail : [],
    plan: plan && { kind: plan.kind, from: plan.from, help: plan.help, treatments: plan.treatments },
    app: null,
    services: [],
    egress: null,
    namesAsked: [],
  };
}
