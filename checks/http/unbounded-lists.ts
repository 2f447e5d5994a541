import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { listPages } from '../../src/probes/list-pages.ts';
import { listState, wasHeldBack } from '../../src/probes/list-state.ts';

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
    const judged = lists.map((list) => ({ list, state: listState(list) })).filter(({ state }) => state !== 'unknown');
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
