import { SEVERITY_WEIGHT } from '../grading/rubric.ts';
import { findRubric, rubricIds } from './load-rubric.ts';

/** `roadworthy rubrics [rubric]`: what rubrics there are, or the mistakes of one with the checks that decide them. */
export async function rubricsCommand(wanted: string | undefined): Promise<number> {
  if (wanted === undefined) {
    for (const id of await rubricIds()) {
      const rubric = await findRubric(id);
      process.stdout.write(
        `${id} ${rubric.version}  ${rubric.title}: ${rubric.mistakes.length} mistakes, ${rubric.milestones.length} milestones\n`,
      );
    }
    return 0;
  }
  const rubric = await findRubric(wanted);
  process.stdout.write(`${rubric.title} ${rubric.version}\n`);
  for (const mistake of rubric.mistakes) {
    const checks = mistake.checks.length > 0 ? mistake.checks.map((check) => check.id).join(', ') : 'no check decides it yet';
    process.stdout.write(`  ${String(SEVERITY_WEIGHT[mistake.severity]).padStart(2)}  ${mistake.title}\n        ${checks}\n`);
  }
  return 0;
}
