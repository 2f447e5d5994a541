import check from '../../../checks/http/wrong-method-status.ts';
import type { WrongMethod } from '../../../src/probes/absent-operations.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { absentOperations: { methods: WrongMethod[] } };
const withEach = (change: (one: WrongMethod, index: number) => Partial<WrongMethod>) => (inputs: Inputs) => ({
  absentOperations: {
    ...inputs.absentOperations,
    methods: inputs.absentOperations.methods.map((one, index) => ({ ...one, ...change(one, index) })),
  },
});
const answer = (status: number, again = status) => withEach(() => ({ statuses: [status, again] }));

checkTester(check, import.meta.filename, {
  pass: [
    { name: '404', fixture: 'tasks-express', expect: { found: /that no path offers answered 404/ } },
    { name: '405', fixture: 'tasks-express', change: answer(405) },
    { name: '501', fixture: 'tasks-express', change: answer(501) },
    { name: '401 of a guard in front of everything', fixture: 'tasks-express', change: answer(401) },
    { name: 'a page for everything with 200', fixture: 'tasks-express', change: answer(200) },
    { name: 'a server error once', fixture: 'tasks-express', change: answer(500, 404) },
    {
      name: 'a method that works and that the document forgot',
      fixture: 'tasks-express',
      change: withEach((_one, index) => ({
        certain: false,
        ...(index === 0 && { statuses: [200, 200], effects: ['changed', 'changed'] }),
      })),
    },
  ],
  fail: [
    { name: 'a server error', fixture: 'tasks-express-flawed', expect: { found: /7 ended in a server error/ } },
    {
      name: 'any method does it',
      fixture: 'tasks-express',
      change: withEach(() => ({ certain: false, statuses: [200, 200], effects: ['created', 'created'] })),
      expect: { found: /carried out/ },
    },
  ],
  partial: [
    {
      name: 'one method that the running process does not know changes the record',
      fixture: 'tasks-express',
      change: withEach((_one, index) =>
        index === 0 ? { certain: true, statuses: [200, 200], effects: ['changed', 'changed'] } : {},
      ),
      expect: { found: /1 was carried out/ },
    },
  ],
  inconclusive: [
    {
      name: 'nothing could be made',
      fixture: 'tasks-express',
      change: () => ({ absentOperations: { methods: [], unknownPaths: [] } }),
    },
    { name: 'the record could not be seen', fixture: 'tasks-express-flawed', change: withEach(() => ({ controlled: false })) },
    { name: 'a limiter answered', fixture: 'tasks-express-flawed', change: answer(429) },
  ],
});
