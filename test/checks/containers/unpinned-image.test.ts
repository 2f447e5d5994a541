import { expect, test } from 'vitest';
import check from '../../../checks/containers/unpinned-image.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

checkTester(check, import.meta.filename, {
  pass: [{ name: 'versions everywhere', fixture: 'tasks-express' }],
  fail: [],
  partial: [
    {
      name: 'the newest Node, a known PostgreSQL',
      fixture: 'tasks-express-flawed',
      expect: { found: /1 of 2 images: node:latest/ },
    },
  ],
});

const digest = `sha256:${'a1'.repeat(32)}`;

test.each([
  [
    'stages of the same file',
    { Dockerfile: 'FROM node:24 AS base\nFROM base AS build\nFROM base\nCOPY --from=build /app /app\n' },
  ],
  ['from scratch', { Dockerfile: 'FROM golang:1.24 AS build\nFROM scratch\nCOPY --from=build /app /app\n' }],
  ['a digest without a tag', { Dockerfile: `FROM node@${digest}\n` }],
  ['a tag by the default of an argument', { Dockerfile: 'ARG NODE=24-alpine\nFROM --platform=$BUILDPLATFORM node:${NODE}\n' }],
  ['an argument without a default', { Dockerfile: 'ARG BASE\nFROM $BASE\nFROM node:24\n' }],
  ['the port of a registry', { Dockerfile: 'FROM registry.example.org:5000/team/node:24\n' }],
  [
    'the name that is given to what is built here',
    {
      'compose.yaml': 'services:\n  api:\n    build: .\n    image: tasks-api\n  worker:\n    image: tasks-api\n',
      Dockerfile: 'FROM node:24\n',
    },
  ],
  ['a default in compose', { 'compose.yaml': 'services:\n  db:\n    image: ${DB_IMAGE:-postgres:17}\n' }],
  [
    'a version in the env file beside it',
    { 'compose.yaml': 'services:\n  db:\n    image: "postgres:${PG}"\n', '.env.example': 'PG=17\n' },
  ],
  [
    'comments',
    {
      Dockerfile: '# FROM node\nFROM node:24\n',
      'compose.yaml': 'services:\n  db:\n    # image: postgres\n    image: postgres:17 # not latest\n',
    },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, { 'package.json': '{}', ...files })).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['no tag', 'FROM node\n', 'fail'],
  ['a tag without a default is latest', 'ARG TAG=latest\nFROM node:$TAG\n', 'fail'],
  ['one of two', 'FROM golang:latest AS build\nFROM alpine:3.22\n', 'partial'],
])('%s', async (_, text, verdict) => {
  expect(await judgeFiles(check, { 'package.json': '{}', Dockerfile: text })).toMatchObject({ verdict });
});

test('no image of others', async () => {
  expect(await judgeFiles(check, { 'package.json': '{}' })).toMatchObject({ verdict: 'not-applicable' });
});
