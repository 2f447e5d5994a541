import { createRequire } from 'node:module';
import type Docker from 'dockerode';
import protobuf from 'protobufjs';
import { z } from 'zod';
import { within } from '../deadline.ts';
import { RoadworthyError, toError } from '../errors.ts';
import { plainText } from '../text.ts';
import { destroyStream } from './destroy-stream.ts';
import type { Engine } from './engine.ts';
import { LIMITS } from './limits.ts';

/** A failed build, with the step that failed and its last lines. `fault` is the submission's unless the engine itself gave up. */
export class BuildFailure extends RoadworthyError {
  readonly step: string;
  readonly lines: readonly string[];

  constructor(
    code: 'build-failed' | 'build-timeout' | 'image-too-large',
    message: string,
    step: string,
    lines: readonly string[],
  ) {
    super(code, message, { fault: 'submission', detail: lines });
    this.step = step;
    this.lines = lines;
  }
}

export interface BuildRequest {
  readonly context: NodeJS.ReadableStream;
  /** Name of the Dockerfile inside the context. */
  readonly dockerfile: string;
  readonly tag: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly network?: 'none';
  readonly signal: AbortSignal;
  /** Each line of the build's output, cleaned of control characters. */
  readonly onLine: (line: string) => void;
}

const statusType = protobuf
  .loadSync(createRequire(import.meta.url).resolve('dockerode/lib/proto/buildkit_status.proto'))
  .lookupType('moby.buildkit.v1.StatusResponse');
const traceStatus = z.object({
  vertexes: z.array(z.object({ digest: z.string(), name: z.string().default(''), error: z.string().default('') })).default([]),
  logs: z.array(z.object({ vertex: z.string(), msg: z.instanceof(Uint8Array) })).default([]),
});
const progressEvent = z.object({ id: z.string().optional(), aux: z.unknown().optional(), error: z.string().optional() });
const imageAux = z.object({ ID: z.string() });

/** Reads BuildKit's trace: which step is at work, what it printed last, which one failed. */
class BuildLog {
  readonly #steps = new Map<string, { name: string; last: string[] }>();
  readonly #onLine: (line: string) => void;
  #bytes = 0;
  failed: { name: string; last: readonly string[] } | undefined;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  read(trace: string): void {
    const read = traceStatus.safeParse(statusType.toObject(statusType.decode(Buffer.from(trace, 'base64'))));
    if (!read.success) return;
    const status = read.data;
    for (const vertex of status.vertexes) {
      const step = this.#steps.get(vertex.digest);
      if (!step) this.#steps.set(vertex.digest, { name: plainText(vertex.name), last: [] });
      if (!step && /^\[[^\]]{0,200}\d\/\d+\]/.test(vertex.name)) this.#print(plainText(vertex.name));
      if (vertex.error) this.failed ??= this.#steps.get(vertex.digest);
    }
    for (const { vertex, msg } of status.logs) {
      const step = this.#steps.get(vertex);
      for (const line of Buffer.from(msg)
        .toString()
        .split(/\r?\n|\r/)
        .map(plainText)
        .filter(Boolean)) {
        this.#print(line);
        step?.last.push(line);
        if (step && step.last.length > LIMITS.logLines) step.last.shift();
      }
    }
  }

  #print(line: string): void {
    this.#bytes += line.length;
    if (this.#bytes <= LIMITS.buildLogBytes) this.#onLine(line);
  }
}

/** Builds with BuildKit and answers the image's id. Throws BuildFailure. Only an id means success: a failed build does not reject by itself. */
export async function buildImage({ docker }: Engine, request: BuildRequest): Promise<string> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LIMITS.buildMs)]);
  const log = new BuildLog(request.onLine);
  let image: string | undefined;
  let error: string | undefined;
  const stream = await docker.buildImage(request.context, {
    t: request.tag,
    dockerfile: request.dockerfile,
    version: '2',
    labels: { ...request.labels },
    buildargs: { ...request.args },
    ...(request.target && { target: request.target }),
    ...(request.network && { networkmode: request.network }),
  });
  const stop = () => destroyStream(stream);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve());
      docker.modem.followProgress(
        stream,
        (failure) => (failure ? reject(failure) : resolve()),
        (raw: unknown) => {
          const { data: event } = progressEvent.safeParse(raw);
          if (!event) return;
          if (event.id === 'moby.buildkit.trace' && typeof event.aux === 'string') log.read(event.aux);
          if (event.id === 'moby.image.id') image = imageAux.safeParse(event.aux).data?.ID;
          error ??= event.error;
        },
      );
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  request.signal.throwIfAborted();
  const step = log.failed?.name ?? '';
  const lines = log.failed?.last ?? [];
  if (signal.aborted)
    throw new BuildFailure('build-timeout', `The image build took longer than ${LIMITS.buildMs / 60_000} minutes.`, step, lines);
  if (!image) {
    throw buildError({ reason: plainText(error ?? 'the build was cut off'), ...(log.failed && { step }), lines });
  }
  const { Size: size } = await docker.getImage(image).inspect();
  if (size > LIMITS.imageBytes)
    throw new BuildFailure('image-too-large', `The image is larger than ${LIMITS.imageBytes / 2 ** 30} GB.`, step, []);
  return image;
}

