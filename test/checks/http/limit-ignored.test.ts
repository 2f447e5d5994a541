import check from '../../../checks/http/limit-ignored.ts';
import type { ListPages } from '../../../src/probes/list-pages.ts';
import type { PageWalk } from '../../../src/probes/page-walk.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { listPages: { lists: ListPages[] } };
const withLists = (change: (list: ListPages) => ListPages) => (inputs: Inputs) => ({
  listPages: { lists: inputs.listPages.lists.map(change) },
});
const withWalk = (change: (walk: PageWalk) => PageWalk) =>
  withLists((list) => ({ ...list, walk: list.walk && change(list.walk) }));
/** Three pages of four rows that begin at these rows of the list. */
const beginning = (...from: (number | null)[]) =>
  withWalk((walk) => ({
    ...walk,
    kind: 'page',
    steps: walk.steps.map((step, index) => ({ ...step, from: from[index] ?? null })),
  }));
const withIgnored = (list: ListPages): ListPages => ({
  ...list,
  size: null,
  walk: null,
  ignored: [{ parameter: 'limit', looks: list.looks.slice(1).map((look) => ({ ...look, query: '?limit=4' })) }],
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'limit and offset', fixture: 'tasks-express', expect: { found: /follow each other/ } },
    {
      name: 'an offset that counts pages',
      fixture: 'tasks-express',
      change: withWalk((walk) => ({
        ...walk,
        steps: walk.steps.map((step, index) => ({ ...step, from: index * 16 })),
      })),
    },
    {
      name: 'pages that are counted from zero',
      fixture: 'tasks-express',
      change: withWalk((walk) => ({
        ...walk,
        kind: 'page',
        steps: walk.steps.map((step, index) => ({ ...step, from: (index + 1) * 4 })),
        zero: { ...walk.start, query: '?limit=4&page=0', from: 0 },
      })),
    },
    {
      name: 'an order that is not the same twice accuses nobody',
      fixture: 'tasks-express-flawed',
      change: withWalk((walk) => ({ ...walk, steady: false })),
    },
  ],
  fail: [
    {
      name: 'an offset that forgets to multiply',
      fixture: 'tasks-express-flawed',
      expect: { found: '1 of 1 list with pages: GET /api/tasks repeats rows of one page on the next.' },
    },
    { name: 'rows left out', fixture: 'tasks-express', change: beginning(0, 8, 16), expect: { found: /leaves rows out/ } },
    {
      name: 'a documented page size that changes nothing',
      fixture: 'tasks-express',
      change: withLists(withIgnored),
      expect: { found: /ignores the page size that its document names/ },
    },
  ],
  partial: [
    {
      name: 'one list of two',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        listPages: { lists: inputs.listPages.lists.map((list, index) => (index === 0 ? withIgnored(list) : list)) },
      }),
    },
  ],
  inconclusive: [
    {
      name: 'pages, but no size that is honoured',
      fixture: 'tasks-express',
      change: withLists((list) => ({ ...list, size: null, walk: null })),
      expect: { reason: /could not be found out/ },
    },
    {
      name: 'a rate limit in the way',
      fixture: 'tasks-express',
      change: withLists((list) => ({ ...list, looks: [], stuck: 'a rate limit answered 429 while rows were made' })),
      expect: { reason: /rate limit/ },
    },
  ],
  'not-applicable': [
    { name: 'no list', fixture: 'tasks-express', change: () => ({ listPages: { lists: [] } }) },
    {
      name: 'lists without pages are one finding, and it is not this one',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        listPages: { lists: inputs.listPages.lists.filter(({ collection }) => collection === '/api/projects') },
      }),
      expect: { reason: /No list has pages/ },
    },
  ],
});
