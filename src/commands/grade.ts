import { RoadworthyError } from '../errors.ts';
import { grade } from '../grade.ts';
import { version } from '../version.ts';
import { exitCode, parseThreshold } from './fail-under.ts';
import { interruption } from './interruption.ts';
import { loadChecks } from './load-checks.ts';
import { findRubric } from './load-rubric.ts';
import { publish } from './publish.ts';
import { showProgress } from './terminal-progress.ts';

export interface GradeFlags {
  readonly ref?: string | undefined;
  readonly subdir?: string | undefined;
  readonly rubric: string;
  readonly only?: string | undefined;
  readonly out?: string | undefined;
  readonly keep: boolean;
  readonly json: boolean;
  readonly offline: boolean;
  readonly failUnder?: string | undefined;
  readonly requireIsolation?: string | undefined;
  readonly deadline: number;
}

/** `roadworthy grade`: 0 graded, 1 below `--fail-under`, 2 no scorecard, 130 interrupted. */
export async function gradeCommand(target: string, flags: GradeFlags): Promise<number> {
  const [rubric, checks] = await Promise.all([findRubric(flags.rubric), loadChecks(flags.only)]);
  const threshold = flags.failUnder === undefined ? undefined : parseThreshold(flags.failUnder, rubric);
  using interrupted = interruption();
  const progress = showProgress();
  try {
    const { scorecard, folder, kept } = await grade(target, {
      ...(flags.ref !== undefined && { ref: flags.ref }),
      ...(flags.subdir !== undefined && { subdir: flags.subdir }),
      ...(flags.out !== undefined && { out: flags.out }),
      ...(flags.only !== undefined && { only: flags.only }),
      ...(flags.requireIsolation !== undefined && { requireIsolation: flags.requireIsolation }),
      keep: flags.keep,
      offline: flags.offline,
      deadlineMs: flags.deadline,
      checks,
      rubric,
      version: version(),
      interrupt: interrupted.signal,
      progress,
    });
    progress.end();
    for (const line of kept?.exports ?? []) process.stderr.write(`${line}\n`);
    await publish(scorecard, folder, { json: flags.json });
    return exitCode(scorecard, threshold, rubric);
  } catch (error) {
    if (interrupted.signal.aborted)
      throw new RoadworthyError('interrupted', 'Interrupted; nothing of this run is left in Docker.', { cause: error });
    throw error;
  } finally {
    progress.end();
  }
}
