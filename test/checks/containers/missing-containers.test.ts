import { expect, test } from 'vitest';
import check from '../../../checks/containers/missing-containers.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'compose builds and starts it', fixture: 'tasks-express' },
    { name: 'so it does where much else is wrong', fixture: 'tasks-express-flawed' },
  ],
  fail: [{ name: 'the same without its Docker files', fixture: 'tasks-express-bare' }],
});

const app = { 'package.json': '{"dependencies":{"express":"5.0.0"}}' };

test.each([
  ['Jib in the build file', { 'pom.xml': '<artifactId>jib-maven-plugin</artifactId>\n' }],
  ['a Containerfile', { Containerfile: 'FROM node:24\n' }],
  [
    'lower case, in a folder',
    { 'backend/dockerfile': 'FROM node:24\n', 'deploy/docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n' },
  ],
  [
    'a compose file with `build` in one line',
    {
      'compose.yaml': 'services:\n    api: \n        build: { context: ./api, dockerfile: Dockerfile }\n',
      'api/Dockerfile': 'FROM node:24\n',
    },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, { ...app, ...files })).toMatchObject({ verdict: 'pass' });
});

test.each([
  [
    'the container of an editor',
    { '.devcontainer/Dockerfile': 'FROM node:24\n', '.gitpod.Dockerfile': 'FROM gitpod/workspace-full\n' },
    'fail',
  ],
  ['a database alone', { 'docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n' }, 'partial'],
])('%s', async (_, files, verdict) => {
  expect(await judgeFiles(check, { ...app, ...files })).toMatchObject({ verdict });
});
