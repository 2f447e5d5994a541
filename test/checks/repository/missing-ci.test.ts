import { expect, test } from 'vitest';
import check from '../../../checks/repository/missing-ci.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

checkTester(check, import.meta.filename, {
  pass: [{ name: 'a workflow that runs the tests', fixture: 'tasks-express', expect: { found: /npm test/ } }],
  fail: [{ name: 'none', fixture: 'tasks-express-flawed' }],
});

const app = { 'package.json': '{"dependencies":{"express":"5.0.0"}}' };

test.each([
  ['plain make', { '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: make\n' }],
  ['a script of its own', { '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: ./scripts/ci.sh\n' }],
  ['Earthly', { '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: earthly +all\n' }],
  ['GitLab', { '.gitlab-ci.yml': 'test:\n  script:\n    - npm ci\n    - npm test\n' }],
  ['Travis, which knows what to run for the language', { '.travis.yml': 'language: go\ngo:\n  - 1.22\n' }],
  [
    'a shared workflow of another repository',
    { '.github/workflows/ci.yml': 'on: [push]\njobs:\n  test:\n    uses: acme/workflows/.github/workflows/test.yml@v3\n' },
  ],
  ['Azure, with a name of its own', { 'azure-pipelines.build.yml': 'trigger: [main]\nsteps:\n  - script: dotnet test\n' }],
  ['a Jenkinsfile in a folder', { 'ci/Jenkinsfile': "pipeline { stages { stage('t') { steps { sh './mvnw verify' } } } }\n" }],
  ['CircleCI', { '.circleci/config.yml': 'jobs:\n  build:\n    steps:\n      - run: pytest -q\n' }],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, { ...app, ...files })).toMatchObject({ verdict: 'pass' });
});

test.each([
  [
    'a bot that closes old issues',
    {
      '.github/workflows/stale.yml':
        'on:\n  schedule:\n    - cron: "0 0 * * *"\njobs:\n  stale:\n    steps:\n      - uses: actions/stale@v9\n',
    },
    'partial',
  ],
  [
    'tests that only a person starts',
    { '.github/workflows/ci.yml': 'on: workflow_dispatch\njobs:\n  t:\n    steps:\n      - run: npm test\n' },
    'partial',
  ],
  [
    'a deployment that installs and runs nothing',
    {
      '.github/workflows/deploy.yml':
        'on: push\njobs:\n  d:\n    steps:\n      - run: pip install tox\n      - run: ./deploy.sh\n',
    },
    'partial',
  ],
  [
    'a workflow that was commented out',
    { '.github/workflows/ci.yml': '# on: push\n# jobs:\n#   t:\n#     steps:\n#       - run: npm test\n' },
    'partial',
  ],
  [
    'workflows below the top, where nobody looks',
    { 'backend/.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    steps:\n      - run: npm test\n' },
    'fail',
  ],
])('%s', async (_, files, verdict) => {
  expect(await judgeFiles(check, { ...app, ...files })).toMatchObject({ verdict });
});
