import { isInfrastructure, pairs, servicesOf } from './infrastructure.ts';
import type { Data } from './yaml.ts';

export interface EnvFileQuestion {
  readonly composeText: string;
  readonly composeFiles: readonly Data[];
  readonly dockerfileText: string;
  readonly exampleNames: ReadonlySet<string>;
  readonly isDocumented: boolean;
}

/** Whether a missing `.env` is to be made from its example: because the author says so, or because something asks for it. */
export function needsEnvFile({
  composeText,
  composeFiles,
  dockerfileText,
  exampleNames,
  isDocumented,
}: EnvFileQuestion): boolean {
  if (isDocumented || composeFiles.length === 0) return true;
  const lines = composeText
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n');
  for (const [, name = '', operator] of lines.matchAll(/(?<!\$)\$\{?([A-Za-z_]\w*)(:?[-+])?/g)) {
    if (operator === undefined && exampleNames.has(name)) return true;
  }
  if (/\.env\b(?!\.)/.test(lines)) return true;
  if (/^\s*(COPY|ADD)\s.*\.env(\s|$)/im.test(dockerfileText)) return true;
  return composeFiles.flatMap(servicesOf).some(([, service]) => {
    const isTheirs =
      service['build'] !== undefined || (typeof service['image'] === 'string' && !isInfrastructure(service['image']));
    return isTheirs && service['env_file'] === undefined && pairs(service['environment']).length === 0;
  });
}
