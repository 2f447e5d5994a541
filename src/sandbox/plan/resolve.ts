import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RoadworthyError } from '../../errors.ts';
import { modelSchema, type Model } from './model.ts';
import { Refused } from './refused.ts';
import { writeYaml, type Data, type DataObject } from './yaml.ts';

const TIMEOUT_MS = 20_000;
const MAX_OUTPUT_BYTES = 4_000_000;

export interface Resolved {
  readonly model: Model;
  /** Folder that stood for the top of the submission: resolved paths begin with it. It is gone by now. */
  readonly top: string;
  /** What `~` became. */
  readonly home: string;
  /** Parent of both: what lies in it and not in `top` was reached by `..`. */
  readonly around: string;
}

export interface ResolveOptions {
  readonly composeBinary: string;
  readonly profiles: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Lets the compose plug-in merge and normalise the cleaned documents. It sees copies in a folder of their own, with no
 * variable left in them, no env file, an empty home, and nothing of the submission beside them.
 */
export async function resolveCompose(
  documents: ReadonlyMap<string, DataObject>,
  paths: readonly string[],
  projectFolder: string,
  options: ResolveOptions,
): Promise<Resolved> {
  const around = await mkdtemp(join(tmpdir(), 'roadworthy-plan-'));
  // Deep enough that a path with many `..` still ends within `around`.
  const top = join(around, ...'abcdefghijklmnop');
  const home = join(around, 'home');
  try {
    await mkdir(home);
    await mkdir(join(top, projectFolder), { recursive: true });
    for (const [path, document] of documents) {
      await mkdir(dirname(join(top, path)), { recursive: true });
      await writeFile(join(top, path), writeYaml(escapeDollars(document)));
    }
    const output = await run(
      [
        ...paths.flatMap((path) => ['-f', join(top, path)]),
        ...['--project-directory', join(top, projectFolder), '--project-name', 'submission', '--env-file', '/dev/null'],
        ...options.profiles.flatMap((profile) => ['--profile', profile]),
        ...['config', '--format', 'json'],
      ],
      { ...options, home, top },
    );
    // `config` writes a dollar sign as two, in JSON too.
    const json: unknown = JSON.parse(output, (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('$$', '$') : value,
    );
    const model = modelSchema.safeParse(json);
    if (!model.success)
      throw new Refused(
        '',
        `compose file refused: ${model.error.issues[0]?.path.join('.') ?? ''}: ${model.error.issues[0]?.message ?? ''}`,
      );
    return { model: model.data, top, home, around };
  } finally {
    await rm(around, { recursive: true, force: true });
  }
}

function escapeDollars(value: Data): Data {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, item] of Object.entries(value)) (value as DataObject)[key] = escapeDollars(item as Data);
  return value;
}

function run(args: readonly string[], options: ResolveOptions & { home: string; top: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      options.composeBinary,
      args,
      {
        env: { PATH: process.env['PATH'], HOME: options.home },
        cwd: options.top,
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        killSignal: 'SIGKILL',
        signal: options.signal,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if (options.signal.aborted) return reject(options.signal.reason as Error);
        if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
          return reject(new Refused('', 'compose file refused: it becomes larger than 4 MB'));
        if (error.killed === true)
          return reject(new Refused('', `compose file refused: docker compose did not read it within ${TIMEOUT_MS / 1000} s`));
        if (typeof error.code === 'string') {
          return reject(
            new RoadworthyError(
              'compose-missing',
              `docker compose could not be run (${options.composeBinary}: ${error.code}). Try \`roadworthy doctor\`.`,
              {
                cause: error,
              },
            ),
          );
        }
        return reject(new Refused('', `compose file refused: docker compose says "${lastWords(stderr, options.top)}"`));
      },
    );
    child.stdin?.end();
  });
}

function lastWords(stderr: string, top: string): string {
  const lines = stderr
    .replaceAll(`${top}/`, '')
    .replaceAll(top, '.')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('level=warning'));
  return lines.slice(-3).join(' ').trim().slice(0, 400);
}
