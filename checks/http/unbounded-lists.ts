import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { listPages, type ListPages } from '../../src/probes/list-pages.ts';

export default defineCheck({
  id: 'unbounded-lists',
  title: 'List endpoints are paginated',
  failureTitle: 'List endpoints return everything',
  why: 'A list without pages is fast with ten rows and takes the server down with a million. It is the first thing that a reviewer tries.',
  fix: 'Give every list endpoint a limit with a default and a maximum, and a way to the next page: an offset, a page number or a cursor.',
  references: { cwe: 770, owaspApi: 'API4:2023' },
  stability: 'stable',
  needs: [listPages],
  judge({ listPages: { lists } }) {
    if (lists.length === 0) return { verdict: 'not-applicable', reason: 'No list that records can be added to.' };
    const judged = lists.map((list) => ({ list, state: stateOf(list) })).filter(({ state }) => state !== 'unknown');
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: stuckReason(
          lists,
          lists.some(({ pages }) => wasHeldBack(pages))
            ? 'A rate limit answered instead of the pages that were asked for.'
            : 'The lists do not show the records that were added to them.',
        ),
      };
    const wrong = judged.filter(({ state }) => state === 'everything' || state === 'cut off');
    if (wrong.length === 0)
      return { verdict: 'pass', found: `${counted(judged.length, 'list')} of ${lists.length} can be read in pages.` };
    const found = `${wrong.length} of ${counted(judged.length, 'list endpoint')}: ${wrong.map(({ list, state }) => `GET ${list.collection} ${state === 'cut off' ? 'stops, and nothing leads to the rest' : `returned all ${list.looks.at(-1)?.rows} rows`}`).join('; ')}.`;
    const evidence = httpEvidence(
      wrong.map(({ list, state }) => ({
        exchanges: [
          ...list.chain,
          ...list.looks.slice(0, 2).map((look) => look.exchange),
          ...list.pages.slice(0, 2).map((look) => look.exchange),
        ],
        note:
          state === 'everything'
            ? `${list.looks[0]?.rows} rows after ${list.looks[0]?.made} were made, ${list.looks[1]?.rows} after ${list.looks[1]?.made}; none of ${list.pages.length} usual page parameters made it shorter.`
            : `It shows ${list.looks[1]?.rows} rows, and none of ${list.pages.length} usual page parameters led to others.`,
      })),
    );
    if (wrong.length === judged.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - wrong.length / judged.length, found, evidence };
  },
});

/** Whether a limiter, or silence, stood before some page: what was not answered says nothing about pages. */
const wasHeldBack = (pages: ListPages['pages']) => pages.some(({ status }) => status === 429 || status === 0);

/** What a list does: shows pages, shows everything however it is asked, cuts off without a way to the rest, or cannot be told. */
function stateOf({ looks, pages, ids, leadsOn }: ListPages): 'pages' | 'everything' | 'cut off' | 'unknown' {
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
