import check from '../../../checks/database/missing-constraints.ts';
import type { IndexFacts, Schema, TableFacts } from '../../../src/database/schema.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { schema: Schema };
const withTable = (table: Partial<TableFacts> & { name: string }) => (inputs: Inputs) => ({
  schema: {
    ...inputs.schema,
    tables: [...inputs.schema.tables, { columns: [], primaryKey: [], indexes: [], references: [], ...table }],
  },
});
const withUserIndex = (index: Partial<IndexFacts>) => (inputs: Inputs) => ({
  schema: {
    ...inputs.schema,
    tables: inputs.schema.tables.map((table) =>
      table.name === 'users'
        ? {
            ...table,
            indexes: [
              ...table.indexes,
              { name: 'one', keys: ['email'], unique: true, partial: false, method: 'btree', ...index },
            ],
          }
        : table,
    ),
  },
});
const column = (name: string, nullable = false) => ({ name, type: 'integer', nullable });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'keys everywhere and a unique e-mail', fixture: 'tasks-express', expect: { found: /users\.email is unique/ } },
    {
      name: 'a unique index that folds case',
      fixture: 'tasks-express-flawed',
      change: withUserIndex({ keys: ['lower((email)::text)'] }),
    },
    {
      name: 'unique among those that are not deleted',
      fixture: 'tasks-express-flawed',
      change: withUserIndex({ partial: true }),
    },
    {
      name: 'the same e-mail in a table beside that of the users',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        schema: {
          ...inputs.schema,
          login: {
            by: ['email'],
            columns: [
              { table: 'newsletter', column: 'email', holds: 'email' },
              { table: 'users', column: 'email', holds: 'email' },
            ],
          },
        },
      }),
    },
    { name: 'a table of a migration tool', fixture: 'tasks-express', change: withTable({ name: 'typeorm_metadata' }) },
    {
      name: 'a log without a key',
      fixture: 'tasks-express',
      change: withTable({ name: 'audit_log', columns: [column('user_id')] }),
    },
    {
      name: 'a relation whose pairs are unique',
      fixture: 'tasks-express',
      change: withTable({
        name: '_TagToTask',
        columns: [column('A'), column('B')],
        indexes: [{ name: 'ab', keys: ['A', 'B'], unique: true, partial: false, method: 'btree' }],
      }),
    },
    {
      name: 'nobody logs in',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({ schema: { ...inputs.schema, login: null } }),
    },
  ],
  fail: [
    {
      name: 'an e-mail that may be there twice',
      fixture: 'tasks-express-flawed',
      expect: { found: /users\.email, by which people log in, is not unique/ },
    },
    {
      name: 'an index that is not unique',
      fixture: 'tasks-express-flawed',
      change: withUserIndex({ unique: false }),
    },
    {
      name: 'unique is another column, whose name begins alike',
      fixture: 'tasks-express-flawed',
      change: withUserIndex({ keys: ['lower(email_domain)'] }),
    },
  ],
  partial: [
    {
      name: 'unique in each tenant only',
      fixture: 'tasks-express-flawed',
      change: withUserIndex({ keys: ['tenant_id', 'email'] }),
      expect: { found: /only together with tenant_id/ },
    },
    {
      name: 'a relation without any key',
      fixture: 'tasks-express',
      change: withTable({ name: 'task_tags', columns: [column('task_id'), column('tag_id')] }),
      expect: { found: /task_tags has no primary key/ },
    },
    {
      name: 'a unique index over what may be null is no key',
      fixture: 'tasks-express',
      change: withTable({
        name: 'task_tags',
        columns: [column('task_id', true)],
        indexes: [{ name: 'one', keys: ['task_id'], unique: true, partial: false, method: 'btree' }],
      }),
    },
  ],
  'not-applicable': [
    {
      name: 'an empty database',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({ schema: { ...inputs.schema, tables: [] } }),
    },
  ],
  inconclusive: [
    {
      name: 'nobody could register',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({ schema: { ...inputs.schema, login: { unknown: 'Nobody could register and log in.' } } }),
      expect: { reason: /Nobody could register/ },
    },
    {
      name: 'logins that stand in no column of their own',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({ schema: { ...inputs.schema, login: { by: ['email'], columns: [] } } }),
    },
  ],
});
