import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { acquire } from '../../src/submission/acquire.ts';
import { read, type Readings } from '../../src/submission/readings.ts';
import type { Survey } from '../../src/submission/survey.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('what is recorded is JSON', async () => {
  expectTypeOf<Readings>().toExtend<Json>();
  expectTypeOf<Survey>().toExtend<Json>();
  const submission = await acquire(await temporaryFolder({ '.env': 'JWT_SECRET=f8a1kitten77\n' }));
  onTestFinished(() => submission.dispose());
  const readings = await read(submission);
  expect(readings.secrets).toHaveLength(1);
  expect(readings.envFiles).toEqual([
    { path: '.env', committed: null, secrets: [{ name: 'JWT_SECRET', line: 1 }], weak: [], values: 1 },
  ]);
  expect(JSON.parse(JSON.stringify(readings))).toEqual(readings);
});

test('test cases are counted by how they begin', async () => {
  const submission = await acquire(
    await temporaryFolder({
      'test/a.test.js': `describe('a', () => {\n  it('one', () => {});\n  test.each([1])('two', () => {});\n});\n`,
      'test/test_b.py': 'def test_one():\n    pass\n\nclass TestB:\n    async def test_two(self):\n        pass\n',
      'c_test.go': 'func TestOne(t *testing.T) {}\n',
      'src/test/java/DTest.java': '  @Test\n  void works() {}\n',
      'app/tests.py': '# Create your tests here.\n',
      'test/helpers.js': 'module.exports = {};',
      'test/endless.test.js': '\n'.repeat(500_000),
    }),
  );
  onTestFinished(() => submission.dispose());
  expect((await read(submission)).tests).toMatchObject({
    files: 4,
    cases: 6,
    biggest: [{ cases: 2 }, { cases: 2 }, { cases: 1 }, { cases: 1 }],
  });
});
