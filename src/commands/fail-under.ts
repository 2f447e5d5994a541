import { RoadworthyError } from '../errors.ts';
import type { Rubric } from '../grading/rubric.ts';
import type { Scorecard } from '../grading/scorecard.ts';

/** What `--fail-under` asks for: a score, or a letter of the rubric. */
export type Threshold = { readonly score: number } | { readonly letter: string };

/** Throws RoadworthyError `bad-threshold`. */
export function parseThreshold(text: string, rubric: Rubric): Threshold {
  const score = Number(text);
  if (text.trim() !== '' && Number.isFinite(score) && score >= 0 && score <= 100) return { score };
  const letter = text.toUpperCase();
  if (rubric.grades.some((grade) => grade.letter === letter)) return { letter };
  throw new RoadworthyError(
    'bad-threshold',
    `--fail-under takes a score from 0 to 100 or one of ${rubric.grades.map((grade) => grade.letter).join(', ')}, not "${text}".`,
  );
}

/**
 * Exit code: 0 reached, 1 below. No score or letter counts as below, unless that is our own fault: then 2.
 */
export function exitCode({ headline, checks }: Scorecard, threshold: Threshold | undefined, rubric: Rubric): 0 | 1 | 2 {
  if (threshold === undefined) return 0;
  const given = 'score' in threshold ? headline.score : headline.letter;
  if (given === null) return Object.values(checks).some((check) => check.verdict === 'error' || check.fault === 'grader') ? 2 : 1;
  if ('score' in threshold) return Number(given) >= threshold.score ? 0 : 1;
  const rank = (letter: string) => rubric.grades.findIndex((grade) => grade.letter === letter);
  return rank(String(given)) <= rank(threshold.letter) ? 0 : 1;
}
