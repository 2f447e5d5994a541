import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scorecard } from '../../src/grading/scorecard.ts';
import { scorecardSchema } from '../../src/grading/scorecard-schema.ts';
import { PROJECT } from '../../src/version.ts';

const CLI = join(PROJECT, 'src/cli.ts');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does. */
export function roadworthy(
  args: readonly string[],
  options: { env?: Record<string, string>; onStart?: (child: ChildProcess, stderr: () => string) => void } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  options.onStart?.(child, () => stderr);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** A run folder that nobody has yet. */
export function newRunFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'run-')), 'run');
}

export function readScorecard(folder: string): Scorecard {
  return scorecardSchema.parse(JSON.parse(readFileSync(join(folder, 'scorecard.json'), 'utf8')));
}

/** What stood there before these tests began: kept stacks of whoever works on this machine. */
const before = new Set(await labelledInDocker());

/** Names of containers, networks and volumes of roadworthy that these tests left on the engine. */
export async function leftInDocker(): Promise<string[]> {
  return (await labelledInDocker()).filter((name) => !before.has(name));
}

async function labelledInDocker(): Promise<string[]> {
  const filter = ['--filter', 'label=roadworthy.run'];
  const lists = [
    ['ps', '-a', '--format', '{{.Names}}', ...filter],
    ['network', 'ls', '--format', '{{.Name}}', ...filter],
    ['volume', 'ls', '--format', '{{.Name}}', ...filter],
  ];
  const found = await Promise.all(lists.map((args) => promisify(execFile)('docker', args)));
  return found.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
}
