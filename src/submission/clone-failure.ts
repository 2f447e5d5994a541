import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { gitMissing } from './git.ts';

interface Reading {
  readonly says: RegExp;
  readonly code: string;
  readonly message: (url: string) => string;
}

/** What git prints, in the order in which it must be looked for, and what it means to a person. */
const READINGS: readonly Reading[] = [
  {
    says: /could not read (?:Username|Password)|Authentication failed|Repository not found|error: 40[134]|not found|does not exist/i,
    code: 'no-such-repository',
    message: (url) => `There is no repository at ${url}, or it is private. Check the address, or clone it and give the folder.`,
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
export function cloneFailure(error: Error, url: string): RoadworthyError {
  if ('code' in error && error.code === 'ENOENT') return gitMissing(error);
  if (/spawn git ENOENT/.test(error.message)) return gitMissing(error);
  const reading = READINGS.find(({ says }) => says.test(error.message));
  const detail = error.message
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '')
    .slice(-5);
  if (reading) return new RoadworthyError(reading.code, reading.message(url), { cause: error, detail });
  return new RoadworthyError('clone-failed', `Cloning ${url} failed: ${detail.at(-1) ?? 'git said nothing'}.`, {
    cause: error,
    detail,
  });
}
