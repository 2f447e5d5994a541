import { posix } from 'node:path';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { StackPlan } from '../plan.ts';
import { appPlan, type AppPlanOptions, type Beside } from './app-plan.ts';
import { copiedPaths, dockerfileFacts } from './dockerfile-facts.ts';
import { folderOf } from './env-example.ts';
import type { Environment } from './environment.ts';
import { join } from './load.ts';

/** One service built from a Dockerfile, beside the databases of a compose file that starts nothing else. */
export async function dockerfilePlan(
  files: SubmissionFiles,
  dockerfile: string,
  environment: Environment,
  beside: Beside,
  options: AppPlanOptions,
): Promise<StackPlan> {
  const text = await files.readText(dockerfile, 256 * 1024);
  const context = contextOf(files, dockerfile, text);
  const parent = posix.dirname(context) === '.' ? '' : posix.dirname(context);
  const envFiles = [...new Set([context, folderOf(dockerfile), parent])].map((folder) => join(folder, '.env'));
  return appPlan(
    files,
    {
      kind: 'dockerfile',
      from: dockerfile,
      folder: context,
      envFiles,
      build: { context, dockerfile: { path: dockerfile }, args: {} },
      text,
      ports: [...dockerfileFacts(text).exposes],
      help: [],
      hasMigrations: /migrat|alembic|db push/i.test(text),
    },
    environment,
    beside,
    options,
  );
}

/** The folder in which more of what the file copies is found: its own, or the top when it lies in a folder for Docker files. */
function contextOf(files: SubmissionFiles, dockerfile: string, text: string): string {
  const own = folderOf(dockerfile);
  const paths = copiedPaths(text);
  const foundIn = (folder: string) => paths.filter((path) => files.resolve(path, folder) !== undefined).length;
  const parents = own.split('/').map((_, index, parts) => parts.slice(0, parts.length - 1 - index).join('/'));
  return [own, ...parents].reduce((best, folder) => (foundIn(folder) > foundIn(best) ? folder : best), own);
}
