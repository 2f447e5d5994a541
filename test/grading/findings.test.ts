import { expect, test } from 'vitest';
import { defineCheck } from '../../src/grading/check.ts';
import { judgeAll, type Records } from '../../src/grading/findings.ts';
import { defineProbe } from '../../src/probes/probe.ts';

const counting = defineProbe({ id: 'some-count', effect: 'read', needs: [], run: () => Promise.resolve({ count: 1 }) });
const check = defineCheck({
  id: 'too-many',
  title: '',
  failureTitle: '',
  why: '',
  fix: '',
  references: {},
  stability: 'stable',
  needs: [counting],
  judge({ someCount }) {
    if (someCount.count > 9) throw new Error('cannot count that far');
    return { verdict: 'pass', found: `counted ${someCount.count}` };
  },
});
const judged = (probes: Records['probes']) => judgeAll([{ check, area: 'a' }], { artifacts: {}, probes })[0]?.verdict;

test('a probe reaches judge under its id in camelCase', () =>
  expect(judged({ 'some-count': { value: { count: 3 } } })).toEqual({ verdict: 'pass', found: 'counted 3' }));
test('what is missing blocks, with whose fault it is', () =>
  expect(judged({ 'some-count': { missing: { reason: 'It did not start.', fault: 'submission', by: 'boot' } } })).toEqual({
    verdict: 'blocked',
    reason: 'It did not start.',
    fault: 'submission',
    by: 'boot',
  }));
test('what is nobody’s fault is inconclusive', () =>
  expect(judged({ 'some-count': { missing: { reason: 'Time was over.', fault: 'nobody', by: 'deadline' } } })).toMatchObject({
    verdict: 'inconclusive',
  }));
test('what does not exist here does not apply', () =>
  expect(judged({ 'some-count': { absent: 'No users.' } })).toEqual({ verdict: 'not-applicable', reason: 'No users.' }));
test('a probe that threw and a judge that throws are errors of ours', () => {
  expect(judged({ 'some-count': { threw: 'boom' } })).toMatchObject({ verdict: 'error' });
  expect(judged({ 'some-count': { value: { count: 10 } } })).toMatchObject({
    verdict: 'error',
    reason: expect.stringContaining('cannot count that far'),
  });
});
test('nothing recorded at all is our fault', () => expect(judged({})).toMatchObject({ verdict: 'blocked', fault: 'grader' }));
