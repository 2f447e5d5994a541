import type { Submission } from './acquire.ts';
import { findHistorySecrets, type HistoryReading } from './history.ts';
import { findSecrets, type SecretFinding, type WorkTreeReading, worstFirst } from './secrets.ts';
import { countTests, type TestCount } from './test-count.ts';

/** What reading the code and its history tells. */
export type Readings = {
  readonly secrets: readonly SecretFinding[];
  readonly workTree: WorkTreeReading;
  readonly history: HistoryReading;
  readonly tests: TestCount;
};

/** Reads code and history; nothing of it is run. */
export async function read(submission: Submission, signal?: AbortSignal): Promise<Readings> {
  const now = await findSecrets(submission.files, { signal });
  const before = await findHistorySecrets(submission, { known: now.values, signal });
  const tests = await countTests(submission.files, signal);
  return { secrets: worstFirst([...now.findings, ...before.findings]), workTree: now.reading, history: before.reading, tests };
}
