import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RoadworthyError } from '../errors.ts';
import { loadRubric, type Rubric } from '../grading/rubric.ts';
import { PROJECT } from '../version.ts';
import { checkIds } from './load-checks.ts';

const folder = join(PROJECT, 'rubrics');

/** Ids of the rubrics that roadworthy brings. */
export async function rubricIds(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length));
}

/** A rubric by id, or from a YAML file. Throws RoadworthyError `unknown-rubric` or `bad-rubric`. */
export async function findRubric(idOrFile: string): Promise<Rubric> {
  const ids = await rubricIds();
  const path = ids.includes(idOrFile) ? join(folder, `${idOrFile}.yaml`) : idOrFile;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new RoadworthyError(
      'unknown-rubric',
      `There is no rubric "${idOrFile}", and no file of that name. Known: ${ids.join(', ')}.`,
    );
  return loadRubric(text, checkIds);
}
