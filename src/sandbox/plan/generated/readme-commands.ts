import type { SubmissionFiles } from '../../../submission/files.ts';
import { join } from '../load.ts';

/** One command of the README, without the tools that only find an interpreter. */
export interface ReadmeCommand {
  readonly words: readonly string[];
  /** Folder of the submission in which the README's `cd` lines have led. */
  readonly folder: string;
}

const WRAPPERS = [
  ['poetry', 'run'],
  ['uv', 'run'],
  ['pipenv', 'run'],
  ['pdm', 'run'],
  ['hatch', 'run'],
  ['python', '-m'],
  ['npx'],
  ['bunx'],
  ['pnpm', 'exec'],
  ['pnpm', 'dlx'],
  ['yarn', 'exec'],
  ['sudo'],
  ['exec'],
  ['winpty'],
];

/** The commands of the README's code blocks, one by one. What needs a shell to understand (pipes, loops) is left out. */
export function readmeCommands(
  files: SubmissionFiles,
  folder: string,
  steps: readonly { readonly command: string }[],
): ReadmeCommand[] {
  let here = folder;
  const commands: ReadmeCommand[] = [];
  for (const step of steps) {
    for (const part of step.command.split(/&&|;/)) {
      const words = plainWords(part);
      if (words === undefined || words.length === 0) continue;
      if (words[0] === 'cd') {
        const to = join(here, words[1] ?? '');
        if (words[1]?.startsWith('/') !== true && files.isFolder(to)) here = to;
        continue;
      }
      commands.push({ words, folder: here });
    }
  }
  return commands;
}

/** undefined when the line holds more than words. */
function plainWords(line: string): string[] | undefined {
  if (/[|<>`$*(){}\\]/.test(line.replace(/\s+&\s*$/, ''))) return undefined;
  const words = [...line.trim().matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three ?? '');
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) words.shift();
  if (/^(python3(\.\d+)?|py)$/.test(words[0] ?? '')) words[0] = 'python';
  for (let wrapper = wrapperOf(words); wrapper; wrapper = wrapperOf(words)) {
    words.splice(0, wrapper.length);
    while (/^(-y|--yes|--no-install|--)$/.test(words[0] ?? '')) words.shift();
    if (/^(python3(\.\d+)?|py)$/.test(words[0] ?? '')) words[0] = 'python';
  }
  return words;
}

function wrapperOf(words: readonly string[]): readonly string[] | undefined {
  return WRAPPERS.find((wrapper) => wrapper.every((word, index) => words[index] === word));
}
