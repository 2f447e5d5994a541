import { expect, test } from 'vitest';
import check from '../../../checks/repository/missing-api-docs.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import type { Survey } from '../../../src/submission/survey.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
  survey: Survey;
}

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'a document in the repository', fixture: 'tasks-express', expect: { found: /openapi\.json/ } },
    {
      name: 'one that only the running app shows',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({
        ...inputs,
        api: { documents: [{ kind: 'openapi-served', at: '/v1/describe', notes: [] }] },
      }),
      expect: { found: /running app.*\/v1\/describe/ },
    },
  ],
  fail: [
    { name: 'nothing anywhere', fixture: 'tasks-express-flawed' },
    {
      name: 'the running app serves none either',
      fixture: 'tasks-express-flawed',
      change: (inputs: Inputs) => ({ ...inputs, api: { documents: [{ kind: 'route-table', at: 'process', notes: [] }] } }),
    },
  ],
});

const node = (dependency: string) => `{"dependencies":{"express":"5.0.0","${dependency}":"1.0.0"}}`;

test.each([
  ['FastAPI, which describes itself', { 'requirements.txt': 'fastapi==0.110\n', 'main.py': 'app = FastAPI()\n' }],
  [
    'a Nest module that makes it at the start',
    { 'package.json': node('@nestjs/swagger'), 'src/main.ts': "SwaggerModule.setup('docs', app, document);\n" },
  ],
  ['springdoc, which works by being there', { 'pom.xml': '<artifactId>springdoc-openapi-starter-webmvc-ui</artifactId>\n' }],
  [
    'comments of the routes',
    { 'package.json': node('swagger-jsdoc'), 'src/routes.js': '/**\n * @openapi\n * /tasks:\n *   get:\n */\n' },
  ],
  ['a GraphQL schema', { 'package.json': node('graphql'), 'schema.graphql': 'type Query { tasks: [Task] }\n' }],
  [
    'Django REST framework with spectacular',
    { 'requirements.txt': 'django\ndrf-spectacular\n', 'app/settings.py': "INSTALLED_APPS = ['drf_spectacular']\n" },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['a library that is installed and never used', { 'package.json': node('swagger-ui-express'), 'index.js': '' }, 'fail'],
  [
    'FastAPI with its document switched off',
    { 'requirements.txt': 'fastapi\n', 'main.py': 'app = FastAPI(openapi_url=None)\n' },
    'fail',
  ],
  [
    'a Postman collection',
    { 'package.json': node('pg'), 'tasks.postman_collection.json': '{"info":{"_postman_id":"1"}}' },
    'partial',
  ],
  [
    'a page of its own in docs/',
    {
      'package.json': node('pg'),
      'README.md': 'See docs/api.md.\n',
      'docs/api.md': '## GET /tasks\n## POST /tasks\n## DELETE /tasks/:id\n',
    },
    'partial',
  ],
  [
    'a list in the README',
    { 'package.json': node('pg'), 'README.md': '- `GET /tasks`\n- `POST /tasks`\n- `DELETE /tasks/:id`\n' },
    'partial',
  ],
])('%s', async (_, files, verdict) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict });
});
