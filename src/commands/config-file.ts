import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { RoadworthyError, toError } from '../errors.ts';
import { parseDuration } from './duration.ts';

/** What a configuration file may set: options of `grade`, in YAML, by their names. What the command line says wins. */
const configSchema = z.strictObject({
  ref: z.string().optional(),
  subdir: z.string().optional(),
  rubric: z.string().optional(),
  only: z.string().optional(),
  offline: z.boolean().optional(),
  'fail-under': z.union([z.string(), z.number()]).transform(String).optional(),
  'require-isolation': z.string().optional(),
  deadline: z
    .string()
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms === undefined) context.addIssue('write it as 20m, 90s or 1h');
      return ms ?? 0;
    })
    .optional(),
});

/** Option values of `grade` by their names in camelCase. Throws RoadworthyError `bad-config` with one line that names the key. */
export async function readConfigFile(path: string): Promise<Record<string, string | number | boolean>> {
  try {
    const config = configSchema.parse(parse(await readFile(path, 'utf8'), { maxAliasCount: 10 }) ?? {});
    return Object.fromEntries(
      Object.entries(config).flatMap(([name, value]) =>
        value === undefined ? [] : [[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), value] as const],
      ),
    );
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('; ')
        : toError(error).message;
    throw new RoadworthyError('bad-config', `The configuration ${path} cannot be used: ${reason.split('\n')[0]}.`, {
      cause: error,
    });
  }
}
