import { type IncomingMessage, type RequestOptions, request } from 'node:http';

const ANSWER_MS = 5_000;
/** A registry that sends nothing for this long will not send at all. */
const STALL_MS = 30_000;
const PULL_MS = 180_000;

/**
 * The few questions that set-up asks the Docker engine. Not dockerode: importing it takes longer than the whole fast path may.
 */
export class Engine {
  readonly #address: RequestOptions;

  private constructor(address: RequestOptions) {
    this.#address = address;
  }

  /** undefined for hosts reached by ssh or TLS, which are not this set-up's business. */
  static at(host: string): Engine | undefined {
    const url = URL.parse(host);
    if (url?.protocol === 'unix:') return new Engine({ socketPath: url.pathname });
    if (url?.protocol === 'tcp:' && !process.env['DOCKER_TLS_VERIFY']) return new Engine({ host: url.hostname, port: url.port });
    return undefined;
  }

  async answers(): Promise<boolean> {
    return (await this.#status('GET', '/_ping').catch(() => 0)) === 200;
  }

  async hasImage(image: string): Promise<boolean> {
    return (await this.#status('GET', `/images/${encodeURIComponent(image)}/json`)) === 200;
  }

  async registryMirrors(): Promise<string[]> {
    const response = await this.#send('GET', '/info', ANSWER_MS);
    let body = '';
    for await (const text of response.setEncoding('utf8')) body += text;
    const { Info } = await import('./engine-answers.ts');
    return Info.parse(JSON.parse(body)).RegistryConfig.Mirrors ?? [];
  }

  /** Pulls an image; the answer is undefined when it came, else why it did not. */
  async pull(image: string): Promise<string | undefined> {
    const [name, tag = 'latest'] = image.split(':');
    const path = `/images/create?fromImage=${name}&tag=${tag}`;
    try {
      const response = await this.#send('POST', path, STALL_MS, AbortSignal.timeout(PULL_MS));
      const { PullProgress } = await import('./engine-answers.ts');
      let body = '';
      for await (const text of response.setEncoding('utf8')) body += text;
      const problem = body
        .split('\n')
        .flatMap((line) => (line.trim() ? [PullProgress.parse(JSON.parse(line))] : []))
        .find((line) => line.error ?? line.message);
      if (problem) return problem.error ?? problem.message;
      return (await this.hasImage(image)) ? undefined : 'the engine ended the pull without an image';
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  async #status(method: string, path: string): Promise<number> {
    const response = await this.#send(method, path, ANSWER_MS);
    response.resume();
    return response.statusCode ?? 0;
  }

  #send(method: string, path: string, silenceMs: number, signal?: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request({ ...this.#address, method, path, timeout: silenceMs, ...(signal ? { signal } : {}) }, (response) => {
        response.on('error', () => {}); // its reader gets it too
        resolve(response);
      });
      sent.on('timeout', () => sent.destroy(new Error(`nothing came for ${silenceMs / 1000} s`)));
      sent.on('error', reject);
      sent.end();
    });
  }
}
