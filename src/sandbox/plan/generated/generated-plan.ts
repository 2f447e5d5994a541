import type { SubmissionFiles } from '../../../submission/files.ts';
import type { Help, StackPlan } from '../../plan.ts';
import { appPlan, type AppPlanOptions, type Beside } from '../app-plan.ts';
import type { Environment } from '../environment.ts';
import { join } from '../load.ts';
import type { GeneratedApp } from './app.ts';

/** One service built from a Dockerfile of ours, which takes the steps of the README, beside the databases of a compose file. */
export function generatedPlan(
  files: SubmissionFiles,
  app: GeneratedApp,
  environment: Environment,
  beside: Beside,
  options: AppPlanOptions,
): Promise<StackPlan> {
  const help: Help[] = [
    {
      kind: 'generated-dockerfile',
      what: `no Dockerfile builds the app: one was made from \`${app.manifest}\` that runs ${app.steps.map((step) => `\`${step}\``).join(', ')}`,
      documented: app.isDocumented,
    },
    ...app.undocumented.map((command): Help => ({
      kind: 'migration',
      what: `\`${command}\` was run before the start, for the tables that the app needs`,
      documented: false,
    })),
  ];
  return appPlan(
    files,
    {
      kind: 'generated',
      from: app.manifest,
      folder: app.folder,
      envFiles: [...new Set([app.folder, app.context])].map((folder) => join(folder, '.env')),
      build: { context: app.context, dockerfile: { inline: app.dockerfile }, args: {} },
      text: app.dockerfile,
      ports: [],
      help,
      hasMigrations: app.hasMigrations,
      port: app.language === 'node' ? '3000' : '8000',
    },
    environment,
    beside,
    options,
  );
}
