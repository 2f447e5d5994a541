import check from '../../../checks/data/unvalidated-input.ts';
import type { TriedOperation, TriedValue } from '../../../src/probes/invalid-values.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { invalidValues: { operations: TriedOperation[] } };
const withOperations = (change: (operation: TriedOperation, index: number) => TriedOperation) => (inputs: Inputs) => ({
  invalidValues: { operations: inputs.invalidValues.operations.map(change) },
});
const withValues = (change: (value: TriedValue) => TriedValue) =>
  withOperations((one) => ({ ...one, values: one.values.map(change) }));

const shorten = {
  operations: [
    { id: 'POST /login', method: 'POST', path: '/login', confirmation: { state: 'confirmed' } },
    { id: 'POST /shorten', method: 'POST', path: '/shorten', confirmation: { state: 'confirmed' } },
  ],
};
const loginOnly = { operations: shorten.operations.slice(0, 1) };

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'every invalid value is refused', fixture: 'tasks-express', expect: { found: /none was stored/ } },
    {
      name: 'taken, put right and so not stored',
      fixture: 'tasks-express-flawed',
      change: withValues((value) => ({ ...value, stored: false })),
    },
    {
      name: 'a server error is no storing',
      fixture: 'tasks-express',
      change: withValues((value) => (value.field === 'title' ? { ...value, statuses: [500] } : value)),
    },
  ],
  fail: [
    {
      name: 'an address that is none, and a day that is none',
      fixture: 'tasks-express-flawed',
      expect: { found: /^5 of 6 invalid values were stored, by 3 of 3 operations: email, name, title, due_date\.$/ },
    },
  ],
  partial: [
    {
      name: 'only blank names, which can be argued for',
      fixture: 'tasks-express-flawed',
      change: withValues((value) => ({ ...value, stored: value.stored && value.lesson })),
      expect: { found: /by 2 of 3 operations: name, title/ },
    },
    {
      name: 'one operation of three',
      fixture: 'tasks-express-flawed',
      change: withOperations((one, index) =>
        index === 0 ? one : { ...one, values: one.values.map((value) => ({ ...value, stored: false })) },
      ),
    },
  ],
  inconclusive: [
    {
      name: 'something takes input that is not known to make records',
      fixture: 'tasks-express',
      change: () => ({ invalidValues: { operations: [] }, api: shorten }),
      expect: { reason: /^POST \/shorten may take input/ },
    },
    {
      name: 'good records are not accepted afterwards',
      fixture: 'tasks-express-flawed',
      change: withOperations((one) => ({ ...one, controlled: false })),
      expect: { reason: /before and after/ },
    },
    {
      name: 'a limiter answers instead',
      fixture: 'tasks-express-flawed',
      change: withOperations((one) => ({
        ...one,
        controlled: false,
        heldBack: true,
        values: one.values.map((value) => ({ ...value, statuses: [429], stored: false })),
      })),
      expect: { reason: /rate limit/ },
    },
    {
      name: 'nothing could be made',
      fixture: 'tasks-express',
      change: withOperations((one) => ({
        ...one,
        controlled: false,
        stuck: 'no accepted payload for POST /x is known',
        values: [],
      })),
      expect: { reason: /no accepted payload/ },
    },
  ],
  'not-applicable': [
    {
      name: 'nothing takes values',
      fixture: 'tasks-express',
      change: () => ({ invalidValues: { operations: [] }, api: loginOnly }),
    },
    {
      name: 'no rule is known',
      fixture: 'tasks-express',
      change: withOperations((one) => ({ ...one, values: [] })),
      expect: { reason: /which values would be wrong/ },
    },
  ],
});
