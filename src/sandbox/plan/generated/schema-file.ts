import type { SubmissionFiles } from '../../../submission/files.ts';
import { isForeign } from '../../../submission/survey/foreign-folders.ts';
import type { Engine } from '../infrastructure.ts';

const NAMES = /^(?:init|schema|database|db|tables?|create[\w-]*|setup|structure|dump|init[_-]?db|script)\.sql$/i;
const LARGEST = 512 * 1024;
const NOT_IT = /(?:^|\/)(?:migrations?|tests?|seeds?|drop|examples?|versions)\//i;

export interface SchemaFile {
  readonly path: string;
  readonly content: string;
  /** The database that it makes or uses by name. */
  readonly database: string | undefined;
}

/** The one script that makes the tables, when there is just one or the README loads it. */
export async function schemaFile(
  files: SubmissionFiles,
  folder: string,
  engine: Engine,
  readmeSteps: readonly { readonly command: string }[],
): Promise<(SchemaFile & { readonly isDocumented: boolean }) | undefined> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const scripts = files.paths.filter((path) => path.startsWith(prefix) && path.endsWith('.sql') && !isForeign(path));
  const documented = scripts.find((path) =>
    readmeSteps.some(({ command }) => /\b(?:psql|mysql|mariadb)\b/.test(command) && names(command, path)),
  );
  const plain = scripts.filter((path) => NAMES.test(nameOf(path)) && !NOT_IT.test(path));
  const chosen = documented ?? (plain.length === 1 ? plain[0] : undefined);
  if (chosen === undefined) return undefined;
  const text = await files.readText(chosen, LARGEST).catch(() => '');
  if (!/\bcreate\s{1,20}table\b/i.test(text)) return undefined;
  return { path: chosen, isDocumented: documented !== undefined, ...forFirstStart(text, engine) };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function names(command: string, path: string): boolean {
  return command
    .split(/[\s"'<=]+/)
    .some((word) => word !== '' && (path === word.replace(/^\.\//, '') || path.endsWith(`/${word.replace(/^\.\//, '')}`)));
}

/** The script as the database's image runs it, where the database and its user are already there. */
function forFirstStart(text: string, engine: Engine): { content: string; database: string | undefined } {
  const named = /^[ \t]*create\s{1,20}database\s{1,20}(?:if\s{1,20}not\s{1,20}exists\s{1,20})?["`]?(\w{1,60})["`]?/im.exec(text)?.[1] ?? /^[ \t]*(?:use[ \t]+|\\c(?:onnect)?[ \t]+)["`]?(\w{1,60})["`]?/im.exec(text)?.[1]; // prettier-ignore
  const content =
    engine === 'postgres'
      ? text.replace(
          /^[ \t]*(?:create|drop)[ \t]+(?:database|user|role)\b[^;]{0,400};|^[ \t]*\\c(?:onnect)?\b[^\n]*|^[ \t]*use[ \t]+\w+[ \t]*;|^[ \t]*alter[ \t]+database\b[^;]{0,400};/gim,
          '',
        )
      : text
          .replace(/^([ \t]*create[ \t]+database[ \t]+)(?!if\b)/gim, '$1if not exists ')
          .replace(/^[ \t]*drop[ \t]+database\b[^;]{0,400};/gim, '');
  return { content, database: named };
}
