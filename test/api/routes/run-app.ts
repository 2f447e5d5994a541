import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bundleHook } from '../../../src/api/routes/bundle-hook.ts';

export const APPS = join(import.meta.dirname, 'apps');

/** This Node, and the one that the machine has besides the development dependency, when there is one. */
export const RUNTIMES = [...new Set([process.execPath, ...systemNode()])];

function systemNode(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path));
  return found && realpathSync(found) !== realpathSync(process.execPath) ? [found] : [];
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An app that runs with the hook, as it would in a container. Disposing of it ends it and removes its files. */
export class RunningApp implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'roadworthy-routes-'));
  readonly hook = join(this.folder, 'hook.cjs');
  readonly target: string;
  readonly ended: Promise<Ended>;
  readonly #kill: () => void;

  constructor(
    runtime: string,
    args: readonly string[],
    { env = {}, target = 'routes.json' }: { env?: Record<string, string>; target?: string } = {},
  ) {
    writeFileSync(this.hook, bundleHook());
    this.target = join(this.folder, target);
    const child = spawn(runtime, args, {
      cwd: APPS,
      env: {
        PATH: process.env['PATH'],
        ...env,
        NODE_OPTIONS: [env['NODE_OPTIONS'], `--require ${this.hook}`].filter(Boolean).join(' '),
        ROADWORTHY_ROUTES: this.target,
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
    this.#kill = () => child.kill();
  }

  get text(): string | undefined {
    return existsSync(this.target) ? readFileSync(this.target, 'utf8') : undefined;
  }

  /** The table as lines, `GET /tasks app.cjs:3`, as soon as it has `count` of them, the app has ended, or 8 seconds have passed. */
  async routes(count = 1): Promise<string[]> {
    let isOver = false;
    void this.ended.then(() => (isOver = true));
    for (let tries = 0; tries < 320 && !isOver && routeLines(this.text).length < count; tries += 1) await setTimeout(25);
    return routeLines(this.text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.ended;
    rmSync(this.folder, { recursive: true });
  }
}

export function routeLines(text: string | undefined): string[] {
  if (text === undefined) return [];
  const { routes } = JSON.parse(text) as { routes: { method: string; path: string; at?: string }[] };
  return routes.map(({ method, path, at }) => [method, path, at].join(' ').trim());
}
