import check from '../../../checks/database/unindexed-queries.ts';
import type { CapturedQueries, CapturedStatement } from '../../../src/database/queries.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { queries: CapturedQueries };
const withStatements =
  (change: (statements: readonly CapturedStatement[]) => readonly CapturedStatement[]) => (inputs: Inputs) => ({
    queries: { ...inputs.queries, statements: change(inputs.queries.statements) },
  });
const withPlan = (plan: CapturedStatement['plan']) => withStatements((statements) => statements.map((one) => ({ ...one, plan })));
const indexed: CapturedStatement = {
  sql: 'SELECT * FROM tasks WHERE project_id = $1',
  parameters: ['1'],
  operation: 'GET /api/tasks',
  executions: 3,
  plan: { indexes: ['tasks(project_id)'], missing: null },
};

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'every list walks along an index', fixture: 'tasks-express', expect: { found: /No index that is missing/ } },
    {
      name: 'whole tables are read, and no index would help: full lists, counts, random order',
      fixture: 'tasks-express-flawed',
      change: withPlan({ indexes: [], missing: null }),
    },
    {
      name: 'one statement of many could not be measured',
      fixture: 'tasks-express',
      change: withStatements((all) => [
        ...all,
        { ...indexed, plan: { unknown: 'canceling statement due to statement timeout' } },
      ]),
    },
  ],
  fail: [
    {
      name: 'no foreign key and no e-mail has an index',
      fixture: 'tasks-express-flawed',
      expect: { found: /tasks\(user_id\) in GET \/api\/tasks/ },
    },
  ],
  partial: [
    {
      name: 'one of the lists has its index',
      fixture: 'tasks-express-flawed',
      change: withStatements((all) => [...all, indexed]),
    },
  ],
  inconclusive: [
    {
      name: 'no statement belongs to a request for certain',
      fixture: 'tasks-express',
      change: withStatements(() => []),
      expect: { reason: /No query could be told/ },
    },
    {
      name: 'nothing could be measured',
      fixture: 'tasks-express-flawed',
      change: withPlan({ unknown: 'the table tasks could not be copied with many rows: out of memory' }),
      expect: { reason: /could not be measured: the table tasks/ },
    },
    {
      name: 'only inserts were seen',
      fixture: 'tasks-express-flawed',
      change: withStatements((all) => all.filter(({ sql }) => sql.startsWith('INSERT'))),
    },
  ],
});
