import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { gitMissing } from './git.ts';
import type { GitHubServer } from './github-server.ts';

interface Reading {
  readonly says: RegExp;
  readonly code: string;
  readonly message: (url: string, server: GitHubServer) => string;
}

const REFUSED =
  /could not read (?:Username|Password)|Authentication failed|Repository not found|error: 40[134]|not found|does not exist/i;

/** Whether the server says that there is no such repository, which it also says of a private one. */
export function isRefusal(error: Error): boolean {
  return REFUSED.test(error.message);
}

/** What git prints, in the order in which it must be looked for, and what it means to a person. */
const READINGS: readonly Reading[] = [
  {
    says: REFUSED,
    code: 'no-such-repository',
    message: (url, server) => `There is no repository at ${url}, or it is private. ${privateAdvice(url, server)}`,
  },
  {
    says: /Could not resolve host|Failed to connect|Connection (?:refused|timed out|reset)|Network is unreachable|Couldn't connect/i,
    code: 'no-network',
    message: (url) => `${url} could not be reached. Check the network and the address, then run again.`,
  },
  {
    says: /SSL|certificate|TLS/i,
    code: 'no-network',
    message: (url) => `The certificate of ${url} was not accepted. Check the address and the clock of this machine.`,
  },
  {
    says: /No space left on device|Disk quota exceeded/i,
    code: 'disk-full',
    message: (url) => `The disk is full: ${url} could not be cloned. Free some space, then run again.`,
  },
];

/** The failure of git as one clear line, without what the server wrote to the terminal. */
export function cloneFailure(error: Error, url: string, server: GitHubServer): RoadworthyError {
  if ('code' in error && error.code === 'ENOENT') return gitMissing(error);
  if (/spawn git ENOENT/.test(error.message)) return gitMissing(error);
  const reading = READINGS.find(({ says }) => says.test(error.message));
  const detail = error.message
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '')
    .slice(-5);
  if (reading) return new RoadworthyError(reading.code, reading.message(url, server), { cause: error, detail });
  return new RoadworthyError('clone-failed', `Cloning ${url} failed: ${detail.at(-1) ?? 'git said nothing'}.`, {
    cause: error,
    detail,
  });
}

function privateAdvice(url: string, { origin, token }: GitHubServer): string {
  if (!url.startsWith(`${origin}/`)) return 'Check the address, or clone it and give the folder.';
  return token === undefined
    ? 'Check the address, or give a GITHUB_TOKEN that may read it in the environment.'
    : 'Check the address, and whether the GITHUB_TOKEN of the environment may read it.';
}
