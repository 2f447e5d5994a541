import { expect, test } from 'vitest';
import check from '../../../checks/containers/root-container.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
}
/** The same Dockerfile on an image that no list knows, with what the built image says. */
const onUnknown =
  (user?: string) =>
  ({ readings }: Inputs) => ({
    readings: {
      ...readings,
      containers: {
        ...readings.containers,
        dockerfiles: readings.containers.dockerfiles.map((file) => ({
          ...file,
          stages: file.stages.map((stage) => ({ ...stage, image: 'registry.example.org/team/base:4' })),
        })),
      },
    },
    ...(user !== undefined && { boot: { app: { service: 'app' }, services: [{ service: 'app', user }] } }),
  });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'USER node', fixture: 'tasks-express', expect: { found: /USER node/ } },
    { name: 'the built image has a user', fixture: 'tasks-express-flawed', change: onUnknown('1001'), expect: { found: /1001/ } },
  ],
  fail: [
    { name: 'no USER', fixture: 'tasks-express-flawed', expect: { found: /no USER/ } },
    { name: 'the built image has none', fixture: 'tasks-express-flawed', change: onUnknown('') },
  ],
  inconclusive: [
    { name: 'an image that no list knows, and nothing was built', fixture: 'tasks-express-flawed', change: onUnknown() },
  ],
});

test.each([
  ['a user of the base image, by its tag', { Dockerfile: 'FROM golang:1.24 AS build\nFROM gcr.io/distroless/static:nonroot\n' }],
  ['a publisher whose images have one', { Dockerfile: 'FROM bitnami/node:22\nCMD ["node", "a.js"]\n' }],
  [
    'USER in the stage that the last one builds on',
    { Dockerfile: 'FROM node:24 AS base\nUSER 1000\nFROM base\nCMD ["node", "a.js"]\n' },
  ],
  ['a name in a variable with a default', { Dockerfile: 'FROM node:24\nARG APP_USER=app\nUSER ${APP_USER}:${APP_USER}\n' }],
  [
    'an entrypoint that gives root up',
    {
      Dockerfile: 'FROM node:24\nENTRYPOINT ["./docker-entrypoint.sh"]\n',
      'docker-entrypoint.sh': '#!/bin/sh\nchown -R node /data\nexec su-exec node "$@"\n',
    },
  ],
  [
    'compose says who',
    { Dockerfile: 'FROM node:24\n', 'compose.yaml': 'services:\n  api:\n    build: .\n    user: "1000:1000"\n' },
  ],
  ['root for a while, then a user', { Dockerfile: 'FROM node:24\nUSER root\nRUN apt-get update\nUSER node\n' }],
  ['root in a stage that is thrown away', { Dockerfile: 'FROM node:24 AS build\nUSER root\nFROM node:24\nUSER node\n' }],
  ['a container of development beside it', { Dockerfile: 'FROM node:24\nUSER node\n', 'Dockerfile.dev': 'FROM node:24\n' }],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, { 'package.json': '{}', ...files })).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['a number that is root', { Dockerfile: 'FROM node:24\nUSER 0:0\n' }, 'fail'],
  ['back to root at the end', { Dockerfile: 'FROM node:24\nUSER node\nRUN true\nUSER root\n' }, 'fail'],
  ['from scratch', { Dockerfile: 'FROM golang:1.24 AS build\nFROM scratch\nCOPY --from=build /a /a\n' }, 'fail'],
  ['one of two', { 'a/Dockerfile': 'FROM node:24\nUSER node\n', 'b/Dockerfile': 'FROM node:24\n' }, 'partial'],
  ['nothing but a web server', { Dockerfile: 'FROM nginx:1\n' }, 'not-applicable'],
])('%s', async (_, files, verdict) => {
  expect(await judgeFiles(check, { 'package.json': '{}', ...files })).toMatchObject({ verdict });
});
