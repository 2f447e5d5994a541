import { onTestFinished } from 'vitest';
import type { AnyCheck } from '../../src/grading/check.ts';
import { judgeAll } from '../../src/grading/findings.ts';
import type { Verdict } from '../../src/grading/verdict.ts';
import { acquire } from '../../src/submission/acquire.ts';
import { read } from '../../src/submission/readings.ts';
import { survey } from '../../src/submission/survey.ts';
import { gitRepository } from '../submission/git-repository.ts';

/** What a check says of a repository with these commits, each a set of files (null deletes one). Nothing is started. */
export async function judgeFiles(check: AnyCheck, ...commits: Readonly<Record<string, string | null>>[]): Promise<Verdict> {
  const submission = await acquire(await gitRepository(...commits));
  onTestFinished(() => submission.dispose());
  const artifacts = { survey: { value: await survey(submission.files) }, readings: { value: await read(submission) } };
  const [judged] = judgeAll([{ check, area: 'test' }], { artifacts, probes: {} });
  if (!judged) throw new Error('nothing was judged');
  return judged.verdict;
}
