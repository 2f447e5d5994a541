import { posix } from 'node:path';
import type { SubmissionFiles } from '../files.ts';
import { oneLine } from '../../text.ts';
import { byDepth, isForeign } from './foreign-folders.ts';
import { findEnvCopies, type EnvCopy } from './env-copies.ts';
import { findReadmeSteps, type ReadmeStep } from './readme-steps.ts';
import { readOrEmpty } from './read-or-empty.ts';

export type { EnvCopy, ReadmeStep };

/** Also in another language: `README.pt-BR.md`, `LEIAME.md`. */
const README =
  /^(?:readme|read_me|leiame|leia-me|l[eé]eme|lisez-?moi|liesmich|leggimi)(?:[._-][a-z]{2}(?:[_-][a-z]{2,4})?)?(?:\.(?:md|markdown|mdown|rst|txt|adoc|asciidoc|org))?$/i;
const PLAIN = /^readme(?:\.\w+)?$/i;
const LARGEST_README = 512 * 1024;
const MOST_LINES = 10_000;

/** The README nearest to the top; Markdown before others. */
export function findReadme(paths: readonly string[]): string | null {
  const found = paths.filter((path) => README.test(posix.basename(path)) && !isForeign(path));
  const depth = Math.min(...found.map((path) => path.split('/').length));
  const nearest = found.filter((path) => path.split('/').length === depth).sort(byDepth); // prettier-ignore
  const plain = nearest.filter((path) => PLAIN.test(posix.basename(path)));
  const best = plain.length > 0 ? plain : nearest;
  return best.find((path) => /\.m(?:d|arkdown|down)$/i.test(path)) ?? best[0] ?? null;
}

/** What the README tells about starting: ports, commands, and where the env file comes from. */
export async function readReadme(
  files: SubmissionFiles,
  path: string | null,
): Promise<{ readmePorts: number[]; readmeSteps: ReadmeStep[]; envCopies: EnvCopy[]; readmeVariables: string[] }> {
  const text = path === null ? '' : await readOrEmpty(files, path, LARGEST_README);
  const lines = text.split(/\r?\n/, MOST_LINES).map((line) => cleanLineKeepingIndent(line));
  return {
    readmePorts: findPorts(lines),
    readmeSteps: findReadmeSteps(lines),
    envCopies: findEnvCopies(lines),
    readmeVariables: findVariables(lines),
  };
}

function cleanLineKeepingIndent(line: string): string {
  const indent = /^\s*/.exec(line)?.[0].replaceAll('\t', '    ') ?? '';
  return indent.slice(0, 40) + oneLine(line, 1000);
}

const PORT =
  /(?:\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|<?host(?:name)?>?):|\bport\b\W{0,12}?|\bPORT\s*[=:]\s*)(?<port>\d{2,5})\b/gi;

function findPorts(lines: readonly string[]): number[] {
  const ports = lines.flatMap((line) => [...line.matchAll(PORT)].map(({ groups }) => Number(groups?.['port'])));
  return [...new Set(ports)].filter((port) => port >= 80 && port <= 65_535).slice(0, 20);
}

/** Environment variables that the README names: words in capitals with an underscore. */
function findVariables(lines: readonly string[]): string[] {
  const names = lines.flatMap((line) => [...line.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name));
  return [...new Set(names)].slice(0, 200);
}