/** Whose fault it is that no image came of a build: the engine's and the network's troubles are nobody's who wrote a Dockerfile. */
export function buildError({
  reason,
  step,
  lines,
}: {
  readonly reason: string;
  /** The step that failed; absent when none did. */
  readonly step?: string;
  readonly lines: readonly string[];
}): RoadworthyError {
  if (step === undefined && isEngineTrouble(reason))
    return new RoadworthyError('engine-failed', `The Docker engine could not build: ${reason}`);
  const offline = lines.findLast(isNetworkTrouble) ?? (isBaseImage(step) && isRegistryTrouble(reason) ? reason : undefined);
  if (offline !== undefined)
    return new RoadworthyError('build-offline', `The image build could not reach the network at ${step ?? ''}: ${offline}`, {
      detail: lines,
    });
  return new BuildFailure('build-failed', `The image build failed${step ? ` at ${step}` : ''}: ${reason}`, step ?? '', lines);
}

/** The step in which the engine asks the registry for the image of a FROM. */
const isBaseImage = (step = '') => step.startsWith('[internal] load metadata');

/** No answer of a registry, unlike its answer that there is no such image. */
const isRegistryTrouble = (reason: string) =>
  /dial tcp|no such host|i\/o timeout|TLS handshake|connection re(?:set|fused)|toomanyrequests|unexpected status[^\n]{0,200}: 5\d\d/i.test(
    reason,
  );

/** What package managers say when there is no network: nothing that an author could mend. */
const isNetworkTrouble = (line: string) =>
  /temporary failure (?:in name resolution|resolving)|could not resolve host|EAI_AGAIN|getaddrinfo|network is unreachable|ENETUNREACH|ETIMEDOUT|i\/o timeout|connection timed out|ReadTimeoutError/i.test(
    line,
  );

const isEngineTrouble = (reason: string) =>
  /no space left|cannot connect|connection reset|EOF$|registry|i\/o timeout|dial tcp|toomanyrequests|TLS handshake/i.test(reason);

export interface PulledImage {
  readonly reference: string;
  readonly id: string;
  readonly digest: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly exposed: readonly number[];
  readonly user: string;
}

/** The image as the engine has it. Throws what the engine throws (404 when it is not there). */
export async function inspectImage(docker: Docker, reference: string): Promise<PulledImage> {
  const found = await docker.getImage(reference).inspect();
  const pairs = (found.Config.Env ?? []).map(
    (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
  );
  return {
    reference,
    id: found.Id,
    digest: found.RepoDigests?.[0] ?? null,
    labels: found.Config.Labels ?? {},
    env: Object.fromEntries(pairs),
    volumes: Object.keys(found.Config.Volumes ?? {}),
    exposed: Object.keys(found.Config.ExposedPorts ?? {}).map((port) => Number.parseInt(port, 10)),
    user: found.Config.User ?? '',
  };
}

/** The image, pulled when the engine does not have it. Throws RoadworthyError `image-unavailable`; whose fault is for the caller to say. */
export async function pullImage({ docker }: Engine, reference: string, signal: AbortSignal): Promise<PulledImage> {
  const there = await inspectImage(docker, reference).catch(() => undefined);
  if (there) return there;
  try {
    const stream = await docker.pull(reference, { abortSignal: signal });
    await within(
      LIMITS.pullMs,
      `Pulling ${reference}`,
      new Promise<void>((resolve, reject) => docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()))),
    );
    return await inspectImage(docker, reference);
  } catch (error) {
    signal.throwIfAborted();
    const reason = plainText(toError(error).message).slice(0, 300);
    throw new RoadworthyError('image-unavailable', `The image ${plainText(reference)} could not be pulled: ${reason}`, {
      fault: /not found|manifest unknown|invalid reference|does not exist|denied/i.test(reason) ? 'submission' : 'grader',
      cause: error,
    });
  }
}
