import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RoadworthyError, toError } from '../errors.ts';
import { loadRubric, type Rubric } from '../grading/rubric.ts';
import { PROJECT } from '../version.ts';
import { checkIds } from './load-checks.ts';

const folder = join(PROJECT, 'rubrics');
const ENDING = '.yaml';

/** Every rubric that roadworthy brings, in the order of their ids. */
export async function ownRubrics(): Promise<Rubric[]> {
  const others = await ownTexts();
  return Object.entries(others).map(([name, text]) => loadRubric(text, checkIds, { name, others }));
}

/** A rubric by id, or from a YAML file. Throws RoadworthyError `unknown-rubric` or `bad-rubric`. */
export async function findRubric(idOrFile: string): Promise<Rubric> {
  const others = await ownTexts();
  const own = Object.hasOwn(others, idOrFile) ? others[idOrFile] : undefined;
  return loadRubric(own ?? (await readRubricFile(idOrFile, Object.keys(others))), checkIds, { name: idOrFile, others });
}

async function ownTexts(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name.slice(0, -ENDING.length), await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
}

async function readRubricFile(path: string, ids: readonly string[]): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { message } = toError(error);
    const reason = message.startsWith('ENOENT')
      ? `There is no rubric "${path}", and no file of that name. Known: ${ids.join(', ')}.`
      : `The rubric ${path} cannot be read: ${message}.`;
    throw new RoadworthyError('unknown-rubric', reason, { cause: error });
  }
}
