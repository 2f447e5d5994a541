import type { ListPages } from './list-pages.ts';

/** Whether a limiter, or silence, stood before some page: what was not answered says nothing about pages. */
export const wasHeldBack = (pages: ListPages['pages']) => pages.some(({ status }) => status === 429 || status === 0);

/** What a list does: shows pages, shows everything however it is asked, cuts off without a way to the rest, or cannot be told. */
export function listState({ looks, pages, ids, leadsOn }: ListPages): 'pages' | 'everything' | 'cut off' | 'unknown' {
  const [before, after, again] = looks;
  if (before?.rows == null || after?.rows == null || again?.rows !== after.rows) return 'unknown';
  const grew = after.rows - before.rows;
  const added = after.made - before.made;
  const shorter = pages.some((page) => page.rows !== null && page.rows < (after.rows ?? 0));
  if (leadsOn || shorter) return 'pages';
  if (wasHeldBack(pages)) return 'unknown';
  if (grew >= added) return 'everything';
  // one row of a cart, however often it is put there, is no list that stops: each creation must have made a record of its own
  return before.rows > 0 && after.rows < after.made && ids >= after.made ? 'cut off' : 'unknown';
}
