import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { until, within } from '../deadline.ts';
import { RoadworthyError } from '../errors.ts';
import { readJson } from '../json.ts';
import { packFiles } from './archive.ts';
import { destroyStream } from './destroy-stream.ts';
import type { Engine } from './engine.ts';
import type { Run } from './labels.ts';
import type { StackNetwork } from './network.ts';

/** The image that all our own containers use. */
export const HELPER_IMAGE = 'node:24-alpine';

const script = new URL('./helper-inside.mjs', import.meta.url);
/** Ports cannot be published after the start: these are published before and given out as ports of the stack are found. */
const SPARE_PORTS = [7001, 7002, 7003, 7004] as const;

const line = z.object({
  ready: z.boolean().optional(),
  listen: z.string().optional(),
  error: z.string().optional(),
  asked: z.string().optional(),
  listening: z.array(z.string()).optional(),
  target: z.string().optional(),
  outcome: z.string().optional(),
  open: z.boolean().optional(),
});
type Line = z.infer<typeof line>;

interface Inside {
  readonly container: Docker.Container;
  readonly wire: NodeJS.ReadWriteStream;
  onLine(listener: (said: Line) => void): void;
  letGo(): void;
}

/** A container of ours with the script in it, attached, not yet started. */
async function createInside(
  { docker }: Engine,
  run: Run,
  name: string,
  args: readonly string[],
  host: Docker.HostConfig,
  more: Docker.ContainerCreateOptions = {},
): Promise<Inside> {
  const container = await docker.createContainer({
    name: `${run.id}-${name}`,
    Image: HELPER_IMAGE,
    Labels: { ...run.labels },
    User: '65534',
    Entrypoint: [],
    Cmd: ['node', '/helper-inside.mjs', ...args],
    OpenStdin: true,
    ...more,
    HostConfig: {
      Memory: 256 * 2 ** 20,
      MemorySwap: 256 * 2 ** 20,
      PidsLimit: 64,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      ...host,
    },
  });
  await container.putArchive(packFiles([{ path: '/helper-inside.mjs', content: await readFile(script), mode: 0o444 }]), {
    path: '/',
  });
  const wire = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
  const out = new PassThrough();
  const letGo = () => destroyStream(wire);
  docker.modem.demuxStream(wire, out, new PassThrough().resume());
  wire.on('end', () => out.end());
  wire.on('error', () => out.end());
  const listeners: ((said: Line) => void)[] = [];
  createInterface({ input: out }).on('line', (text) => {
    const said = line.safeParse(readJson(text));
    if (said.success) for (const listener of listeners) listener(said.data);
  });
  return { container, wire, onLine: (listener) => listeners.push(listener), letGo };
}

/**
 * Our way into a stack: joins its internal networks and an edge network, publishes on 127.0.0.1 and forwards from there,
 * and is the stack's name server. The stack cannot use it to get out: it listens on its edge address only.
 */
export class Forwarder {
  readonly #inside: Inside;
  readonly #edgeAddress: string;
  readonly #published: ReadonlyMap<number, number>;
  /** Network id → its address there. */
  readonly #addresses: ReadonlyMap<string, string>;
  /** Names outside the stack that were looked up from inside, at most 200. */
  readonly asked = new Set<string>();
  #given = 0;

  private constructor(
    inside: Inside,
    edgeAddress: string,
    published: ReadonlyMap<number, number>,
    addresses: ReadonlyMap<string, string>,
  ) {
    this.#inside = inside;
    this.#edgeAddress = edgeAddress;
    this.#published = published;
    this.#addresses = addresses;
    inside.onLine(({ asked }) => {
      if (asked && this.asked.size < 200) this.asked.add(asked);
    });
  }

