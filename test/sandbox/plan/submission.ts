import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openFiles, type SubmissionFiles } from '../../../src/submission/files.ts';
import { survey } from '../../../src/submission/survey.ts';
import { makePlan, type PlanHints, type PlanOptions } from '../../../src/sandbox/plan/make-plan.ts';
import type { ServicePlan, StackPlan } from '../../../src/sandbox/plan.ts';

/** A folder with these files; `{ link }` makes a symbolic link. Removed when the test is over. */
async function submission(content: Readonly<Record<string, string | { link: string }>>): Promise<SubmissionFiles> {
  const root = await mkdtemp(join(tmpdir(), 'roadworthy-test-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(content)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (typeof text === 'string') await writeFile(join(root, path), text);
    else await symlink(text.link, join(root, path));
  }
  return openFiles(root);
}

const noHints: PlanHints = { composeFiles: [], dockerfiles: [], envExamples: [], readmeDocumentsEnvCopy: false };

/** The compose plug-in lies where the docker command says, which may be in the user's home. */
function composeBinary(): string {
  const plugins = JSON.parse(
    execFileSync('docker', ['info', '--format', '{{json .ClientInfo.Plugins}}'], { encoding: 'utf8' }),
  ) as {
    Name: string;
    Path: string;
  }[];
  return plugins.find((plugin) => plugin.Name === 'compose')?.Path ?? '';
}

export async function plan(
  content: Readonly<Record<string, string | { link: string }>>,
  hints: Partial<PlanHints> = {},
  options: Partial<PlanOptions> = {},
): Promise<StackPlan> {
  const files = await submission(content);
  const engine = options.engine ?? { composeBinary: composeBinary() };
  return makePlan(files, { ...noHints, ...hints }, { seed: 'seed', signal: new AbortController().signal, ...options, engine });
}

export function service(made: StackPlan, name: string): ServicePlan {
  const found = made.services.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no service ${name} in ${made.services.map((candidate) => candidate.name).join(', ')}`);
  return found;
}

/** The plan of a submission without Docker files, with what its survey says; nothing of Docker is asked. */
export async function planBySurvey(content: Readonly<Record<string, string>>): Promise<StackPlan> {
  const files = await submission(content);
  const found = await survey(files);
  const hints: PlanHints = {
    composeFiles: found.composeFiles,
    dockerfiles: found.dockerfiles,
    envExamples: found.envExamples,
    readmeDocumentsEnvCopy: found.envCopies.length > 0,
    documentedValues: found.readmeVariables,
    frameworks: found.frameworks,
    readme: found.readme,
    readmeSteps: found.readmeSteps,
  };
  const engine = { composeBinary: '/nowhere/docker-compose' };
  return makePlan(files, hints, { seed: 'seed', signal: new AbortController().signal, engine });
}
