import { SEVERITY_WEIGHT, type Rubric } from '../grading/rubric.ts';
import { findRubric, ownRubrics } from './load-rubric.ts';

/** `roadworthy rubrics [rubric]`: what rubrics there are, or the mistakes and milestones of one with the checks that decide them. */
export async function rubricsCommand(wanted: string | undefined): Promise<number> {
  process.stdout.write(wanted === undefined ? listOf(await ownRubrics()) : wholeOf(await findRubric(wanted)));
  return 0;
}

function listOf(rubrics: readonly Rubric[]): string {
  const width = Math.max(...rubrics.map((one) => one.id.length));
  return rubrics
    .map(({ id, version, title, mistakes, milestones }) => {
      const counts = `${mistakes.length} mistakes, ${milestones.length} milestones`;
      return `${id.padEnd(width)}  ${version}  ${title}: ${counts}\n`;
    })
    .join('');
}

function wholeOf({ title, version, mistakes, milestones }: Rubric): string {
  const decidedBy = (checks: readonly { readonly id: string }[]) =>
    checks.length > 0 ? checks.map((check) => check.id).join(', ') : 'no check decides it yet';
  return [
    `${title} ${version}`,
    '',
    'Mistakes, by what they weigh',
    ...mistakes.flatMap((one) => [
      `  ${String(SEVERITY_WEIGHT[one.severity]).padStart(2)}  ${one.title} (${one.id})`,
      `        ${decidedBy(one.checks)}`,
    ]),
    ...(milestones.length > 0 ? ['', 'Milestones, shown and not scored'] : []),
    ...milestones.flatMap((one) => [`      ${one.title} (${one.id})`, `        ${decidedBy(one.checks)}`]),
    '',
  ].join('\n');
}
