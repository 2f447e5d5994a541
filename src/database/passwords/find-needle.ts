import type { Needle } from './needles.ts';

/** The worst of the needles that the text holds; needles come worst first. */
export function findNeedle(text: string, needles: readonly Needle[]): Needle | undefined {
  const lower = text.toLowerCase();
  return needles.find((needle) => (needle.ignoreCase ? lower.includes(needle.text) : text.includes(needle.text)));
}
