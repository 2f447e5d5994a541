import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { SetUpError } from './setup-error.ts';

/** What a command that is told to end gets for tidying up. */
const PATIENCE_MS = 5_000;

export interface CommandOptions {
  deadlineMs: number;
  /** Where stderr goes, and stdout too unless it is read. */
  log: string;
  next: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/** Runs a command to its end within its deadline, or says what came back. */
export async function run(command: string, args: string[], options: CommandOptions): Promise<void> {
  await finish(launch(command, args, options, 'log'), command, args, options);
}

/** Runs a command and hands its stdout to `consume` while it comes. */
export async function pipe<T>(
  command: string,
  args: string[],
  options: CommandOptions,
  consume: (stdout: NodeJS.ReadableStream) => Promise<T>,
): Promise<T> {
  const child = launch(command, args, options, 'pipe');
  if (!child.stdout) throw new Error(`${command} has no stdout`);
  // Node throws away what nobody has begun to read when a child ends, and `consume` may begin late
  const stdout = child.stdout.pipe(new PassThrough());
  const [result] = await Promise.all([consume(stdout), finish(child, command, args, options)]);
  return result;
}

/** What a quick question to a local command answers; undefined when it fails or is not there. */
export async function ask(command: string, args: string[], env?: NodeJS.ProcessEnv): Promise<string | undefined> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000, env: { ...process.env, ...env } });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
  const code = await ended(child).catch(() => -1);
  return code === 0 ? answer.trim() : undefined;
}

/** Starts a process that outlives set-up. */
export function startDetached(command: string, args: string[], log: string): ChildProcess {
  const child = spawn(command, args, { ...toLog(log, 'w'), detached: true, cwd: '/' });
  child.unref();
  child.on('error', () => {}); // whoever waits for the service says what its log holds
  return child;
}

function launch(command: string, args: string[], options: CommandOptions, stdout: 'log' | 'pipe'): ChildProcess {
  const { stdio } = toLog(options.log, 'a');
  const child = spawn(command, args, {
    stdio: ['ignore', stdout === 'pipe' ? 'pipe' : stdio[1], stdio[2]],
    env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    detached: true, // a process group of its own, so that all it started ends with it
  });
  endWithSetUp(child);
  return child;
}

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => signalGroup(child, 'SIGTERM')));

function endWithSetUp(child: ChildProcess): void {
  running.add(child);
  child.once('close', () => running.delete(child)).once('error', () => running.delete(child));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended already
  }
}

function toLog(log: string, flags: 'a' | 'w'): { stdio: ['ignore', number, number] } & SpawnOptions {
  mkdirSync(dirname(log), { recursive: true });
  const descriptor = openSync(log, flags);
  setImmediate(() => closeSync(descriptor)); // the child has its own copy by then
  return { stdio: ['ignore', descriptor, descriptor] };
}

async function finish(child: ChildProcess, command: string, args: string[], options: CommandOptions): Promise<void> {
  const tried = [command, ...args].join(' ').slice(0, 160);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    signalGroup(child, 'SIGTERM');
    setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS).unref();
  }, options.deadlineMs);
  const code = await ended(child)
    .catch((cause: unknown) => {
      throw new SetUpError(`${tried} could not be started: ${String(cause)}`, options.next);
    })
    .finally(() => clearTimeout(deadline));
  if (code === 0) return;
  const outcome = isLate ? `was stopped after ${options.deadlineMs / 1000} s` : `ended with ${code ?? child.signalCode}`;
  throw new SetUpError(`${tried} ${outcome}`, options.next, options.log);
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
