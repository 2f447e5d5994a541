import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { listPages, type ListPages } from '../../src/probes/list-pages.ts';
import { listState, wasHeldBack } from '../../src/probes/list-state.ts';
import { judgeWalk } from '../../src/probes/page-walk.ts';

export default defineCheck({
  id: 'limit-ignored',
  title: 'Pages hold what was asked for',
  failureTitle: 'Pages do not hold what was asked for',
  why: 'Who reads a list page by page trusts that each row comes once. Pages that share rows or leave some out show wrong totals and lose records without any error.',
  fix: 'Compute the offset as (page - 1) * limit, order by a column that is unique, and read every parameter that the document names.',
  references: { cwe: 682 },
  stability: 'stable',
  needs: [listPages],
  judge({ listPages: { lists } }) {
    if (lists.length === 0) return { verdict: 'not-applicable', reason: 'No list that records can be added to.' };
    const states = lists.map((list) => ({ list, state: listState(list), pages: pagesOf(list) }));
    if (states.every(({ state }) => state === 'everything' || state === 'cut off'))
      return { verdict: 'not-applicable', reason: 'No list has pages, which is a finding of its own.' };
    const judged = states.filter(({ state, pages }) => state === 'pages' && pages !== 'unknown');
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: stuckReason(
          lists,
          lists.some(({ pages }) => wasHeldBack(pages))
            ? 'A rate limit answered instead of the pages that were asked for.'
            : 'How the lists are asked for pages of a given size could not be found out.',
        ),
      };
    const wrong = judged.filter(({ pages }) => pages !== 'in order');
    if (wrong.length === 0) {
      const walked = judged.every(({ list }) => list.walk !== null && judgeWalk(list.walk) === 'in order');
      return {
        verdict: 'pass',
        found: `${counted(judged.length, 'list')}: pages have the size that was asked for${walked ? ', and follow each other' : ''}.`,
      };
    }
    const found = `${wrong.length} of ${counted(judged.length, 'list')} with pages: ${wrong.map(({ list, pages }) => `GET ${list.collection} ${WORDS[pages]}`).join('; ')}.`;
    const evidence = httpEvidence(
      wrong.map(({ list, pages }) => ({ exchanges: [...list.chain, ...exchangesOf(list, pages)], note: noteOf(list, pages) })),
    );
    if (wrong.length === judged.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - wrong.length / judged.length, found, evidence };
  },
});

type Pages = 'in order' | 'overlap' | 'gap' | 'ignored' | 'unknown';

const WORDS: Readonly<Record<Pages, string>> = {
  'in order': '',
  unknown: '',
  overlap: 'repeats rows of one page on the next',
  gap: 'leaves rows out between pages',
  ignored: 'ignores the page size that its document names',
};

/** A size that is honoured, or one that is documented and is not, and then how the pages follow each other. */
function pagesOf({ size, ignored, walk }: ListPages): Pages {
  const order = walk ? judgeWalk(walk) : 'unknown';
  if (order === 'overlap' || order === 'gap') return order;
  // some sizes count only beside a page number
  if (ignored.some(({ parameter }) => !isAskedBy(size, parameter))) return 'ignored';
  return size ? 'in order' : 'unknown';
}

const isAskedBy = (size: ListPages['size'], parameter: string) => size !== null && new URLSearchParams(size.query).has(parameter);

function exchangesOf({ walk, ignored, looks }: ListPages, pages: Pages): string[] {
  if (pages === 'ignored') return [...looks.slice(1, 2), ...(ignored[0]?.looks ?? [])].map(({ exchange }) => exchange);
  return walk ? [walk.whole, ...walk.steps].map(({ exchange }) => exchange) : [];
}

function noteOf({ walk, ignored, looks }: ListPages, pages: Pages): string {
  if (pages === 'ignored' || !walk)
    return `The document names ${ignored[0]?.parameter ?? 'a page size'}; with ${ignored[0]?.looks.map(({ query }) => query).join(' and ') ?? 'it'} there are ${looks[1]?.rows} rows, as without it.`;
  return `Pages of ${walk.size} rows begin at ${walk.steps.map(({ query, from }) => `row ${(from ?? 0) + 1} (${query})`).join(', ')} of the same list in one piece; asked for again, they are the same.`;
}
