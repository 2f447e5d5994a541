import { makeBadge } from 'badge-maker';
import type { Scorecard } from '../src/grading/scorecard.ts';
import { fraction, shortCommit } from './arrange.ts';
import { visibleThroughout } from './visible.ts';

const COLOUR = { best: '#17644a', middle: '#8a5a00', worst: '#a3281f', none: '#55605a' } as const;

/** Fraction and letter in words, and the commit that they belong to, so that an old badge can be told. */
export function renderBadge(card: Scorecard): string {
  const scorecard = visibleThroughout(card, 'shown');
  const { avoided, of } = fraction(scorecard);
  const { letter } = scorecard.headline;
  return `${makeBadge({
    label: `roadworthy ${shortCommit(scorecard.run.submission.commit).slice(0, 16)}`,
    message: `${avoided} of ${of} mistakes avoided, ${letter === null ? 'not graded' : `grade ${letter.slice(0, 3)}`}`,
    labelColor: '#1b2420',
    color: COLOUR[toneOf(scorecard)],
  })}\n`;
}

function toneOf({ headline: { letter }, run: { rubric } }: Scorecard): keyof typeof COLOUR {
  const rank = rubric.grades.findIndex((grade) => grade.letter === letter);
  if (rank < 0) return 'none';
  if (rank === 0) return 'best';
  return rank >= rubric.grades.length / 2 ? 'worst' : 'middle';
}
