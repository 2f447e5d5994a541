import check from '../../../checks/http/wrong-delete-status.ts';
import type { Lifecycle, RemoveStep } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { recordLifecycle: { resources: Lifecycle[] } };
const withEach = (change: (one: Lifecycle, index: number) => Partial<Lifecycle>) => (inputs: Inputs) => ({
  recordLifecycle: { resources: inputs.recordLifecycle.resources.map((one, index) => ({ ...one, ...change(one, index) })) },
});
/** Every resource deletes like this, twice where `second` says how. */
const deletions = (first: Partial<RemoveStep>, second?: Partial<RemoveStep>) =>
  withEach(({ removes: [one] }) => ({
    removes: one ? [{ ...one, ...first }, ...(second ? [{ ...one, ...second }] : [])] : [],
  }));
const twice = (both: Partial<RemoveStep>) => deletions(both, both);

checkTester(check, import.meta.filename, {
  pass: [
    { name: '204, and gone', fixture: 'tasks-express', expect: { found: /2 delete operations answered 204/ } },
    { name: '200 with a sentence', fixture: 'tasks-express', change: deletions({ status: 200, became: 'gone' }) },
    { name: '202, and gone soon', fixture: 'tasks-express', change: deletions({ status: 202, became: 'gone' }) },
    {
      name: 'the second time succeeds too',
      fixture: 'tasks-express',
      change: deletions({ status: 204, became: 'gone', again: 204 }),
    },
    { name: 'the second time is 410', fixture: 'tasks-express', change: deletions({ again: 410 }) },
    {
      name: 'a cancelled order can still be read, as cancelled',
      fixture: 'tasks-express',
      change: deletions({ status: 200, became: 'marked' }),
    },
    {
      name: 'soft deletion: the row stays, the API shows it no longer',
      fixture: 'tasks-express',
      change: deletions({ status: 200, became: 'gone', readAfter: 200 }),
    },
  ],
  fail: [
    {
      name: 'the record can still be read',
      fixture: 'tasks-express-flawed',
      expect: { found: /DELETE \/api\/tasks\/… answered 200, and the record can still be read/ },
    },
    { name: 'an error for what was deleted', fixture: 'tasks-express', change: twice({ status: 500, became: 'gone' }) },
  ],
  partial: [
    { name: '201 for a deletion', fixture: 'tasks-express', change: twice({ status: 201, became: 'gone' }) },
    { name: 'a redirect after a deletion', fixture: 'tasks-express', change: twice({ status: 302, became: 'gone' }) },
    { name: 'the same request again breaks', fixture: 'tasks-express', change: twice({ status: 204, again: 500 }) },
  ],
  inconclusive: [
    { name: '202: it will be deleted some day', fixture: 'tasks-express', change: twice({ status: 202, became: 'same' }) },
    {
      name: 'still there once, gone the second time',
      fixture: 'tasks-express',
      change: deletions({ became: 'same' }, { became: 'gone' }),
    },
    { name: 'still there, and not tried again', fixture: 'tasks-express', change: deletions({ became: 'same' }) },
    { name: 'refused, and still there', fixture: 'tasks-express', change: twice({ status: 403, became: 'same' }) },
    { name: 'a limiter answered', fixture: 'tasks-express', change: twice({ status: 429, became: 'same' }) },
    { name: 'nobody can see the record', fixture: 'tasks-express', change: twice({ became: null }) },
    { name: 'nothing could be made', fixture: 'tasks-express', change: withEach(() => ({ stuck: 'no payload', removes: [] })) },
  ],
  'not-applicable': [
    { name: 'nothing can be deleted', fixture: 'tasks-express', change: withEach(() => ({ removable: false, removes: [] })) },
  ],
});
