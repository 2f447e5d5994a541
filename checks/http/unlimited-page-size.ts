import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { largePages, type LargePages } from '../../src/probes/large-pages.ts';
import { listPages } from '../../src/probes/list-pages.ts';
import { listState } from '../../src/probes/list-state.ts';

export default defineCheck({
  id: 'unlimited-page-size',
  title: 'Page sizes have a maximum',
  failureTitle: 'A page may be as large as the table',
  why: 'Pages protect a server only while nobody may ask for one of a million rows. One request in a loop is then enough to keep the database busy.',
  fix: 'Give the page size a maximum, such as 100, and answer 400 above it or cut it down to the maximum.',
  references: { cwe: 770, owaspApi: 'API4:2023' },
  stability: 'stable',
  needs: [listPages, largePages],
  judge({ listPages: { lists }, largePages: { pages } }) {
    if (lists.length === 0) return { verdict: 'not-applicable', reason: 'No list that records can be added to.' };
    if (lists.every((list) => ['everything', 'cut off'].includes(listState(list))))
      return { verdict: 'not-applicable', reason: 'No list has pages, which is a finding of its own.' };
    const asked = pages.filter(({ stuck, query }) => stuck !== null || query !== null);
    if (asked.length === 0) return { verdict: 'not-applicable', reason: 'No list lets its reader choose the size of a page.' };
    const judged = asked.filter((one) => stateOf(one) !== 'unknown');
    if (judged.length === 0)
      return {
        verdict: 'inconclusive',
        reason: stuckReason(asked, 'Pages of 100000 rows were answered in ways that say nothing about a maximum.'),
      };
    const wrong = judged.filter((one) => stateOf(one) === 'unlimited');
    if (wrong.length === 0)
      return { verdict: 'pass', found: `${counted(judged.length, 'list')}: a page of 100000 rows is refused or cut down.` };
    const found = `${wrong.length} of ${counted(judged.length, 'list')} with pages: ${wrong.map((one) => `GET ${one.collection}${one.query} gave ${one.looks.at(-1)?.rows} rows at once`).join('; ')}.`;
    const evidence = httpEvidence(
      wrong.map((one) => ({
        exchanges: [...one.chain, ...one.looks.slice(-2).map(({ exchange }) => exchange)],
        note: `${one.made} records were made, and all of them came in one answer, twice; ${one.small?.query} gives ${one.small?.rows}.`,
      })),
    );
    if (wrong.length === judged.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - wrong.length / judged.length, found, evidence };
  },
});

/** More rows than any usual maximum came at once, twice; or it was refused, or cut down. */
function stateOf({ stuck, looks, small, made, enough }: LargePages): 'limited' | 'unlimited' | 'unknown' {
  if (stuck !== null || small?.rows == null) return 'unknown';
  const [last, before] = [looks.at(-1), looks.at(-2)];
  if (!last) return 'unknown';
  if (last.status >= 400 && last.status < 500 && last.status !== 429) return 'limited';
  if (last.rows === null) return 'unknown';
  if (last.rows < made) return 'limited';
  return enough && before?.rows === last.rows ? 'unlimited' : 'unknown';
}
