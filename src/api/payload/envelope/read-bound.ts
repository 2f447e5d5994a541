import type { Rule } from './field-hint.ts';

type Bound = Pick<Rule, 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'type'>;

const N = String.raw`\D{0,3}(-?\d{1,15}(?:\.\d{1,6})?)`;
const AT_LEAST = new RegExp(
  String.raw`(?:at least|minimum (?:allowed )?(?:length|value|size)?(?: of| is|:)?|min(?:imum)?(?: is| of|:)?|>=|greater than or equal to|longer than or equal to|not be less than|no(?:t)? (?:have )?fewer than|no less than|not (?:be )?shorter than)${N}`,
);
const AT_MOST = new RegExp(
  String.raw`(?:at most|maximum (?:allowed )?(?:length|value|size)?(?: of| is|:)?|max(?:imum)?(?: is| of|:)?|<=|less than or equal to|shorter than or equal to|not be (?:greater|more|longer) than|not have more than|no more than|not exceed|up to|not (?:be )?longer than)${N}`,
);
const MORE_THAN = new RegExp(String.raw`(?:greater than|more than|larger than|above|higher than|>)${N}`);
const LESS_THAN = new RegExp(String.raw`(?:less than|lower than|smaller than|fewer than|below|<)${N}`);
const BETWEEN = new RegExp(String.raw`(?:between|range(?: of)?|from)${N}\s*(?:and|to|,|-)${N}`);
const OR_MORE = /(-?\d{1,15})\s*(?:characters?|chars?|letters)? or (more|fewer|less)/;
const EXACTLY = /exactly (\d{1,6}) (?:characters?|digits)/;

/** Bounds that a message names, inclusive; of the length when it speaks of characters, else of the value. */
export function boundOf(lower: string): Bound | undefined {
  if (/\b(?:elements?|items?|entries)\b|expected array to have/.test(lower))
    return /\d/.test(lower) ? { type: 'array' } : undefined;
  const range = rangeOf(lower);
  if (range.lower === undefined && range.upper === undefined) return undefined;
  const isLength = /character|\bchars?\b|length|\blong(?:er)?\b|shorter|too short|\bletters\b|size must|digits/.test(lower);
  const [low, high] = isLength ? (['minLength', 'maxLength'] as const) : (['minimum', 'maximum'] as const);
  return { ...(range.lower !== undefined && { [low]: range.lower }), ...(range.upper !== undefined && { [high]: range.upper }) };
}

function rangeOf(lower: string): { lower?: number; upper?: number } {
  const between = BETWEEN.exec(lower);
  if (between) return { lower: Number(between[1]), upper: Number(between[2]) };
  const exactly = EXACTLY.exec(lower);
  if (exactly) return { lower: Number(exactly[1]), upper: Number(exactly[1]) };
  const orMore = OR_MORE.exec(lower);
  if (orMore) return orMore[2] === 'more' ? { lower: Number(orMore[1]) } : { upper: Number(orMore[1]) };
  const [least, most] = [numberIn(AT_LEAST, lower), numberIn(AT_MOST, lower)];
  if (least !== undefined || most !== undefined)
    return { ...(least !== undefined && { lower: least }), ...(most !== undefined && { upper: most }) };
  const [more, less] = [numberIn(MORE_THAN, lower), numberIn(LESS_THAN, lower)];
  if (more !== undefined) return { lower: Math.floor(more) + 1 };
  if (less !== undefined) return { upper: Math.ceil(less) - 1 };
  if (/non-?negative/.test(lower)) return { lower: 0 };
  return /positive/.test(lower) ? { lower: 1 } : {};
}

function numberIn(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
