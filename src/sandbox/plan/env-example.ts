import type { SubmissionFiles } from '../../submission/files.ts';
import { isDatabaseLike, isElsewhere, isPlaceholder, isSecretLike, type ValueGenerator } from './generate-value.ts';
import { parseDotenv } from './dotenv.ts';

const SUFFIXES = ['example', 'sample', 'template', 'dist', 'default', 'defaults', 'tmpl', 'tpl'];
const STAND_INS = [
  'env.example',
  'example.env',
  'sample.env',
  'env.sample',
  'env.template',
  '.env.local.example',
  '.env.development',
  '.env.dev',
  '.env.docker',
  '.env.local',
];

/** The file that an author means people to copy to `name`, in the same folder. */
export function findExample(files: SubmissionFiles, folder: string, name: string, known: readonly string[]): string | undefined {
  const base = folder === '' ? '' : `${folder}/`;
  const candidates = SUFFIXES.flatMap((suffix) => [
    `${name}.${suffix}`,
    `${name}-${suffix}`,
    `${name}_${suffix}`,
    `.${suffix}${name}`,
    `${suffix}${name}`,
  ]);
  if (name === '.env') candidates.push(...STAND_INS);
  const named = candidates.map((candidate) => base + candidate).find((path) => files.has(path));
  if (named !== undefined || name !== '.env') return named;
  const inFolder = known.filter((path) => files.has(path) && folderOf(path) === folder);
  return (
    inFolder[0] ??
    files.paths.find(
      (path) =>
        folderOf(path) === folder &&
        /^\.?env\.[\w.-]*(example|sample|template)$|^\.env[\w.-]*(example|sample|template)/i.test(path.slice(base.length)),
    )
  );
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export interface FilledExample {
  readonly text: string;
  /** Names that got a generated value. */
  readonly generated: readonly string[];
}

/**
 * The example with values where a person would have to think of some: empty secrets and database settings, and placeholders
 * of secrets. A placeholder that also stands elsewhere (in a connection string, in the compose file) works as it is and stays.
 */
export function fillExample(example: string, generator: ValueGenerator, elsewhere: string): FilledExample {
  const values = parseDotenv(example);
  const generated: string[] = [];
  let text = example;
  for (const [name, value] of values) {
    if (!needsValue(name, value, values, elsewhere)) continue;
    const made = generator.valueFor(name);
    if (made === undefined || made === '') continue;
    const line = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name.replaceAll('.', '\\.')}[ \\t]*[=:]).*$`, 'm');
    text = text.replace(line, (_, start: string) => start + made);
    generated.push(name);
  }
  return { text, generated };
}

function needsValue(name: string, value: string, values: ReadonlyMap<string, string>, elsewhere: string): boolean {
  if (value === '') {
    const isUsedByCompose = new RegExp(`\\$\\{?${name.replaceAll('.', '\\.')}\\b`).test(elsewhere);
    if (isDatabaseLike(name) && !isSecretLike(name)) return true;
    return isSecretLike(name) && (isUsedByCompose || !isElsewhere(name));
  }
  if (!isSecretLike(name) || isDatabaseLike(name) || isElsewhere(name) || !isPlaceholder(value)) return false;
  return (
    !elsewhere.includes(value) && ![...values].some(([other, text]) => other !== name && text !== value && text.includes(value))
  );
}
