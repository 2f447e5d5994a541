import { RoadworthyError } from '../errors.ts';

/** How much of a submission is accepted. */
export interface SubmissionLimits {
  readonly files: number;
  readonly bytes: number;
  readonly depth: number;
  readonly cloneMs: number;
}

export const defaultLimits: SubmissionLimits = { files: 50_000, bytes: 500 * 2 ** 20, depth: 64, cloneMs: 60_000 };

/** The refusal of a submission that is larger than a limit; `what` names the limit. */
export function tooLarge(what: string): RoadworthyError {
  const advice = 'Give a smaller part of it with --subdir, or remove what does not belong into a repository.';
  return new RoadworthyError('repository-too-large', `The submission is too large: ${what}. ${advice}`, { fault: 'submission' });
}

export const tooManyFiles = (limits: SubmissionLimits) => tooLarge(`more than ${limits.files} files`);
export const tooManyBytes = (limits: SubmissionLimits) => tooLarge(`more than ${Math.round(limits.bytes / 2 ** 20)} MB`);
