import type { SubmissionFiles } from './files.ts';
import { type Backend, judgeBackend } from './survey/backend.ts';
import { findApiDescriptions, type ApiDescription } from './survey/api-descriptions.ts';
import { findDockerFiles } from './survey/docker-files.ts';
import { findEnvFiles } from './survey/env-files.ts';
import { findHealthPaths } from './survey/health-paths.ts';
import { readHints, type Hints } from './hints.ts';
import { countLanguages, type Language } from './survey/languages.ts';
import { type Framework, readManifests } from './survey/manifests.ts';
import { findPackageManagers, type PackageManager } from './survey/package-managers.ts';
import { findPublishedWords, type PublishedWord } from './survey/published-words.ts';
import { type EnvCopy, findReadme, type ReadmeStep, readReadme } from './survey/readme.ts';
import { findTests, findWorkflows } from './survey/tests.ts';

/** What manifests and file names tell in a second. */
export type Survey = {
  readonly languages: readonly Language[];
  readonly frameworks: readonly Framework[];
  readonly manifests: readonly string[];
  /** Libraries that hold clients back, as the manifests name them. */
  readonly limiters: readonly string[];
  readonly packageManagers: readonly PackageManager[];
  readonly dockerfiles: readonly string[];
  /** The one that Docker itself would take comes first. */
  readonly composeFiles: readonly string[];
  readonly envFiles: readonly string[];
  readonly envExamples: readonly string[];
  readonly readme: string | null;
  readonly readmePorts: readonly number[];
  readonly readmeSteps: readonly ReadmeStep[];
  readonly envCopies: readonly EnvCopy[];
  /** Environment variables that the README names. */
  readonly readmeVariables: readonly string[];
  readonly apiDescriptions: readonly ApiDescription[];
  /** Where the author's files ask whether the app is well. */
  readonly healthPaths: readonly string[];
  /** Values of secrets that env examples and README show to everybody. */
  readonly publishedWords: readonly PublishedWord[];
  readonly tests: readonly string[];
  readonly workflows: readonly string[];
  /** What the author's own hint file says, why it is not used, or null without one. */
  readonly hints: Hints | { readonly refused: string } | null;
  readonly isBackend: Backend;
};

/** Surveys a submission: names and manifests only, each read with a size limit. What cannot be read counts as not there. */
export async function survey(files: SubmissionFiles): Promise<Survey> {
  const { manifests, frameworks, limiters } = await readManifests(files);
  const readme = findReadme(files.paths);
  const dockerFiles = findDockerFiles(files.paths);
  const envFiles = findEnvFiles(files.paths);
  const found = {
    languages: countLanguages(files.paths),
    manifests,
    frameworks,
    limiters,
    packageManagers: findPackageManagers(files, manifests),
    ...dockerFiles,
    ...envFiles,
    readme,
    ...(await readReadme(files, readme)),
    apiDescriptions: await findApiDescriptions(files),
    healthPaths: await findHealthPaths(files, { ...dockerFiles, readme }),
    publishedWords: await findPublishedWords(files, { ...envFiles, readme }),
    tests: findTests(files.paths),
    workflows: findWorkflows(files.paths),
    hints: (await readHints(files)) ?? null,
  };
  return { ...found, isBackend: judgeBackend(found, files.paths) };
}
