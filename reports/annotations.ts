import type { Scorecard } from '../src/grading/scorecard.ts';
import { arrange } from './arrange.ts';
import { placeOf } from './place.ts';
import { visibleThroughout } from './visible.ts';

/** GitHub drops those beyond ten of a step without a word. */
const MAX_ANNOTATIONS = 10;
const COMMAND = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' } as const;

/** The heaviest findings as workflow commands of GitHub Actions, at most ten: one line each, whatever their text holds. */
export function renderAnnotations(card: Scorecard): string {
  const scorecard = visibleThroughout(card, 'stripped');
  return arrange(scorecard)
    .made.slice(0, MAX_ANNOTATIONS)
    .map((mistake) => {
      const wrong = mistake.rows.filter((row) => row.verdict === 'fail' || row.verdict === 'partial');
      const { path, line } = placeOf(wrong[0]?.evidence[0], scorecard);
      const found = wrong.flatMap((row) => [row.found ?? row.failureTitle, `Fix: ${row.fix}`]).join('\n');
      return `::${COMMAND[mistake.severity]} file=${property(path)},line=${line},title=${property(mistake.title)}::${data(found)}\n`;
    })
    .join('');
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
