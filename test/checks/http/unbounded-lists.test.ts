import check from '../../../checks/http/unbounded-lists.ts';
import type { ListPages } from '../../../src/probes/list-pages.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { listPages: { lists: ListPages[] } };
const withLists = (change: (list: ListPages) => ListPages) => (inputs: Inputs) => ({
  listPages: { lists: inputs.listPages.lists.map(change) },
});
const showing =
  (...rows: [number, number, number]) =>
  (list: ListPages) => ({
    ...list,
    looks: list.looks.map((look, index) => ({ ...look, rows: rows[index] ?? null })),
  });

/** As if the list that has pages had none either. */
const withoutPages = withLists((list) => ({
  ...list,
  looks: list.looks.map((look, index) => ({ ...look, rows: [36, 71, 71][index] ?? null })),
  pages: list.pages.map((page) => ({ ...page, rows: 71 })),
  leadsOn: false,
}));
const then =
  (change: (inputs: Inputs) => Inputs) =>
  (inputs: Inputs): Inputs =>
    change(withoutPages(inputs));

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'lists with a limit', fixture: 'tasks-express', expect: { found: '2 lists of 2 can be read in pages.' } },
    {
      name: 'everything by default, but a limit is honoured',
      fixture: 'tasks-express-flawed',
      change: then(
        withLists((list) => ({
          ...list,
          pages: list.pages.map((page, index) => (index === 0 ? { ...page, rows: 4 } : page)),
        })),
      ),
    },
  ],
  fail: [
    {
      name: 'lists that return everything',
      fixture: 'tasks-express-flawed',
      change: withoutPages,
      expect: { found: /2 of 2 list endpoints/ },
    },
    {
      name: 'a list that stops, and nothing leads on',
      fixture: 'tasks-express-flawed',
      change: then(
        withLists((list) => ({ ...showing(20, 20, 20)(list), pages: list.pages.map((page) => ({ ...page, rows: 20 })) })),
      ),
      expect: { found: /stops, and nothing leads to the rest/ },
    },
  ],
  partial: [
    {
      name: 'one list returns everything, the other has pages',
      fixture: 'tasks-express-flawed',
      expect: { found: /^1 of 2 list endpoints: GET \/api\/projects returned all \d+ rows\.$/ },
    },
  ],
  inconclusive: [
    {
      name: 'a list that never shows what was added',
      fixture: 'tasks-express-flawed',
      change: then(withLists(showing(0, 0, 0))),
    },
    { name: 'two looks that disagree', fixture: 'tasks-express-flawed', change: then(withLists(showing(25, 60, 59))) },
    {
      name: 'a rate limit before the pages, after the rows were made',
      fixture: 'tasks-express-flawed',
      change: then(withLists((list) => ({ ...list, pages: list.pages.map((page) => ({ ...page, status: 429, rows: null })) }))),
      expect: { reason: /rate limit/ },
    },
    {
      name: 'a cart in which every creation is the same row',
      fixture: 'tasks-express-flawed',
      change: then(
        withLists((list) => ({
          ...showing(1, 1, 1)(list),
          pages: list.pages.map((page) => ({ ...page, rows: 1 })),
          ids: 1,
        })),
      ),
    },
    {
      name: 'a rate limit in the way',
      fixture: 'tasks-express',
      change: withLists((list) => ({ ...list, looks: [], stuck: 'a rate limit answered 429 while rows were made' })),
      expect: { reason: /rate limit/ },
    },
  ],
  'not-applicable': [{ name: 'no list', fixture: 'tasks-express', change: () => ({ listPages: { lists: [] } }) }],
});
