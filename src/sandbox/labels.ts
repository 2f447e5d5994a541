import { randomBytes } from 'node:crypto';
import { LIMITS } from './limits.ts';
import type { Owner } from './owner.ts';

/** The labels that every container, network and volume of a run carries. Times are ISO 8601. */
export const LABEL = {
  run: 'roadworthy.run',
  attempt: 'roadworthy.attempt',
  owner: 'roadworthy.owner',
  deadline: 'roadworthy.deadline',
  keep: 'roadworthy.keep',
  image: 'roadworthy.image',
} as const;

/** One grading of one submission on this engine. Names of its objects begin with `id`. */
export interface Run {
  readonly id: string;
  readonly owner: string;
  readonly attempt: number;
  readonly labels: Readonly<Record<string, string>>;
}

export function startRun(owner: Owner, attempt: number, deadlineMs: number): Run {
  const id = `rw-${randomBytes(4).toString('hex')}`;
  return {
    id,
    owner: owner.id,
    attempt,
    labels: {
      [LABEL.run]: id,
      [LABEL.attempt]: String(attempt),
      [LABEL.owner]: owner.id,
      [LABEL.deadline]: new Date(Date.now() + deadlineMs).toISOString(),
    },
  };
}

/** The same run for a stack that stays after it: it goes by `roadworthy clean` or after 24 hours. */
export function keptRun(run: Run): Run {
  const deadline = new Date(Date.now() + LIMITS.keepMs).toISOString();
  return { ...run, labels: { ...run.labels, [LABEL.keep]: 'true', [LABEL.deadline]: deadline } };
}
