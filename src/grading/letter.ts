import { floorPercent } from './score.ts';
import type { Grade } from './rubric.ts';

/** What holds a letter at `letter` or below. */
export interface Cap {
  readonly by: string;
  readonly letter: string;
}

export interface LetterFacts {
  /** Best first. */
  readonly grades: readonly Grade[];
  readonly minCoverage: number;
  readonly earned: number;
  readonly possible: number;
  readonly applicable: number;
  readonly caps: readonly Cap[];
  /** Why there can be no letter whatever the score. */
  readonly obstacle: string | null;
  /** Nothing started by the submission's own fault: little can be measured, and that is no excuse. */
  readonly ignoreCoverage: boolean;
}

export interface GivenLetter {
  readonly letter: string | null;
  readonly meaning: string | null;
  /** The letter by the score alone, when something holds it to a lower one. */
  readonly uncapped: string | null;
  /** Id of the mistake that holds the letter, or `does-not-start`. */
  readonly cappedBy: string | null;
  /** Letters that the lowest and the highest possible score would give, when they differ. */
  readonly between: readonly [string, string] | null;
  /** Why there is no letter, in a sentence. */
  readonly notGraded: string | null;
}

/** The letter of a score, lowered by the strictest cap; or why there is none. */
export function giveLetter(facts: LetterFacts): GivenLetter {
  const { grades, earned, possible, applicable, caps } = facts;
  const notGraded = facts.obstacle ?? tooLittle(facts);
  if (notGraded !== null) return { letter: null, meaning: null, uncapped: null, cappedBy: null, between: null, notGraded };

  const rank = (letter: string) => grades.findIndex((grade) => grade.letter === letter);
  const strictest = caps.reduce<Cap | undefined>(
    (worst, cap) => (worst && rank(worst.letter) >= rank(cap.letter) ? worst : cap),
    undefined,
  );
  const hold = (letter: string) => (strictest && rank(strictest.letter) > rank(letter) ? strictest.letter : letter);
  const byScore = letterOf(grades, floorPercent(earned, possible) ?? 0);
  const letter = hold(byScore);
  const low = hold(letterOf(grades, floorPercent(earned, applicable) ?? 0));
  const high = hold(letterOf(grades, floorPercent(earned + applicable - possible, applicable) ?? 0));
  return {
    letter,
    meaning: grades.find((grade) => grade.letter === letter)?.meaning ?? null,
    uncapped: letter === byScore ? null : byScore,
    cappedBy: letter === byScore ? null : (strictest?.by ?? null),
    between: low === high ? null : [low, high],
    notGraded: null,
  };
}

function tooLittle({ possible, applicable, minCoverage, ignoreCoverage }: LetterFacts): string | null {
  if (possible === 0) return 'Not graded: nothing that counts could be measured.';
  if (ignoreCoverage || possible / applicable >= minCoverage) return null;
  const needed = Math.ceil(minCoverage * 100);
  return `Not graded: only ${floorPercent(possible, applicable)} % of the applicable weight could be measured, and a letter needs ${needed} %.`;
}

function letterOf(grades: readonly Grade[], score: number): string {
  return (grades.find((grade) => score >= grade.min) ?? grades.at(-1))?.letter ?? '';
}
