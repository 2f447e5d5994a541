import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { until } from '../deadline.ts';
import { RoadworthyError } from '../errors.ts';
import type { SubmissionFiles } from '../submission/files.ts';
import { plainText } from '../text.ts';
import { packFiles, packFolder, readFromArchive, type PlacedFile } from './archive.ts';
import type { Engine } from './engine.ts';
import { Forwarder } from './helper.ts';
import { inspectImage, pullImage, type PulledImage } from './image.ts';
import { LABEL, type Run } from './labels.ts';
import { LIMITS } from './limits.ts';
import { createInternal, type StackNetwork } from './network.ts';
import type { HealthCheck, ServicePlan, StackPlan } from './plan.ts';
import { removeLabelled } from './reaper.ts';

/** Of what a command printed: enough to say what went wrong. */
const RUN_OUTPUT_BYTES = 16 * 1024;

/** What one stack does differently from the plan, by service. Each may see what would have been. */
export interface Adjustment {
  readonly environment?: (environment: Readonly<Record<string, string>>) => Record<string, string>;
  readonly command?: (command: readonly string[] | undefined) => readonly string[];
  readonly files?: readonly PlacedFile[];
}

export interface StackContext {
  readonly engine: Engine;
  readonly run: Run;
  readonly files: SubmissionFiles;
  readonly plan: StackPlan;
  readonly edge: StackNetwork;
  /** Images of services that are built, by service name; they may still be building. */
  readonly images: Readonly<Record<string, Promise<string>>>;
  readonly signal: AbortSignal;
}

/** How a container of a service stands. Log lines are the submission's own text, cleaned. */
export interface ServiceState {
  readonly service: string;
  readonly status: string;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly restarts: number;
  readonly lastLines: readonly string[];
}

/** A service that ended while others wait for it, with its last lines. */
class ServiceExited extends RoadworthyError {
  readonly state: ServiceState;

  constructor(state: ServiceState) {
    const how = state.outOfMemory
      ? `was killed by the memory limit of ${LIMITS.serviceMemoryBytes / 2 ** 30} GiB`
      : `ended with exit code ${state.exitCode}`;
    const again = state.restarts > 0 ? ` after ${state.restarts} restart${state.restarts === 1 ? '' : 's'}` : '';
    super('service-exited', `The service ${state.service} ${how}${again} while starting.`, {
      fault: 'submission',
      detail: state.lastLines,
    });
    this.state = state;
  }
}

/** How long an app is held back for a database that says nothing of its health. */
const ANSWERS_MS = 30_000;

/** The running containers of one submission and their networks. Made by `openStack`, ended by `remove`. */
export class Stack {
  readonly name: string;
  readonly context: StackContext;
  readonly #adjustments: Readonly<Record<string, Adjustment>>;
  readonly #labels: Record<string, string>;
  readonly #networks = new Map<string, StackNetwork>();
  readonly #starting = new Map<string, Promise<Docker.Container>>();
  readonly #containers = new Map<string, Docker.Container>();
  readonly images = new Map<string, PulledImage>();
  forwarder!: Forwarder;

  constructor(name: string, context: StackContext, adjustments: Readonly<Record<string, Adjustment>>) {
    this.name = name;
    this.context = context;
    this.#adjustments = adjustments;
    this.#labels = { ...context.run.labels, 'roadworthy.stack': name };
  }

