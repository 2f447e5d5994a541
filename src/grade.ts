import { join } from 'node:path';
import { RoadworthyError, toError } from './errors.ts';
import type { LoadedCheck } from './grading/catalogue.ts';
import { factsOf } from './grading/facts.ts';
import { judgeAll } from './grading/findings.ts';
import { Inspection } from './grading/inspection.ts';
import { keepStack, type KeptStack } from './grading/kept-stack.ts';
import { writeRun, type Circumstances } from './grading/provenance.ts';
import type { Rubric } from './grading/rubric.ts';
import { RunFolder } from './grading/run-folder.ts';
import { buildScorecard, type Scorecard } from './grading/scorecard.ts';
import type { Progress } from './progress.ts';
import { connectEngine, requireIsolation } from './sandbox/engine.ts';
import { pruneImages } from './sandbox/kept-images.ts';
import { startRun } from './sandbox/labels.ts';
import { takeOwnership } from './sandbox/owner.ts';
import { reap } from './sandbox/reaper.ts';
import { acquire } from './submission/acquire.ts';
import { removeStaleWorkFolders } from './submission/work-folder.ts';

export interface GradeOptions {
  readonly ref?: string;
  readonly subdir?: string;
  readonly out?: string;
  readonly only?: string;
  readonly requireIsolation?: string;
  readonly keep: boolean;
  readonly offline: boolean;
  readonly deadlineMs: number;
  readonly checks: readonly LoadedCheck[];
  readonly rubric: Rubric;
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
  readonly progress: Progress;
}

export interface Graded {
  readonly scorecard: Scorecard;
  readonly folder: RunFolder;
  readonly kept: KeptStack | undefined;
}

/** A fault of ours is tried once more before it costs a letter. */
const ATTEMPTS = 2;

/** The road, from a target to a scorecard. Throws RoadworthyError when there is none to give; nothing of it is left in Docker. */
export async function grade(target: string, options: GradeOptions): Promise<Graded> {
  const { interrupt, progress } = options;
  const startedAt = new Date();
  const late = AbortSignal.timeout(options.deadlineMs);
  const signal = AbortSignal.any([interrupt, late]);
  const owner = await takeOwnership();
  try {
    progress.phase('acquire', target);
    const submission = await acquire(target, { ...options, signal }); // 1
    try {
      const engine = await connectEngine();
      requireIsolation(engine, options.requireIsolation);
      await Promise.all([reap(engine), removeStaleWorkFolders()]);
      const out = options.out ?? join('roadworthy-runs', `${submission.name}-${submission.commit.slice(0, 20)}`);
      for (let attempt = 1; ; attempt += 1) {
        const run = startRun(owner, attempt, options.deadlineMs + 600_000);
        const folder = await RunFolder.open(out);
        const isLast = attempt === ATTEMPTS;
        const graded = await inspect({ submission, engine, run, folder, signal, startedAt, late, isLast }, options);
        if (graded) return graded;
        progress.note('something went wrong on our side: once more, from the start');
      }
    } finally {
      await submission.dispose();
    }
  } finally {
    await owner.release();
  }
}

interface Attempt extends Omit<Circumstances, 'options'> {
  readonly folder: RunFolder;
  readonly signal: AbortSignal;
  readonly late: AbortSignal;
  readonly isLast: boolean;
}

/** One way down the road; undefined when a fault of ours stands and there is another try. */
async function inspect(attempt: Attempt, options: GradeOptions): Promise<Graded | undefined> {
  const { folder, late, isLast } = attempt;
  const { interrupt, progress, checks, rubric, keep, offline } = options;
  const inspection = new Inspection({ ...attempt, checks: checks.map((one) => one.check), progress, keep, offline });
  const { recorder, ledger } = inspection;
  let isKept = false;
  try {
    await writeRun(folder, inspection, { ...attempt, options });
    await drive(inspection).catch((error: unknown) => {
      interrupt.throwIfAborted();
      if (!late.aborted) throw error;
      progress.note('the time for this run is over: what was not reached stays undetermined');
    });
    await inspection.finish(late.aborted);
    progress.phase('judge');
    const run = await writeRun(folder, inspection, { ...attempt, options });
    const judged = judgeAll(checks, ledger); // 8
    const facts = factsOf(ledger, recorder.exchanges);
    const scorecard = buildScorecard({ run, rubric, checks: judged, facts, exchanges: recorder.exchanges }); // 9
    if (isOurFault(scorecard) && !isLast && !late.aborted) return undefined;
    await folder.writeJson('scorecard.json', scorecard);
    isKept = keep;
    return { scorecard, folder, kept: keep ? keepStack(inspection) : undefined };
  } catch (error) {
    if (error instanceof RoadworthyError && error.code === 'not-a-backend') {
      await inspection.stopReading();
      await folder.discard();
    }
    throw error;
  } finally {
    progress.phase('remove');
    // also of a run that was broken off: what was measured can be judged
    await folder.writeExchanges(recorder.exchanges).catch(() => undefined);
    // what is measured is not lost because the engine is slow to remove: the next run, or `roadworthy clean`, does it
    await inspection.close({ kept: isKept }).catch((error: unknown) => progress.note(toError(error).message));
    await pruneImages(attempt.engine);
  }
}

function isOurFault({ checks }: Scorecard): boolean {
  return Object.values(checks).some((check) => check.verdict === 'error' || check.fault === 'grader');
}

/** Steps 2 to 7. */
async function drive(inspection: Inspection): Promise<void> {
  const survey = await inspection.survey(); // 2
  if (!survey.isBackend.answer)
    throw new RoadworthyError('not-a-backend', `This is no backend that could be started: ${survey.isBackend.why}`);
  if (!inspection.needsRunning) return;
  await inspection.buildAndBoot(survey); // 3
  await inspection.understand(survey); // 4
  await inspection.identify(); // 5
  await inspection.probe(); // 6
  await inspection.lookInside(); // 7
  await inspection.probeDisruptively();
}
