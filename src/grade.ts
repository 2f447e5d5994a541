import { join } from 'node:path';
import { RoadworthyError } from './errors.ts';
import type { LoadedCheck } from './grading/catalogue.ts';
import { factsOf } from './grading/facts.ts';
import { judgeAll } from './grading/findings.ts';
import { Inspection } from './grading/inspection.ts';
import { keepStack, type KeptStack } from './grading/kept-stack.ts';
import { writeRun } from './grading/provenance.ts';
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

/** The road, from a target to a scorecard. Throws RoadworthyError when there is none to give; nothing of it is left in Docker. */
export async function grade(target: string, options: GradeOptions): Promise<Graded> {
  const { interrupt, progress, checks, rubric } = options;
  const startedAt = new Date();
  const late = AbortSignal.timeout(options.deadlineMs);
  const signal = AbortSignal.any([interrupt, late]);
  const owner = await takeOwnership();
  progress.phase('acquire', target);
  const submission = await acquire(target, { ...options, signal }); // 1
  try {
    const engine = await connectEngine();
    requireIsolation(engine, options.requireIsolation);
    await Promise.all([reap(engine), removeStaleWorkFolders()]);
    const folder = await RunFolder.open(
      options.out ?? join('roadworthy-runs', `${submission.name}-${submission.commit.slice(0, 20)}`),
    );
    const run = startRun(owner, options.deadlineMs + 600_000);
    const inspection = new Inspection({
      submission,
      engine,
      run,
      folder,
      checks: checks.map((one) => one.check),
      progress,
      signal,
      keep: options.keep,
      offline: options.offline,
    });
    try {
      await writeRun(folder, inspection, { submission, engine, run, options, startedAt });
      await drive(inspection).catch((error: unknown) => {
        interrupt.throwIfAborted();
        if (!late.aborted) throw error;
        progress.note('the time for this run is over: what was not reached stays undetermined');
      });
      await inspection.finish(late.aborted);
      progress.phase('judge');
      const provenance = await writeRun(folder, inspection, { submission, engine, run, options, startedAt });
      const judged = judgeAll(checks, inspection.ledger); // 8
      const scorecard = buildScorecard({
        run: provenance,
        rubric,
        checks: judged,
        facts: factsOf(inspection.ledger, inspection.recorder.exchanges),
        exchanges: inspection.recorder.exchanges,
      }); // 9
      await folder.writeExchanges(inspection.recorder.exchanges);
      await folder.writeJson('scorecard.json', scorecard);
      const kept = options.keep ? keepStack(inspection) : undefined;
      return { scorecard, folder, kept };
    } finally {
      progress.phase('remove');
      await inspection.close();
      await pruneImages(engine);
    }
  } finally {
    await submission.dispose();
    await owner.release();
  }
}

/** Steps 2 to 7. */
async function drive(inspection: Inspection): Promise<void> {
  const survey = await inspection.survey(); // 2
  if (!survey.isBackend.answer)
    throw new RoadworthyError('not-a-backend', `This is no backend that could be started: ${survey.isBackend.why}`);
  await inspection.buildAndBoot(survey); // 3
  await inspection.understand(survey); // 4
  await inspection.identify(); // 5
  await inspection.probe(); // 6
  await inspection.lookInside(); // 7
  await inspection.probeDisruptively();
}
