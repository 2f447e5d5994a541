import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';

/** What git needs from us to leave the house: a company's proxy and certificates. */
const PASSED_ON = [
  'PATH',
  'SystemRoot',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
];

/** The environment of every git that we start: no system or user configuration, no prompt, no filter of LFS, these protocols only. */
export function gitEnvironment(protocols = ''): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  return {
    ...passed,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/true',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

/** Settings that start programs are switched off on the command line, which wins over a repository's own configuration. */
const HARDENED = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'core.symlinks=false',
  'core.alternateRefsCommand=',
  'core.quotePath=false',
  'log.showSignature=false',
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

interface GitOptions {
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The output of a local git command, piece by piece. Rejects with `git-failed` when it fails; leaving the loop ends git. */
export async function* streamGit(args: readonly string[], { cwd, signal, environment = {} }: GitOptions): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const child = spawn('git', [...HARDENED, ...args], {
    cwd,
    env: { ...gitEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  const errors: Buffer[] = [];
  child.stderr.on('data', (piece: Buffer) => {
    if (errors.length < 16) errors.push(piece);
  });
  const end = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  end.catch(() => undefined);
  try {
    for await (const piece of child.stdout) if (Buffer.isBuffer(piece)) yield piece;
    const code = await end.catch((cause: unknown) => {
      throw gitMissing(cause);
    });
    signal?.throwIfAborted();
    if (code !== 0)
      throw new RoadworthyError('git-failed', `git ${args[0] ?? ''} failed: ${oneLine(Buffer.concat(errors).toString())}`);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** The whole output of a local git command, at most `maxBytes`. */
export async function git(args: readonly string[], options: GitOptions & { maxBytes?: number }): Promise<string> {
  const { maxBytes = 64 * 2 ** 20 } = options;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of streamGit(args, options)) {
    size += piece.length;
    if (size > maxBytes)
      throw new RoadworthyError('git-output-too-large', `git ${args[0] ?? ''} printed more than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Whether an error says that git itself was not found. */
export function gitMissing(cause: unknown): RoadworthyError {
  return new RoadworthyError('git-missing', 'git could not be started. Install it (Debian: apt-get install git) and run again.', {
    cause,
  });
}
