import { posix } from 'node:path';
import { byDepth, isForeign } from './foreign-folders.ts';

const EXAMPLE_WORD =
  /(?:^|[._-])(?:example|examples|sample|template|tmpl|tpl|dist|default|defaults|skeleton|copy-me|copyme)(?:[._-]|$)/i;
const ENV_NAME = /^(?:\.?env(?:[._-][\w.-]+)?|[\w-]+(?:[._-][\w-]+)*\.env|\.env[\w.-]*)$/i;
const CODE =
  /\.(?:[cm]?[jt]sx?|py|go|rb|php|java|kt|cs|rs|sh|ps1|d\.ts|md|ya?ml|json|toml|ini|html?|css|vue|svelte|sql|xml|lock)$/i;

/** Whether a name is that of an env file, and whether of one to copy from. */
export function envFileKind(path: string): 'env' | 'example' | undefined {
  const name = posix.basename(path);
  if (!ENV_NAME.test(name)) {
    // `example.env`, `env_example.txt`: any other order of the two words
    return /(?:^|[._-])env(?:[._-]|$)/i.test(name) && EXAMPLE_WORD.test(name) && !CODE.test(name) ? 'example' : undefined;
  }
  if (CODE.test(name)) return undefined;
  return EXAMPLE_WORD.test(name) ? 'example' : 'env';
}

/** Committed env files, and the examples that an author gives to copy. */
export function findEnvFiles(paths: readonly string[]): { envFiles: string[]; envExamples: string[] } {
  const own = paths.filter((path) => !isForeign(path)).sort(byDepth); // prettier-ignore
  return {
    envFiles: own.filter((path) => envFileKind(path) === 'env'),
    envExamples: own.filter((path) => envFileKind(path) === 'example'),
  };
}
