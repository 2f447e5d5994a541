import check from '../../../checks/http/inconsistent-errors.ts';
import type { AbsentRequest, WrongMethod } from '../../../src/probes/absent-operations.ts';
import type { AnswerLook } from '../../../src/probes/answer-look.ts';
import type { FaultyRequest } from '../../../src/probes/bad-input.ts';
import type { Lifecycle } from '../../../src/probes/record-lifecycle.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = {
  badInput: { requests: FaultyRequest[] };
  absentOperations: { methods: WrongMethod[]; unknownPaths: AbsentRequest[] };
  recordLifecycle: { resources: Lifecycle[] };
};
/** The answers to one kind of fault look like this. */
const looksAt = (fault: string, look: Partial<AnswerLook>, status?: number) => (inputs: Inputs) => ({
  ...inputs,
  badInput: {
    requests: inputs.badInput.requests.map((one) =>
      one.fault === fault
        ? {
            ...one,
            looks: [
              { ...one.looks[0], ...look },
              { ...one.looks[1], ...look },
            ],
            ...(status !== undefined && { statuses: [status, status] }),
          }
        : one,
    ),
  },
});
const page = { form: 'page', places: ['HTML page'] } as const;

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'one envelope', fixture: 'tasks-express', expect: { found: /all with error: object/ } },
    {
      name: 'more beside the same text',
      fixture: 'tasks-express',
      change: looksAt('empty body', { places: ['error: object', 'details: list'] }),
    },
    {
      name: 'the framework answers malformed JSON with its page',
      fixture: 'tasks-express',
      change: looksAt('malformed JSON', { ...page, isDefault: true }),
      expect: { found: /framework’s own look different, which does not count/ },
    },
    { name: 'a page of somebody’s for malformed JSON', fixture: 'tasks-express', change: looksAt('malformed JSON', page) },
    {
      name: 'the framework validates',
      fixture: 'tasks-express',
      change: looksAt('empty body', { places: ['detail: list'], isDefault: true }),
    },
    {
      name: 'a limiter has words of its own',
      fixture: 'tasks-express',
      change: looksAt('wrong password', { form: 'text', places: ['plain text'] }, 429),
    },
    {
      name: 'an empty body',
      fixture: 'tasks-express',
      change: looksAt('no credential', { form: 'empty', places: [], isDefault: true }),
    },
    { name: 'a server error is another question', fixture: 'tasks-express', change: looksAt('wrong types', page, 500) },
    {
      name: 'all refusals are the framework’s own',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        absentOperations: { methods: [], unknownPaths: [] },
        recordLifecycle: { resources: [] },
        badInput: {
          requests: inputs.badInput.requests.map(({ looks: [first, second], ...one }) => ({
            ...one,
            looks: [
              { ...first, isDefault: true },
              { ...second, isDefault: true },
            ],
          })),
        },
      }),
      expect: { found: /structure of the framework/ },
    },
  ],
  fail: [],
  partial: [
    {
      name: 'error here, message there, plain text at the login',
      fixture: 'tasks-express-flawed',
      expect: { found: /error: text, the others as message: text; plain text/ },
    },
    {
      name: 'a page where a record is wanted',
      fixture: 'tasks-express',
      change: looksAt('no credential', page),
      expect: { found: /the others as HTML page/ },
    },
  ],
  inconclusive: [
    {
      name: 'nothing was refused',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        badInput: { requests: inputs.badInput.requests.map((one) => ({ ...one, statuses: [200, 200] })) },
        absentOperations: { methods: [], unknownPaths: [] },
        recordLifecycle: { resources: [] },
      }),
    },
  ],
});
