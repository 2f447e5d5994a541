import type { CommitBase, Submission } from './acquire.ts';
import { readApiDocs, type ApiDocsReading } from './api-docs.ts';
import { readContainerFiles, type ContainerFiles } from './container-files.ts';
import { readEnvFiles, type EnvFileReading } from './env-contents.ts';
import { git } from './git.ts';
import { findHistorySecrets, type HistoryReading } from './history.ts';
import { readLayers, type LayersReading } from './layers.ts';
import { readReadmeContents, type ReadmeReading } from './readme-contents.ts';
import { findSecrets, type SecretFinding, type WorkTreeReading, worstFirst } from './secrets.ts';
import { countTests, type TestCount } from './test-count.ts';
import { readWorkflows, type WorkflowReading } from './workflow-contents.ts';

/** What reading the code and its history tells. */
export type Readings = {
  readonly secrets: readonly SecretFinding[];
  readonly workTree: WorkTreeReading;
  readonly history: HistoryReading;
  readonly tests: TestCount;
  readonly readme: ReadmeReading | null;
  readonly envFiles: readonly EnvFileReading[];
  readonly containers: ContainerFiles;
  readonly workflows: readonly WorkflowReading[];
  readonly apiDocs: ApiDocsReading;
  readonly layers: LayersReading;
  /** Names at the top of the repository that the graded folder is a part of: what is missing in it may stand there. */
  readonly above: readonly string[];
};

/** Reads code and history; nothing of it is run. Each part has limits of its own, and one is read after the other. */
export async function read(submission: Submission, signal?: AbortSignal): Promise<Readings> {
  const { files, base } = submission;
  const readme = await readReadmeContents(files);
  const containers = await readContainerFiles(files);
  const workflows = await readWorkflows(files, base, signal);
  const tests = await countTests(files, signal);
  const apiDocs = await readApiDocs(files, signal);
  const layers = await readLayers(files, signal);
  const now = await findSecrets(files, { signal });
  const envFiles = await readEnvFiles(files, base, now.findings, signal);
  const before = await findHistorySecrets(submission, { known: now.values, signal });
  return {
    secrets: worstFirst([...now.findings, ...before.findings]),
    workTree: now.reading,
    history: before.reading,
    tests,
    readme,
    envFiles,
    containers,
    workflows,
    apiDocs,
    layers,
    above: await namesAbove(base, signal),
  };
}

const MOST_NAMES = 500;

async function namesAbove(base: CommitBase | undefined, signal?: AbortSignal): Promise<string[]> {
  if (!base || base.under === '') return [];
  const listed = await git(['--git-dir=.', 'ls-tree', '-z', '--name-only', base.head], { cwd: base.gitDir, signal }).catch(
    () => '',
  );
  signal?.throwIfAborted();
  return listed
    .split('\0')
    .filter((name) => name !== '')
    .slice(0, MOST_NAMES);
}
