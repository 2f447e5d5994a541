import check from '../../../checks/http/wrong-read-status.ts';
import type { Lifecycle } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { recordLifecycle: { resources: Lifecycle[] } };
const withEach = (change: (one: Lifecycle, index: number) => Partial<Lifecycle>) => (inputs: Inputs) => ({
  recordLifecycle: { resources: inputs.recordLifecycle.resources.map((one, index) => ({ ...one, ...change(one, index) })) },
});
const listsAnswer = (status: number, again = status) =>
  withEach(({ list, listAgain }) => ({
    list: list && { ...list, status },
    listAgain: listAgain && { ...listAgain, status: again },
  }));
const emptyAnswers = (status: number, parts: { again?: number; holds?: boolean } = {}) =>
  withEach(({ emptyList, list }) => ({
    emptyList: emptyList && {
      ...emptyList,
      status,
      again: parts.again ?? status,
      filled: list && { ...list, holds: parts.holds ?? true },
    },
  }));

checkTester(check, import.meta.filename, {
  pass: [
    {
      name: 'records and lists come with 200',
      fixture: 'tasks-express',
      expect: { found: /4 ways to read records answered 200/ },
    },
    { name: 'a part of a list comes with 206', fixture: 'tasks-express', change: listsAnswer(206) },
    { name: '201 once, and not when asked again', fixture: 'tasks-express', change: listsAnswer(201, 200) },
    { name: '404 that is no answer to emptiness', fixture: 'tasks-express', change: emptyAnswers(404, { holds: false }) },
    { name: '404 for an empty list once', fixture: 'tasks-express', change: emptyAnswers(404, { again: 200 }) },
    { name: '403 for somebody who may not list', fixture: 'tasks-express', change: emptyAnswers(403) },
    {
      name: 'a body that does not hold the record shows nothing',
      fixture: 'tasks-express',
      change: withEach(({ list }) => ({ list: list && { ...list, status: 202, holds: false } })),
      expect: { found: /2 ways/ },
    },
  ],
  fail: [
    { name: 'lists answer 201', fixture: 'tasks-express-flawed', expect: { found: /2 of 4 ways to read records answered 201/ } },
    { name: '302 with the list in its body', fixture: 'tasks-express', change: listsAnswer(302) },
  ],
  partial: [
    {
      name: 'an empty list is not found',
      fixture: 'tasks-express',
      change: emptyAnswers(404),
      expect: { found: /404 while the list is empty/ },
    },
    { name: 'an empty list has no content', fixture: 'tasks-express', change: emptyAnswers(204) },
    {
      name: 'one of four reads answers 201',
      fixture: 'tasks-express',
      change: withEach(({ read, readAgain }, index) =>
        index > 0 ? {} : { read: read && { ...read, status: 201 }, readAgain: readAgain && { ...readAgain, status: 201 } },
      ),
    },
  ],
  inconclusive: [
    {
      name: 'nothing could be made',
      fixture: 'tasks-express',
      change: withEach(() => ({ stuck: 'no payload', read: null, list: null })),
      expect: { reason: /no payload/ },
    },
    {
      name: 'nothing could be read a second time',
      fixture: 'tasks-express',
      change: withEach(() => ({ readAgain: null, listAgain: null })),
    },
  ],
  'not-applicable': [
    { name: 'no records', fixture: 'tasks-express', change: () => ({ recordLifecycle: { resources: [] } }) },
    { name: 'records that cannot be read', fixture: 'tasks-express', change: withEach(() => ({ read: null, list: null })) },
  ],
});