  async open(): Promise<void> {
    const { engine, run, plan, edge } = this.context;
    const labelled = { ...run, labels: this.#labels };
    const created = await Promise.all(
      plan.networks.map((network) => createInternal(engine, labelled, `${this.name}-${network}`)),
    );
    plan.networks.forEach((network, index) => created[index] && this.#networks.set(network, created[index]));
    this.forwarder = await Forwarder.start(engine, labelled, this.name, edge, created);
  }

  service(name: string): ServicePlan {
    const service = this.context.plan.services.find((one) => one.name === name);
    if (!service) throw new Error(`no service ${name} in the plan`);
    return service;
  }

  /** Starts what needs no image of theirs, while that is being built. Failures show when somebody waits for the service. */
  startWithoutBuild(): void {
    for (const service of this.context.plan.services) {
      if (service.build || Object.keys(service.dependsOn).length > 0) continue;
      this.start(service.name).catch(() => undefined);
    }
  }

  /** Starts everything, in the order of `depends_on`. */
  async startAll(): Promise<void> {
    await Promise.all(this.context.plan.services.map((service) => this.start(service.name)));
  }

  start(name: string): Promise<Docker.Container> {
    const starting = this.#starting.get(name) ?? this.#start(this.service(name));
    this.#starting.set(name, starting);
    return starting;
  }

  container(name: string): Docker.Container | undefined {
    return this.#containers.get(name);
  }

  async #start(service: ServicePlan): Promise<Docker.Container> {
    const created = this.#create(service);
    created.catch(() => undefined);
    await Promise.all(Object.entries(service.dependsOn).map(([other, condition]) => this.#reached(other, condition)));
    const container = await created;
    await container.start().catch((error: unknown) => {
      throw new RoadworthyError(
        'container-refused',
        `The container of ${service.name} cannot start: ${plainText(String(error)).slice(0, 300)}`,
        {
          fault: 'submission',
          cause: error,
        },
      );
    });
    return container;
  }

  async #reached(name: string, condition: string): Promise<void> {
    const container = await this.start(name);
    if (condition === 'service_started') return;
    const reached = await until(
      async () => {
        const { State: state } = await container.inspect();
        if (condition !== 'service_completed_successfully' && (state.Health?.Status === 'healthy' || !this.#hasHealthcheck(name)))
          return true;
        if (condition === 'service_completed_successfully' && state.Status === 'exited' && state.ExitCode === 0) return true;
        await this.#throwIfEnded(name);
        return undefined;
      },
      { ms: condition === 'service_answers' ? ANSWERS_MS : LIMITS.bootMs, everyMs: 50, signal: this.context.signal },
    );
    if (reached || condition === 'service_answers') return;
    const state = await this.state(name);
    throw new RoadworthyError(
      'service-never-ready',
      `The service ${name} did not become ${condition.replace('service_', '')} within ${LIMITS.bootMs / 1000} s.`,
      {
        fault: 'submission',
        detail: state?.lastLines ?? [],
      },
    );
  }

  #hasHealthcheck(name: string): boolean {
    const test = this.service(name).healthcheck?.test[0];
    return test !== 'NONE';
  }

  async #throwIfEnded(name: string): Promise<void> {
    const state = await this.state(name);
    if (state && hasEnded(state, this.service(name))) throw new ServiceExited(state);
  }

  /** Throws ServiceExited when a service has ended for good: exit 0 of a one-shot service is no crash, a restart that is left is honoured. */
  async throwIfCrashed(): Promise<void> {
    for (const [name] of this.#containers) {
      const state = await this.state(name);
      if (state && hasEnded(state, this.service(name)) && state.exitCode !== 0) throw new ServiceExited(state);
    }
  }

  async state(name: string): Promise<ServiceState | undefined> {
    const container = this.#containers.get(name);
    const found = await container?.inspect().catch(() => undefined);
    if (!container || !found) return undefined;
    const ended = found.State.Status === 'exited' || found.State.Status === 'dead';
    return {
      service: name,
      status: found.State.Status,
      exitCode: found.State.ExitCode,
      outOfMemory: found.State.OOMKilled,
      restarts: found.RestartCount,
      lastLines: ended || found.RestartCount > 0 ? await this.logs(name) : [],
    };
  }

  /** The last lines that a service printed. */
  async logs(name: string, lines: number = LIMITS.logLines): Promise<string[]> {
    const buffer = await this.#containers
      .get(name)
      ?.logs({ stdout: true, stderr: true, tail: lines })
      .catch(() => undefined);
    return buffer ? readLog(buffer, this.service(name).tty) : [];
  }

  /** One regular file of a container, or undefined. */
  async readFile(name: string, path: string, maxBytes: number): Promise<string | undefined> {
    const archive = await this.#containers
      .get(name)
      ?.getArchive({ path })
      .catch(() => undefined);
    return archive && (await readFromArchive(archive, maxBytes))?.toString('utf8');
  }

  /**
   * Runs a command in the container of a service and answers how it ended, with the first of what it printed; exit code null when
   * it was given up after `ms`. Closing its output does not end it: let the command bound itself.
   */
  async run(
    name: string,
    command: readonly string[],
    { environment = {}, ms }: { environment?: Readonly<Record<string, string>>; ms: number },
  ): Promise<{ exitCode: number | null; output: string }> {
    const container = this.#containers.get(name);
    if (!container) throw new Error(`no container of ${name} on the stack ${this.name}`);
    const exec = await container.exec({
      Cmd: [...command],
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
    });
    const stream = await exec.start({ Tty: true });
    const output = await readStream(stream, { ms, maxBytes: RUN_OUTPUT_BYTES, signal: this.context.signal });
    const { ExitCode: exitCode, Running: running } = await exec.inspect();
    return { exitCode: running ? null : exitCode, output: plainText(output) };
  }

  /** Address of a service on the stack's networks, as seen by the forwarder. */
  async addressOf(name: string): Promise<string> {
    const service = this.service(name);
    const shared = typeof service.networkMode === 'object' ? service.networkMode.service : name;
    const found = await this.#containers.get(shared)?.inspect();
    return Object.values(found?.NetworkSettings.Networks ?? {}).find((network) => network.IPAddress)?.IPAddress ?? '';
  }

  async #create(service: ServicePlan): Promise<Docker.Container> {
    const { engine, run, plan, images, signal } = this.context;
    const { docker } = engine;
    const image = service.build
      ? await inspectImage(docker, await required(images[service.name], service.name))
      : await pullImage(engine, service.image ?? '', signal);
    this.images.set(service.name, image);
    const adjustment = this.#adjustments[service.name] ?? {};
    const environment = { ...image.env, ...service.environment };
    const command = adjustment.command?.(service.command) ?? service.command;
    const networks = Object.entries(service.networks);
    const first = this.#networks.get(networks[0]?.[0] ?? plan.networks[0] ?? '');
    const mounts = this.#mounts(service, image);
    const healthcheck = engineHealthcheck(service.healthcheck);
    const container = await docker.createContainer({
      name: `${run.id}-${this.name}-${service.name}`,
      Image: image.id,
      Labels: { ...this.#labels },
      Env: Object.entries(adjustment.environment?.(environment) ?? environment).map(([key, value]) => `${key}=${value}`),
      Tty: service.tty,
      OpenStdin: service.stdinOpen,
      ...(command && { Cmd: [...command] }),
      ...(service.entrypoint && { Entrypoint: [...service.entrypoint] }),
      ...(service.user && { User: service.user }),
      ...(service.workingDir && { WorkingDir: service.workingDir }),
      ...(service.stopSignal && { StopSignal: service.stopSignal }),
      ...(service.networkMode === undefined && { Hostname: service.hostname ?? service.name }),
      ...(healthcheck && { Healthcheck: healthcheck }),
      HostConfig: {
        ...hardened(engine, service),
        Mounts: mounts,
        ...this.#networkMode(service, first),
      },
      ...(service.networkMode === undefined &&
        first && {
          NetworkingConfig: { EndpointsConfig: { [first.id]: { Aliases: [service.name, ...(networks[0]?.[1] ?? [])] } } },
        }),
    });
    if (service.networkMode === undefined) {
      for (const [network, aliases] of networks.slice(1)) {
        const joined = this.#networks.get(network);
        if (joined)
          await docker
            .getNetwork(joined.id)
            .connect({ Container: container.id, EndpointConfig: { Aliases: [service.name, ...aliases] } });
      }
    }
    await this.#fill(container, service, adjustment);
    this.#containers.set(service.name, container);
    return container;
  }

  async #fill(container: Docker.Container, service: ServicePlan, adjustment: Adjustment): Promise<void> {
    const { files, plan } = this.context;
    for (const { copyOf, target } of service.volumes) {
      if (copyOf === undefined) continue;
      if (copyOf === '' || files.isFolder(copyOf)) {
        await container.putArchive(packFolder(files, copyOf, plan.addedFiles), { path: target });
        continue;
      }
      const added = plan.addedFiles.find((file) => file.path === copyOf);
      const file = added
        ? { content: added.content, mode: 0o644 }
        : { content: await files.readBytes(copyOf), mode: await files.mode(copyOf) };
      await container.putArchive(packFiles([{ path: target, ...file }]), { path: '/' });
    }
    const placed = [...service.files, ...(adjustment.files ?? [])];
    if (placed.length > 0) await container.putArchive(packFiles(placed), { path: '/' });
  }

  #networkMode(service: ServicePlan, first: StackNetwork | undefined): Docker.HostConfig {
    if (service.networkMode === 'none') return { NetworkMode: 'none' };
    if (service.networkMode)
      return { NetworkMode: `container:${this.context.run.id}-${this.name}-${service.networkMode.service}` };
    return first ? { NetworkMode: first.id, Dns: [this.forwarder.addressOn(first)] } : { NetworkMode: 'none' };
  }

