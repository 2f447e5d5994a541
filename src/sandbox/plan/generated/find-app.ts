import { posix } from 'node:path';
import type { SubmissionFiles } from '../../../submission/files.ts';
import { byDepth, isForeign } from '../../../submission/survey/foreign-folders.ts';
import { folderOf } from '../env-example.ts';
import type { GeneratedApp } from './app.ts';
import { nodeApp } from './node-app.ts';
import { pythonApp } from './python-app.ts';
import { readmeCommands } from './readme-commands.ts';
import { sourceFacts } from './source-facts.ts';

/** A framework that a manifest asks for, as the survey knows it. */
export interface FrameworkHint {
  readonly manifest: string;
  readonly role: 'server' | 'full-stack' | 'front-end';
}

const MANIFEST = /^(?:package\.json|pyproject\.toml|Pipfile|requirements[\w.-]*\.txt)$/;
const IN_LIST_FOLDER = /^requirements\/[\w.-]+\.txt$/;
const MOST = 5;

/** The program to start where nobody wrote a Dockerfile: one of Node or Python, whose manifest asks for a server before any other. */
export async function findApp(
  files: SubmissionFiles,
  folder: string,
  frameworks: readonly FrameworkHint[],
  readmeSteps: readonly { readonly command: string }[],
): Promise<GeneratedApp | undefined> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const manifests = files.paths
    .filter((path) => path.startsWith(prefix) && !isForeign(path))
    .filter((path) => MANIFEST.test(posix.basename(path)) || IN_LIST_FOLDER.test(path.split('/').slice(-2).join('/')))
    .filter((path) => !isForBrowsers(path, frameworks))
    .sort((one, other) => rank(one, frameworks) - rank(other, frameworks) || byDepth(one, other)); // prettier-ignore
  const tried = new Set<string>();
  const readme = readmeCommands(files, folder, readmeSteps);
  for (const manifest of manifests) {
    const isNode = manifest.endsWith('package.json');
    const own = IN_LIST_FOLDER.test(manifest.split('/').slice(-2).join('/')) ? folderOf(folderOf(manifest)) : folderOf(manifest);
    const key = `${isNode ? 'node' : 'python'} ${own}`;
    if (tried.has(key)) continue;
    if (tried.size >= MOST) return undefined;
    tried.add(key);
    const app = isNode
      ? await nodeApp(files, manifest, readme)
      : await pythonApp(files, own, await sourceFacts(files, own), readme);
    if (app) return app;
  }
  return undefined;
}

function isForBrowsers(manifest: string, frameworks: readonly FrameworkHint[]): boolean {
  const roles = frameworks.filter((one) => one.manifest === manifest).map(({ role }) => role);
  return roles.length > 0 && roles.every((role) => role === 'front-end');
}

function rank(manifest: string, frameworks: readonly FrameworkHint[]): number {
  const roles = frameworks.filter((one) => one.manifest === manifest).map(({ role }) => role);
  const isFront = /(^|\/)(front-?end|client|web|ui|mobile|docs?|tests?|e2e|examples?)\//i.test(manifest) ? 5 : 0;
  if (roles.includes('server')) return isFront;
  if (roles.includes('full-stack')) return 1 + isFront;
  return (roles.length === 0 ? 2 : 4) + isFront;
}
