import check from '../../../checks/http/unlimited-page-size.ts';
import type { LargePages } from '../../../src/probes/large-pages.ts';
import type { ListPages } from '../../../src/probes/list-pages.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { listPages: { lists: ListPages[] }; largePages: { pages: LargePages[] } };
const withPages = (change: (page: LargePages) => LargePages) => (inputs: Inputs) => ({
  ...inputs,
  largePages: { pages: inputs.largePages.pages.map(change) },
});
const answering = (status: number, rows: number | null) =>
  withPages((page) => ({ ...page, looks: page.looks.map((look) => ({ ...look, status, rows })) }));

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'more than the maximum is a 400', fixture: 'tasks-express', expect: { found: /refused or cut down/ } },
    { name: 'cut down to a hundred', fixture: 'tasks-express-flawed', change: answering(200, 100) },
    { name: 'cut down to a thousand', fixture: 'tasks-express-flawed', change: answering(200, 1000) },
    { name: 'refused with 422', fixture: 'tasks-express-flawed', change: answering(422, null) },
  ],
  fail: [
    {
      name: 'everything at once',
      fixture: 'tasks-express-flawed',
      expect: { found: /^1 of 1 list with pages: GET \/api\/tasks\?limit=100000 gave \d{4} rows at once\.$/ },
    },
  ],
  inconclusive: [
    {
      name: 'everything, but of fewer rows than a usual maximum',
      fixture: 'tasks-express-flawed',
      change: withPages((page) => ({ ...page, stuck: 'a rate limit allows no more rows than 80', enough: false, made: 80 })),
      expect: { reason: /rate limit/ },
    },
    { name: 'a server error', fixture: 'tasks-express-flawed', change: answering(500, null) },
    { name: 'a limiter', fixture: 'tasks-express-flawed', change: answering(429, null) },
    {
      name: 'the size counts no longer afterwards',
      fixture: 'tasks-express-flawed',
      change: withPages((page) => ({ ...page, small: null })),
    },
  ],
  'not-applicable': [
    { name: 'no list', fixture: 'tasks-express', change: (inputs: Inputs) => ({ ...inputs, listPages: { lists: [] } }) },
    {
      name: 'nobody can choose the size of a page',
      fixture: 'tasks-express',
      change: withPages((page) => ({ ...page, query: null, looks: [] })),
      expect: { reason: /choose the size/ },
    },
    {
      name: 'lists without pages are one finding, and it is not this one',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        listPages: { lists: inputs.listPages.lists.filter(({ collection }) => collection === '/api/projects') },
        largePages: { pages: inputs.largePages.pages.filter(({ collection }) => collection === '/api/projects') },
      }),
      expect: { reason: /No list has pages/ },
    },
  ],
});
