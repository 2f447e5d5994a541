import check from '../../../checks/data/duplicate-accepted.ts';
import type { DoubleTry, UniqueField } from '../../../src/probes/duplicates.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { duplicates: { fields: UniqueField[] } };
const withFields = (change: (field: UniqueField) => UniqueField) => (inputs: Inputs) => ({
  duplicates: { fields: inputs.duplicates.fields.map(change) },
});
const withTries = (change: (one: DoubleTry, index: number) => DoubleTry) =>
  withFields((field) => ({ ...field, tries: field.tries.map(change) }));
const withTaken = (...taken: number[]) =>
  withFields((field) => ({
    ...field,
    rounds: taken.map((count) => ({ taken: count, heldBack: 0, ids: count, chain: ['x1', 'x2'] })),
  }));

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'a second account is refused', fixture: 'tasks-express', expect: { found: /made no second record/ } },
    {
      name: 'answered like a success, and nobody new is there',
      fixture: 'tasks-express',
      change: withTries((one) => ({ ...one, statuses: [201, 201], outcome: 'nothing new' })),
    },
    {
      name: 'a server error instead of a refusal is judged elsewhere',
      fixture: 'tasks-express',
      change: withTries((one) => ({ ...one, statuses: [201, 500], outcome: 'server error' })),
    },
    { name: 'one of ten at once', fixture: 'tasks-express', change: withTaken(1, 1, 1) },
    { name: 'two of ten in one round only', fixture: 'tasks-express', change: withTaken(2, 1, 1) },
    {
      name: 'several of ten, which all name one record',
      fixture: 'tasks-express',
      change: withFields((field) => ({
        ...field,
        rounds: [0, 1, 2].map(() => ({ taken: 10, heldBack: 0, ids: 1, chain: ['x1'] })),
      })),
    },
  ],
  fail: [
    {
      name: 'two accounts with one address',
      fixture: 'tasks-express-flawed',
      expect: { found: 'POST /api/auth/register took the same email twice.' },
    },
    {
      name: 'the second takes the account over',
      fixture: 'tasks-express-flawed',
      change: withTries((one) => ({ ...one, outcome: 'replaced' })),
    },
  ],
  partial: [
    {
      name: 'whoever asks before inserting: refused in a row, several at once',
      fixture: 'tasks-express',
      change: withTaken(4, 1, 2),
      expect: { found: /several times when asked at once/ },
    },
  ],
  inconclusive: [
    {
      name: 'two tries that disagree',
      fixture: 'tasks-express-flawed',
      change: withTries((one, index) => (index === 0 ? one : { ...one, outcome: 'refused' })),
      expect: { reason: /cannot be seen/ },
    },
    {
      name: 'a rate limit before the second',
      fixture: 'tasks-express',
      change: withTries((one) => ({ ...one, statuses: [201, 429], outcome: 'unknown' })),
      expect: { reason: /rate limit/ },
    },
  ],
  'not-applicable': [{ name: 'nothing unique', fixture: 'tasks-express', change: () => ({ duplicates: { fields: [] } }) }],
});