  static async start(
    engine: Engine,
    run: Run,
    name: string,
    edge: StackNetwork,
    internal: readonly StackNetwork[],
  ): Promise<Forwarder> {
    const ports = SPARE_PORTS.map((port) => `${port}/tcp`);
    const inside = await createInside(
      engine,
      run,
      `forwarder-${name}`,
      ['forward'],
      {
        NetworkMode: edge.id,
        PortBindings: Object.fromEntries(ports.map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '0' }]])),
      },
      { ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])) },
    );
    for (const network of internal) await engine.docker.getNetwork(network.id).connect({ Container: inside.container.id });
    const ready = new Promise<void>((resolve) => inside.onLine((said) => said.ready && resolve()));
    await inside.container.start();
    await within(20_000, 'Starting the forwarder', ready);
    const { NetworkSettings: settings } = await inside.container.inspect();
    const addresses = new Map(Object.values(settings.Networks).map((network) => [network.NetworkID, network.IPAddress]));
    const published = SPARE_PORTS.map((port) => [port, Number(settings.Ports[`${port}/tcp`]?.[0]?.HostPort)] as const);
    return new Forwarder(inside, addresses.get(edge.id) ?? '', new Map(published), addresses);
  }

  /** Takes no more orders. */
  letGo(): void {
    this.#inside.letGo();
  }

  /** Its address on one of the stack's networks: the name server there. */
  addressOn(network: StackNetwork): string {
    return this.#addresses.get(network.id) ?? '';
  }

  /** The port on 127.0.0.1 that from now on leads to `to` (`172.20.0.3:3000`). */
  async forward(to: string): Promise<number> {
    const port = SPARE_PORTS[this.#given++];
    if (port === undefined)
      throw new RoadworthyError('no-spare-port', `More than ${SPARE_PORTS.length} ports of one stack were asked for.`);
    const listen = `${this.#edgeAddress}:${port}`;
    const set = new Promise<void>((resolve, reject) =>
      this.#inside.onLine((said) => {
        if (said.listen !== listen) return;
        if (said.error)
          reject(new RoadworthyError('forwarder-failed', `The forwarder cannot listen on ${listen}: ${said.error}.`));
        else resolve();
      }),
    );
    this.#inside.wire.write(`${JSON.stringify({ listen, to })}\n`);
    await within(10_000, 'Setting up the forwarder', set);
    return this.#published.get(port) ?? 0;
  }
}

/** Reads what listens in a container's network namespace, from a container of ours in it. Dies with the namespace: start another after a restart. */
export class SocketReader {
  listening: readonly string[] = [];
  readonly #inside: Inside;

  private constructor(inside: Inside) {
    this.#inside = inside;
    inside.onLine((said) => {
      if (said.listening) this.listening = said.listening;
    });
  }

  static async start(engine: Engine, run: Run, name: string, container: Docker.Container): Promise<SocketReader> {
    const inside = await createInside(engine, run, `sockets-${name}`, ['sockets'], { NetworkMode: `container:${container.id}` });
    const reader = new SocketReader(inside);
    try {
      await inside.container.start();
    } catch (error) {
      await reader.end();
      throw error;
    }
    return reader;
  }

  /** It is needed until the app's port is known. */
  async end(): Promise<void> {
    this.#inside.letGo();
    await this.#inside.container.remove({ force: true }).catch(() => undefined);
  }
}

/** Leads from a container's own address to a port that it opened on its loopback alone. Ends with the container's network. */
export async function leadInward(
  engine: Engine,
  run: Run,
  name: string,
  container: Docker.Container,
  { address, port, host }: { readonly address: string; readonly port: number; readonly host: string },
): Promise<void> {
  const inside = await createInside(engine, run, `inward-${name}`, ['inward', address, String(port), host], {
    NetworkMode: `container:${container.id}`,
  });
  const set = new Promise<void>((resolve, reject) =>
    inside.onLine((said) => {
      if (said.error !== undefined)
        reject(new RoadworthyError('forwarder-failed', `The forwarder cannot listen on ${address}:${port}: ${said.error}.`));
      else if (said.listen !== undefined) resolve();
    }),
  );
  await inside.container.start();
  await within(20_000, 'Leading to the loopback of the app', set);
  inside.letGo();
}

export interface EgressAttempt {
  readonly target: string;
  readonly outcome: string;
  readonly open: boolean;
}

/** Tries a name and addresses from the given network mode (`container:<id>` or a network's id), by a container of ours that is removed afterwards. */
export async function tryEgress(
  engine: Engine,
  run: Run,
  name: string,
  networkMode: string,
  targets: readonly string[],
): Promise<EgressAttempt[]> {
  const inside = await createInside(engine, run, `egress-${name}`, ['egress', ...targets], { NetworkMode: networkMode });
  const attempts: EgressAttempt[] = [];
  inside.onLine(({ target, outcome, open }) => {
    if (target !== undefined) attempts.push({ target, outcome: outcome ?? '', open: open === true });
  });
  await inside.container.start();
  await until(() => Promise.resolve(attempts.length >= targets.length ? true : undefined), { ms: 12_000, everyMs: 50 });
  await inside.container.remove({ force: true });
  return attempts;
}
