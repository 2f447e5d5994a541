import { basename } from 'node:path';
import type { Engine } from '../sandbox/engine.ts';
import type { Run } from '../sandbox/labels.ts';
import { LIMITS } from '../sandbox/limits.ts';
import type { Submission } from '../submission/acquire.ts';
import type { Inspection } from './inspection.ts';
import type { RunFolder } from './run-folder.ts';
import type { Provenance } from './scorecard.ts';

export interface Circumstances {
  readonly submission: Submission;
  readonly engine: Engine;
  readonly run: Run;
  readonly options: {
    readonly version: string;
    readonly only?: string;
    readonly subdir?: string;
    readonly keep: boolean;
    readonly offline: boolean;
    readonly deadlineMs: number;
  };
  readonly startedAt: Date;
}

/** Older ones have known holes; distributions patch old numbers, so that this only warns. */
const PATCHED_RUNC = [1, 2, 8];

/** Writes who graded what, when, with which help and limits into the run folder: at the start, and complete at the end. */
export async function writeRun(folder: RunFolder, inspection: Inspection, circumstances: Circumstances): Promise<Provenance> {
  const provenance = describe(inspection, circumstances);
  await folder.writeJson('run.json', provenance);
  return provenance;
}

function describe(inspection: Inspection, { submission, engine, run, options, startedAt }: Circumstances): Provenance {
  const { facts } = engine;
  const { boot, plan } = inspection;
  return {
    tool: 'roadworthy',
    version: options.version,
    schemaVersion: 1,
    id: run.id,
    attempt: run.attempt,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    options: {
      only: options.only === undefined ? null : [options.only],
      keep: options.keep,
      offline: options.offline,
      deadlineMs: options.deadlineMs,
    },
    submission: {
      name: submission.name,
      // a local folder by its name alone: where it lies is nobody's business
      source: submission.source.kind === 'git' ? submission.source.url : basename(submission.source.path),
      commit: submission.commit,
      subdir: options.subdir ?? '',
      notFetched: submission.notFetched,
      github: inspection.github,
    },
    engine: {
      version: facts.version,
      apiVersion: facts.apiVersion,
      runc: facts.runcVersion,
      storageDriver: facts.storageDriver,
      cgroupVersion: facts.cgroupVersion,
      cpus: facts.cpus,
      memoryBytes: facts.memoryBytes,
    },
    images: (boot?.services ?? []).map(({ image, digest, labels }) => ({ reference: image, digest, labels: ownLabels(labels) })),
    plan: plan
      ? {
          kind: plan.kind,
          from: plan.from,
          help: plan.help.map((one) => ({ ...one })),
          treatments: (boot?.plan?.treatments ?? plan.treatments).map((one) => ({ ...one })),
        }
      : null,
    limits: LIMITS,
    seed: inspection.seed,
    phases: inspection.phases,
    warnings: warningsOf(engine, submission),
    isolation: `${facts.defaultRuntime}${facts.rootless ? ', rootless' : ''}`,
    egress: boot?.egress ? { ...boot.egress } : null,
  };
}

/** Labels of ours on what we built say nothing about an image. */
function ownLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => !/^roadworthy\.(?:run|attempt|owner|deadline|image)$/.test(name)),
  );
}

function warningsOf({ facts }: Engine, submission: Submission): string[] {
  const runc = facts.runcVersion.split('.').map((part) => Number.parseInt(part, 10));
  const isOld = runc.length >= 3 && compare(runc, PATCHED_RUNC) < 0;
  return [
    'Images were built with the engine’s default network and its way out: a build can reach the internet.',
    ...(isOld
      ? [
          `runc ${facts.runcVersion} is older than ${PATCHED_RUNC.join('.')}: unless the distribution patched it, a build could break out.`,
        ]
      : []),
    ...submission.notFetched.map((what) => `Not fetched: ${what}.`),
    ...(submission.history.available ? [] : [`${submission.history.reason} ${submission.history.todo}`]),
  ];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = other.findIndex((part, index) => part !== (one[index] ?? 0));
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
