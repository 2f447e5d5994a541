import type { SubmissionFiles } from '../files.ts';
import { readOrEmpty } from './read-or-empty.ts';

/** A value that stands where everybody can read it, named as if it were a key: what a forger tries first. */
export type PublishedWord = {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly value: string;
};

const LARGEST = 256 * 1024;
const MOST = 60;
const ASSIGNED =
  /(?<name>[A-Za-z][\w.-]{0,60}(?:secret|key|token|jwt|salt|pass(?:word)?|phrase)[\w.-]{0,30}|secret|jwt[\w.-]{0,30}|key)["'`]?\s?[=:]\s?["'`]?(?<value>[^\s"'`]{3,200})/gi;

/** Values of secrets in env examples and in the README. Env files that are in use are not read: what they hold is not to be written down. */
export async function findPublishedWords(
  files: SubmissionFiles,
  found: { readonly readme: string | null; readonly envExamples: readonly string[] },
): Promise<PublishedWord[]> {
  const words: PublishedWord[] = [];
  for (const path of [...found.envExamples, ...(found.readme === null ? [] : [found.readme])].slice(0, 6)) {
    const lines = (await readOrEmpty(files, path, LARGEST)).split(/\r?\n/, 5000);
    for (const [index, line] of lines.entries())
      for (const { groups } of line.slice(0, 400).matchAll(ASSIGNED))
        words.push({ path, line: index + 1, name: groups?.['name'] ?? '', value: groups?.['value'] ?? '' });
  }
  return words.slice(0, MOST);
}
