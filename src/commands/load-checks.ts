import { checkIndex } from '../../checks/index.generated.ts';
import type { LoadedCheck } from '../grading/catalogue.ts';
import { RoadworthyError } from '../errors.ts';

/** Ids of all checks. */
export const checkIds: readonly string[] = Object.keys(checkIndex);

/** All checks, or those of one area, or one. Throws RoadworthyError `unknown-check`. */
export async function loadChecks(only?: string): Promise<LoadedCheck[]> {
  const chosen = Object.values(checkIndex).filter((entry) => only === undefined || entry.id === only || entry.area === only);
  if (chosen.length === 0) {
    const areas = [...new Set(Object.values(checkIndex).map((entry) => entry.area))];
    throw new RoadworthyError(
      'unknown-check',
      `There is no check or area "${only}". Areas: ${areas.join(', ')}; \`roadworthy checks\` lists the checks.`,
    );
  }
  return Promise.all(chosen.map(async (entry) => ({ area: entry.area, check: (await entry.load()).default })));
}