  /** Fresh labelled volumes: the plan's, and those that the image declares, whose anonymous ones would carry no label. Single files need none. */
  #mounts(service: ServicePlan, image: PulledImage): Docker.MountSettings[] {
    const { run, files } = this.context;
    const planned = service.volumes.filter(({ copyOf }) => copyOf === undefined || copyOf === '' || files.isFolder(copyOf));
    const wanted = new Map(planned.map((volume) => [volume.target, volume.name]));
    for (const target of image.volumes) if (!wanted.has(target)) wanted.set(target, undefined);
    return [...wanted].map(([target, name], index) => ({
      Type: 'volume',
      Source: name === undefined ? `${run.id}-${this.name}-${service.name}-${index}` : `${run.id}-${this.name}-shared-${name}`,
      Target: target,
      VolumeOptions: { Labels: { ...this.#labels }, NoCopy: false, DriverConfig: { Name: 'local', Options: {} } },
    }));
  }

  /** Takes the restarts away that `restart` allows: after the boot, a crash is a finding. */
  endRestarts(): Promise<void> {
    return this.#setRestarts({ Name: 'no' });
  }

  /** For learning, where one bad request must not end everything. */
  restartAfterFailures(): Promise<void> {
    return this.#setRestarts({ Name: 'on-failure', MaximumRetryCount: 50 });
  }

  async #setRestarts(policy: Docker.HostRestartPolicy): Promise<void> {
    await Promise.all(
      [...this.#containers.values()].map((container) => container.update({ RestartPolicy: policy }).catch(() => undefined)),
    );
  }

  /** Leaves a kept stack to itself: our end of the forwarder's wire is closed, which keeps on forwarding. */
  letGo(): void {
    this.forwarder.letGo();
  }

  async remove(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
    await removeLabelled(
      this.context.engine,
      `${LABEL.run}=${this.context.run.id}`,
      (found) => found.labels['roadworthy.stack'] === this.name,
    );
  }
}

/** A stack with its networks and forwarder up; no container of the submission runs yet. */
export async function openStack(
  name: string,
  context: StackContext,
  adjustments: Readonly<Record<string, Adjustment>> = {},
): Promise<Stack> {
  const stack = new Stack(name, context, adjustments);
  await stack.open();
  return stack;
}

function required<T>(value: T | undefined, service: string): T {
  if (value === undefined) throw new Error(`no image for the service ${service}`);
  return value;
}

/** An exited container has ended for good unless its restart policy will start it again. */
function hasEnded(state: ServiceState, service: ServicePlan): boolean {
  if (state.status !== 'exited' && state.status !== 'dead') return false;
  if (service.restart === 'no') return true;
  if (service.restart === 'on-failure' && state.exitCode === 0) return true;
  return state.restarts >= LIMITS.restartsWhileBooting;
}

function engineHealthcheck(check: HealthCheck | undefined): Docker.HealthConfig | undefined {
  if (!check) return undefined;
  const nanoseconds = (ms: number) => Math.round(ms * 1e6);
  return {
    Test: [...check.test],
    Interval: nanoseconds(check.intervalMs),
    Timeout: nanoseconds(check.timeoutMs),
    StartPeriod: nanoseconds(check.startPeriodMs),
    Retries: check.retries,
  };
}

/** What every container of a submission runs with; their own limits count where they ask for less. */
function hardened(engine: Engine, service: ServicePlan): Docker.HostConfig {
  const memory = Math.min(service.memoryBytes ?? Infinity, LIMITS.serviceMemoryBytes);
  return {
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: Math.round(Math.min(service.cpus ?? Infinity, LIMITS.serviceCpus, engine.facts.cpus) * 1e9),
    PidsLimit: Math.min(service.pids ?? Infinity, LIMITS.servicePids),
    IpcMode: 'private',
    Init: service.init,
    ReadonlyRootfs: service.readOnly,
    GroupAdd: [...service.groupAdd],
    SecurityOpt: ['no-new-privileges'],
    CapDrop: ['ALL'],
    CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'].filter(
      (name) => !service.capDrop.includes(name),
    ),
    // never above the daemon's own limit: that refuses the start
    Ulimits: [{ Name: 'nofile', Soft: LIMITS.openFiles, Hard: LIMITS.openFiles }],
    ShmSize: LIMITS.shmBytes,
    Tmpfs: Object.fromEntries(service.tmpfs.map((path) => [path, `size=${LIMITS.tmpfsBytes}`])),
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    RestartPolicy:
      service.restart === 'no' ? { Name: 'no' } : { Name: 'on-failure', MaximumRetryCount: LIMITS.restartsWhileBooting },
  };
}

/** The beginning of what a stream carries; the rest is passed over. Ends with the stream, the deadline or the run. */
function readStream(
  stream: Duplex,
  { ms, maxBytes, signal }: { ms: number; maxBytes: number; signal: AbortSignal },
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      stream.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    stream.on('data', (chunk: Buffer) => {
      if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
      bytes += chunk.length;
    });
    stream.on('end', end).on('close', end).on('error', end);
    if (signal.aborted) end();
  });
}

/** The engine's log format: eight bytes of header before each chunk, none with a terminal. */
function readLog(buffer: Buffer, tty: boolean): string[] {
  const chunks: Buffer[] = [];
  if (tty) chunks.push(buffer);
  else {
    for (let at = 0; at + 8 <= buffer.length;) {
      const size = buffer.readUInt32BE(at + 4);
      chunks.push(buffer.subarray(at + 8, at + 8 + size));
      at += 8 + size;
    }
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .split(/\r?\n/)
    .map(plainText)
    .filter((line) => line.trim() !== '');
}
