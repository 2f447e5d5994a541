import http from 'node:http';
import type Docker from 'dockerode';
import { until } from '../deadline.ts';
import { RoadworthyError } from '../errors.ts';
import { leadInward, SocketReader } from './helper.ts';
import { LIMITS } from './limits.ts';
import { databasePorts } from './plan/infrastructure.ts';
import type { ServicePlan, StackPlan } from './plan.ts';
import type { Stack } from './stack.ts';

/** A booted app: where it listens inside, and the port on 127.0.0.1 that leads there. */
export interface ReadyApp {
  readonly service: string;
  readonly container: Docker.Container;
  readonly port: number;
  readonly listens: readonly string[];
  /** On 127.0.0.1. */
  readonly publishedPort: number;
  readonly readyMs: number;
  /** It listens on its own loopback alone and is reached by a forwarder beside it. */
  readonly isLedInward: boolean;
}

/** How long an app that listens on loopback only, or on no expected port, may still change its mind. */
const SETTLE_MS = 5_000;
/** For one answer whole: a server that drips bytes must not hold the wait. */
const ANSWER_MS = 10_000;
/** A proxy in front of an app that still starts. */
const NOT_YET = new Set([502, 503, 504]);

/**
 * Starts all services and waits until the app answers HTTP, watching its containers all the while: one that ends for good
 * ends the wait at once. Throws ServiceExited, or RoadworthyError `listens-on-loopback`, `port-never-opened`, `never-answered`.
 */
export async function bootApp(stack: Stack, service: string, { keepsRestarting = false } = {}): Promise<ReadyApp> {
  const from = performance.now();
  const started = stack.startAll();
  started.catch(() => undefined);
  const container = await firstOf(stack.start(service), started);
  const image = stack.images.get(service);
  const expected = [...stack.service(service).ports, ...(image?.exposed ?? [])];
  const { port, listens, loopback } = await waitForPort(stack, service, container, expected, started);
  const address = await stack.addressOf(service);
  if (loopback !== undefined) {
    const run = { ...stack.context.run, labels: { ...stack.context.run.labels, 'roadworthy.stack': stack.name } };
    await leadInward(stack.context.engine, run, stack.name, container, { address, port, host: loopback });
  }
  const publishedPort = await stack.forwarder.forward(`${address}:${port}`);
  await waitForAnswer(stack, publishedPort, started);
  await (keepsRestarting ? stack.restartAfterFailures() : stack.endRestarts());
  return {
    service,
    container,
    port,
    listens,
    publishedPort,
    readyMs: performance.now() - from,
    isLedInward: loopback !== undefined,
  };
}

/** The app's container, unless something else fails first. */
async function firstOf(app: Promise<Docker.Container>, all: Promise<void>): Promise<Docker.Container> {
  return Promise.race([app, all.then(() => app)]);
}

const isLocal = (socket: string) => socket.startsWith('127.') || socket.startsWith('::1');
const portOf = (socket: string) => Number(socket.slice(socket.lastIndexOf(':') + 1));

/** Ports of databases that share the app's network: they are not the app's. */
function portsBeside({ services }: StackPlan, name: string): ReadonlySet<number> {
  const ownerOf = (one: ServicePlan) => (typeof one.networkMode === 'object' ? one.networkMode.service : one.name);
  const app = services.find((one) => one.name === name);
  const beside = services.filter((one) => app !== undefined && one !== app && ownerOf(one) === ownerOf(app));
  return new Set(beside.flatMap(({ image = '', ports }) => [...ports, ...databasePorts(image)]));
}

async function waitForPort(
  stack: Stack,
  service: string,
  container: Docker.Container,
  expected: readonly number[],
  started: Promise<void>,
): Promise<{ port: number; listens: readonly string[]; loopback?: string }> {
  const { engine, run, plan, signal } = stack.context;
  const others = portsBeside(plan, service);
  let attempt = 0;
  const newReader = () =>
    SocketReader.start(
      engine,
      { ...run, labels: { ...run.labels, 'roadworthy.stack': stack.name } },
      `${stack.name}-${(attempt += 1)}`,
      container,
    ).catch(() => undefined);
  let reader = await newReader();
  let restarts = 0;
  let firstSeen: number | undefined;
  let looks = 0;
  const found = await until(
    async () => {
      await failIfRejected(started);
      // inspecting every container on each look would slow the very start that is waited for
      if ((looks += 1) % 8 === 0) {
        await stack.throwIfCrashed();
        const { RestartCount: count } = await container.inspect();
        if (count !== restarts || reader === undefined) {
          restarts = count;
          await reader?.end();
          reader = await newReader();
        }
      }
      const listens = (reader?.listening ?? []).filter((socket) => !others.has(portOf(socket)));
      const open = listens.filter((socket) => !isLocal(socket)).map(portOf);
      const wanted = expected.find((port) => open.includes(port));
      if (wanted !== undefined) return { port: wanted, listens };
      if (listens.length > 0) firstSeen ??= performance.now();
      const settled = firstSeen !== undefined && performance.now() - firstSeen > (expected.length === 0 ? 300 : SETTLE_MS);
      if (settled && open[0] !== undefined) return { port: Math.min(...open), listens };
      const [own] = [...listens].sort((one, other) => portOf(one) - portOf(other));
      // where nobody meant it for a container, its own machine is where it is to be reached
      if (settled && own !== undefined && plan.kind === 'generated')
        return { port: portOf(own), listens, loopback: own.startsWith('127.') ? own.slice(0, own.lastIndexOf(':')) : '::1' };
      if (settled && listens.length > 0) {
        throw new RoadworthyError(
          'listens-on-loopback',
          `The service ${service} listens on ${listens.join(', ')} only: nobody outside its container can reach it. Let it listen on 0.0.0.0.`,
          { fault: 'submission', detail: await stack.logs(service) },
        );
      }
      return undefined;
    },
    { ms: LIMITS.bootMs, everyMs: 25, signal },
  );
  // nobody waits for this: a reader that stays is removed with its stack
  void reader?.end();
  if (found) return found;
  throw new RoadworthyError('port-never-opened', `The service ${service} opened no port within ${LIMITS.bootMs / 1000} s.`, {
    fault: 'submission',
    detail: await stack.logs(service),
  });
}

async function failIfRejected(started: Promise<void>): Promise<void> {
  await Promise.race([started, Promise.resolve()]);
}

async function waitForAnswer(stack: Stack, port: number, started: Promise<void>): Promise<void> {
  const patience = performance.now() + 15_000;
  let looks = 0;
  const answered = await until(
    async () => {
      await failIfRejected(started);
      const status = await ask(port);
      if (status !== undefined && (!NOT_YET.has(status) || performance.now() > patience)) return status;
      if ((looks += 1) % 10 === 0) await stack.throwIfCrashed();
      return undefined;
    },
    { ms: LIMITS.bootMs, everyMs: 20, signal: stack.context.signal },
  );
  if (answered === undefined) {
    await stack.throwIfCrashed();
    throw new RoadworthyError(
      'never-answered',
      `The app opened its port but answered no HTTP request within ${LIMITS.bootMs / 1000} s.`,
      { fault: 'submission' },
    );
  }
}

function ask(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = http.get(
      { host: '127.0.0.1', port, path: '/', agent: false, signal: AbortSignal.timeout(ANSWER_MS) },
      (response) => {
        response.destroy();
        resolve(response.statusCode);
      },
    );
    request.on('error', () => resolve(undefined));
  });
}
