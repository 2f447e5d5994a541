import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { factsOf } from '../grading/facts.ts';
import { judgeAll } from '../grading/findings.ts';
import { readRunFolder } from '../grading/run-folder.ts';
import { buildScorecard } from '../grading/scorecard.ts';
import { exitCode, parseThreshold } from './fail-under.ts';
import { loadChecks } from './load-checks.ts';
import { findRubric } from './load-rubric.ts';
import { print, writeReports } from './publish.ts';

/** `roadworthy judge`: steps 8 to 10 on a stored run, also an interrupted one, with the checks and the rubric of today. */
export async function judgeCommand(
  folder: string,
  flags: { rubric: string; json: boolean; failUnder?: string | undefined },
): Promise<number> {
  const { run, records, exchanges } = await readRunFolder(folder);
  const rubric = await findRubric(flags.rubric);
  const threshold = flags.failUnder === undefined ? undefined : parseThreshold(flags.failUnder, rubric);
  const checks = await loadChecks(run.options.only?.[0]);
  const scorecard = buildScorecard({
    run,
    rubric,
    checks: judgeAll(checks, records),
    facts: factsOf(records, exchanges),
    exchanges,
  });
  const path = resolve(folder);
  await writeFile(join(path, 'scorecard.json'), `${JSON.stringify(scorecard, null, 2)}\n`);
  await writeReports(scorecard, (name, text) => writeFile(join(path, name), text));
  print(scorecard, path, flags);
  return exitCode(scorecard, threshold, rubric);
}
