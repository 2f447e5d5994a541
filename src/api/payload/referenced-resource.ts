import { fieldWords } from '../values/field-words.ts';
import { plainName } from './inflection.ts';

const ID = / (?:ids?|uuid|guid|ref|fk)$/;

/**
 * The resource whose id a field wants: `projectId`, `project_id` and `project` want one of `projects`. With the names of the
 * API's resources the answer is one of them, without them the singular; `assignedProjectId` finds `projects` by its ending.
 */
export function referencedResource(fieldName: string, resources?: readonly string[]): string | undefined {
  const words = fieldWords(fieldName);
  const stem = words.replace(ID, '');
  const isId = stem !== words;
  if (!resources) return isId ? plainName(stem) : undefined;
  const parts = stem.split(' ');
  // only what is named an id may stand behind an adjective: `nextTask` is likelier a text
  const candidates = isId ? parts.map((_, index) => parts.slice(index).join('')) : [parts.join('')];
  for (const candidate of candidates) {
    const found = resources.find((resource) => plainName(resource) === plainName(candidate));
    if (found !== undefined) return found;
  }
  return undefined;
}
