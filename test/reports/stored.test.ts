import { expect, test } from 'vitest';
import { expectGolden } from './golden.ts';
import { samples } from './sample.ts';
import { STORED, stored } from './stored.ts';

test.each(STORED)('the stored scorecard %s is what the same verdicts give today', (name) => {
  expectGolden(`${name}.json`, `${JSON.stringify(samples[name]?.(), null, 2)}\n`);
});

test('they show what their names say', () => {
  expect(stored('good').headline).toMatchObject({ letter: 'A', made: 0, undetermined: 1 });
  expect(stored('mixed').headline).toMatchObject({ letter: 'C', made: 3, undetermined: 1, notApplicable: 1 });
  expect(stored('flawed').headline).toMatchObject({ letter: 'F', made: 10, avoided: 0 });
  expect(stored('not-started').facts.startedFault).toBe('submission');
  expect(stored('hostile').run.submission.name).toContain('<script>');
});
