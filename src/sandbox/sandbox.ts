import { posix } from 'node:path';
import { within } from '../deadline.ts';
import { RoadworthyError } from '../errors.ts';
import type { SubmissionFiles } from '../submission/files.ts';
import { packFolder } from './archive.ts';
import type { Engine } from './engine.ts';
import { HELPER_IMAGE } from './helper.ts';
import { buildImage, pullImage } from './image.ts';
import { keptRun, LABEL, type Run } from './labels.ts';
import { createEdge, type StackNetwork } from './network.ts';
import { compileDockerfile } from './plan/compile-dockerfile.ts';
import type { ServicePlan, StackPlan, Treatment } from './plan.ts';
import { removeLabelled } from './reaper.ts';
import { openStack, type Adjustment, type Stack } from './stack.ts';

export interface SandboxOptions {
  readonly engine: Engine;
  readonly run: Run;
  readonly files: SubmissionFiles;
  readonly plan: StackPlan;
  /** Names the cache of this submission's builds: nobody else's build may read or poison it. */
  readonly cacheScope: string;
  readonly signal: AbortSignal;
  /** A line of a build's output. */
  readonly onBuildLine: (service: string, line: string) => void;
}

/** Where one submission runs: its images, built once, and any number of stacks made from them. `close` removes all that is not kept. */
export class Sandbox {
  readonly #options: SandboxOptions;
  readonly #edge: StackNetwork;
  readonly #images: Readonly<Record<string, Promise<string>>>;
  readonly #treatments: Treatment[];

  private constructor(
    options: SandboxOptions,
    edge: StackNetwork,
    images: Readonly<Record<string, Promise<string>>>,
    treatments: Treatment[],
  ) {
    this.#options = options;
    this.#edge = edge;
    this.#images = images;
    this.#treatments = treatments;
  }

  /** The edge network and the helper image are there, the builds are under way. */
  static async open(options: SandboxOptions): Promise<Sandbox> {
    const treatments: Treatment[] = [];
    const images: Record<string, Promise<string>> = {};
    for (const service of options.plan.services) {
      if (!service.build) continue;
      images[service.name] = buildService(options, service, treatments);
      images[service.name]?.catch(() => undefined);
    }
    const [edge] = await Promise.all([
      createEdge(options.engine, options.run),
      pullImage(options.engine, HELPER_IMAGE, options.signal),
    ]);
    return new Sandbox(options, edge, images, treatments);
  }

  get edge(): StackNetwork {
    return this.#edge;
  }

  /** What was taken out of the Dockerfiles that were built. */
  get dockerfileTreatments(): readonly Treatment[] {
    return this.#treatments;
  }

  /** All images, once they are built. Throws BuildFailure of the first that fails. */
  async built(): Promise<void> {
    await Promise.all(Object.values(this.#images));
  }

  /** A new stack: its networks, its forwarder, and already running what needs no build. */
  async prepare(name: string, adjustments: Readonly<Record<string, Adjustment>> = {}, { keep = false } = {}): Promise<Stack> {
    const { engine, files, plan, signal } = this.#options;
    // a kept stack has an edge network of its own, so that the run's can be removed
    const run = keep ? keptRun(this.#options.run) : this.#options.run;
    const edge = keep ? await createEdge(engine, { ...run, id: `${run.id}-kept` }) : this.#edge;
    const stack = await openStack(name, { engine, run, files, plan, edge, images: this.#images, signal }, adjustments);
    stack.startWithoutBuild();
    return stack;
  }

  /** Removes every container, network and volume of the run, with `kept` all but those that carry the label for it, and waits for builds to end. */
  async close({ kept }: { kept: boolean }): Promise<void> {
    const { engine, run } = this.#options;
    // an aborted build ends soon; one that does not is found by its label
    await within(5_000, 'Ending the builds', Promise.allSettled(Object.values(this.#images))).catch(() => undefined);
    await removeLabelled(engine, `${LABEL.run}=${run.id}`, (found) => !kept || found.labels[LABEL.keep] === undefined);
  }
}

const COMPILED = '.roadworthy.Dockerfile';

async function buildService(options: SandboxOptions, service: ServicePlan, treatments: Treatment[]): Promise<string> {
  const { build } = service;
  if (!build) throw new Error(`${service.name} is not built`);
  const { engine, run, files, plan, cacheScope, signal } = options;
  const text = 'inline' in build.dockerfile ? build.dockerfile.inline : await files.readText(build.dockerfile.path);
  const compiled = compileDockerfile(text, { cacheScope });
  treatments.push(...compiled.notes.map((note) => ({ ...note, service: service.name })));
  if (build.contexts && Object.keys(build.contexts).length > 0) {
    throw new RoadworthyError(
      'additional-contexts',
      `${service.name} is built with additional contexts, which roadworthy cannot pass on yet.`,
    );
  }
  if (build.context !== '' && !files.isFolder(build.context)) {
    throw new RoadworthyError(
      'no-build-context',
      `The build context ${build.context} of ${service.name} is not in the repository.`,
      { fault: 'submission' },
    );
  }
  return buildImage(engine, {
    context: packFolder(
      files,
      build.context,
      [...plan.addedFiles, { path: posix.join(build.context, COMPILED), content: compiled.text }],
      { except: true },
    ),
    dockerfile: COMPILED,
    tag: `roadworthy/${run.id}-${service.name.toLowerCase()}:${Date.now()}`,
    labels: { [LABEL.image]: cacheScope },
    args: build.args,
    ...(build.target !== undefined && { target: build.target }),
    ...(build.network && { network: build.network }),
    signal,
    onLine: (line) => options.onBuildLine(service.name, line),
  });
}
