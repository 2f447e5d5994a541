import { expect, test } from 'vitest';
import check from '../../../checks/code/missing-tests.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import type { Survey } from '../../../src/submission/survey.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
  survey: Survey;
}
const withTests =
  (tests: Partial<Readings['tests']>, above: readonly string[] = []) =>
  ({ readings, survey }: Inputs) => ({
    readings: { ...readings, above, tests: { ...readings.tests, ...tests } },
    survey,
  });

checkTester(check, import.meta.filename, {
  pass: [{ name: 'tests of the endpoints', fixture: 'tasks-express', expect: { found: /test cases in 3 files/ } }],
  fail: [{ name: 'none', fixture: 'tasks-express-flawed' }],
  partial: [{ name: 'two of them', fixture: 'tasks-express', change: withTests({ real: 2 }) }],
  inconclusive: [
    { name: 'comparisons that are not understood', fixture: 'tasks-express', change: withTests({ real: 0, unclear: 4 }) },
    {
      name: 'tests may stand above the graded folder',
      fixture: 'tasks-express-flawed',
      change: withTests({}, ['tests', 'apps']),
    },
  ],
});

const five = (one: (number: number) => string) => [1, 2, 3, 4, 5].map(one).join('\n');

test.each([
  [
    'beside the source',
    {
      'go.mod': 'module x\n',
      'tasks_test.go': five(
        (n) => `func TestTask${n}(t *testing.T) {\n\tif got := Add(1); got != 2 {\n\t\tt.Errorf("got %d", got)\n\t}\n}`,
      ),
    },
  ],
  [
    'a table of cases in one function',
    {
      'go.mod': 'module x\n',
      'a_test.go':
        'func TestAll(t *testing.T) {\n\tfor _, tt := range cases {\n\t\tassert.Equal(t, tt.want, Do(tt.in))\n\t}\n}\n',
    },
  ],
  [
    'below src/test',
    {
      'pom.xml': '<project/>',
      'src/test/java/TaskTest.java': five(
        (n) => `  @Test\n  void works${n}() throws Exception {\n    mvc.perform(get("/tasks")).andExpect(status().isOk());\n  }`,
      ),
    },
  ],
  [
    'tests.py of a Django app',
    {
      'manage.py': '',
      'tasks/tests.py': five(
        (n) => `    def test_list_${n}(self):\n        self.assertEqual(self.client.get("/tasks/").status_code, 200)\n`,
      ),
    },
  ],
  [
    'PHPUnit with the mark in a comment',
    {
      'composer.json': '{}',
      'tests/Feature/TaskTest.php': five(
        (n) =>
          `    /** @test */\n    public function it_lists_${n}()\n    {\n        $this->getJson('/api/tasks')->assertStatus(200);\n    }`,
      ),
    },
  ],
  [
    'in the code, as Rust has them',
    {
      'Cargo.toml': '[dependencies]\naxum = "0.7"\n',
      'src/main.rs': five((n) => `    #[test]\n    fn adds_${n}() {\n        assert_eq!(add(1), 2);\n    }`),
    },
  ],
  [
    'a collection of requests that compares answers',
    {
      'package.json': '{}',
      'api.postman_collection.json': `{"_postman_id":"1","exec":[\n${five((n) => `"pm.test('status ${n}', () => pm.response.to.have.status(200));",`)}\n""]}`,
    },
  ],
  [
    'comparisons in a helper of the file',
    {
      'package.json': '{}',
      'test/a.test.js': `async function check(path) {\n  assert.equal((await get(path)).status, 200);\n}\n${five((n) => `test('${n}', () => check('/${n}'));`)}`,
    },
  ],
  [
    'chained expectations of an answer',
    {
      'package.json': '{}',
      'test/a.test.js': five((n) => `it('${n}', () => request(app).get('/${n}').expect(200).expect('Content-Type', /json/));`),
    },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'pass' });
});

test.each<[string, Record<string, string>]>([
  ['assert without a runner', { 'test.js': 'assert.strictEqual(total([1, 2]), 3);\n' }],
  ['a shell script', { 'tests/run.sh': 'curl -fs localhost:3000/tasks || exit 1\n' }],
  [
    'requests of an editor',
    { 'tests/a.http': 'GET /a\n\n> {%\n client.test("ok", () => client.assert(response.status === 200));\n%}\n' },
  ],
  ['Robot Framework', { 'tests/a.robot': '*** Test Cases ***\nList\n    Should Be Equal  ${status}  200\n' }],
  ['Kotest', { 'src/test/kotlin/ATest.kt': 'class ATest : StringSpec({\n  "adds" { total(1, 2) shouldBe 3 }\n})\n' }],
  [
    'k6',
    {
      'tests/load.js': 'export default () => check(http.get(url), { ok: (r) => r.status === 200 });\n'.replace(
        'http.get(url)',
        'answer',
      ),
    },
  ],
])('tests of a kind that is not read are no missing ones: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'inconclusive' });
});

test.each([
  ['a sum', { 'package.json': '{}', 'tests/sample.test.ts': "it('can add 2 numbers', () => {\n  expect(1 + 2).toBe(3);\n});\n" }],
  [
    'what `nest new` leaves',
    {
      'package.json': '{}',
      'test/app.e2e-spec.ts': "it('/ (GET)', () => request(app.getHttpServer()).get('/').expect(200).expect('Hello World!'));\n",
    },
  ],
  [
    'what `nest generate` leaves',
    { 'package.json': '{}', 'src/a.service.spec.ts': "it('should be defined', () => {\n  expect(service).toBeDefined();\n});\n" },
  ],
  ['contextLoads', { 'pom.xml': '<project/>', 'src/test/java/AppTests.java': '  @Test\n  void contextLoads() {\n  }\n' }],
  ['an empty tests.py', { 'manage.py': '', 'tasks/tests.py': 'from django.test import TestCase\n\n# Create your tests here.\n' }],
  [
    'true is true',
    {
      'composer.json': '{}',
      'tests/Unit/ExampleTest.php':
        '    public function test_that_true_is_true(): void\n    {\n        $this->assertTrue(true);\n    }\n',
    },
  ],
])('no test: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'fail' });
});
