import { describe, expect, test } from 'vitest';
import { leftInDocker, newRunFolder, readScorecard, roadworthy } from './roadworthy.ts';
import { repositoryOf } from './with-history.ts';

const app = (code: string) => ({
  'package.json': '{ "name": "app", "version": "1.0.0", "dependencies": { "express": "5.1.0" } }',
  'index.js': code,
  'README.md': '# App\n\n    docker build -t app . && docker run app\n',
});
const dockerfile = 'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nCMD ["node", "index.js"]\n';

const cases = [
  {
    name: 'a Dockerfile that fails',
    files: { ...app(''), Dockerfile: 'FROM node:24-alpine\nRUN echo "about to fail" && exit 3\n' },
    reason: /build failed at .*exit 3/,
    lines: /about to fail/,
  },
  {
    name: 'a container that exits',
    files: { ...app("console.error('cannot read the settings'); process.exit(7);"), Dockerfile: dockerfile },
    reason: /ended with exit code 7/,
    lines: /cannot read the settings/,
  },
  {
    name: 'an app that listens on loopback only',
    files: { ...app("require('http').createServer((q, s) => s.end('hi')).listen(3000, '127.0.0.1');"), Dockerfile: dockerfile },
    reason: /listens on 127\.0\.0\.1:3000 only/,
    lines: /^/,
  },
  {
    name: 'a port that never opens',
    files: { ...app("console.log('waiting for something'); setInterval(() => {}, 1000);"), Dockerfile: dockerfile },
    reason: /opened no port within 120 s/,
    lines: /waiting for something/,
  },
];

describe.each(cases)('$name', ({ name, files, reason, lines }) => {
  test('is graded, exit 0, with the reason, and the letter held to D', async () => {
    const folder = newRunFolder();
    const outcome = await roadworthy(['grade', repositoryOf(name.replaceAll(' ', '-'), files), '--out', folder]);
    expect(outcome.code, outcome.stderr).toBe(0);
    const { headline, checks } = readScorecard(folder);
    expect(checks['undocumented-boot']).toMatchObject({ verdict: 'fail', found: expect.stringMatching(reason) });
    expect(JSON.stringify(checks['undocumented-boot']?.evidence)).toMatch(lines);
    expect(['D', 'F']).toContain(headline.letter);
    expect(checks['unbounded-lists']).toMatchObject({ verdict: 'blocked', fault: 'submission', by: 'boot' });
    expect(await leftInDocker()).toEqual([]);
  });
});

test('a restart that the compose file asks for is honoured while booting', async () => {
  const folder = newRunFolder();
  const patient = repositoryOf('patient', {
    ...app(`const fs = require('fs');
const tries = fs.existsSync('/tmp/tries') ? Number(fs.readFileSync('/tmp/tries', 'utf8')) : 0;
fs.writeFileSync('/tmp/tries', String(tries + 1));
if (tries < 2) { console.error('the database is not there yet'); process.exit(1); }
require('http').createServer((q, s) => s.end('{}')).listen(3000);`),
    Dockerfile: dockerfile,
    'compose.yaml': 'services:\n  app:\n    build: .\n    ports: ["3000:3000"]\n    restart: on-failure\n',
  });
  const outcome = await roadworthy(['grade', patient, '--out', folder, '--only', 'running']);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(readScorecard(folder).checks['undocumented-boot']?.verdict).toBe('pass');
});

test('what the author hints is tried when the unaided way fails, and recorded', async () => {
  const folder = newRunFolder();
  const login = (name: string) =>
    `  - name: ${name}\n    loginEndpointAuth: { endpoint: /v1/enter, payloadUserPwd: { username: ${name}, password: pw-${name}, usernameField: who, passwordField: key } }\n`;
  const target = repositoryOf('hinted', {
    Dockerfile: 'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "missing.js"]\n',
    'server.js': `const people = { ada: 'pw-ada', bob: 'pw-bob', cy: 'pw-cy' };
require('http').createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const { who, key } = text ? JSON.parse(text) : {};
  if (request.url === '/v1/enter') return who && people[who] === key ? answer(200, { token: 'session-token-of-' + who + '-0123456789' }) : answer(401, { error: 'no' });
  const user = /^Bearer session-token-of-(\\w+)-0123456789$/.exec(request.headers.authorization || '')?.[1];
  if (request.url === '/v1/mine') return user ? answer(200, { user }) : answer(401, { error: 'who are you?' });
  answer(404, { error: 'not found' });
}).listen(7000);
require('http').createServer((request, response) => response.end('metrics')).listen(6000);`,
    'package.json': '{ "name": "hinted", "dependencies": { "express": "*" } }',
    'openapi.json': JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'hinted', version: '1' },
      paths: {
        '/enter': { post: { responses: { 200: { description: 'in' } } } },
        '/mine': { get: { responses: { 200: { description: 'who' } } } },
      },
    }),
    '.roadworthy.yml': `start: node server.js\nport: 7000\nbasePath: /v1\nauth:\n${login('ada')}${login('bob')}${login('cy')}`,
  });
  const outcome = await roadworthy(['grade', target, '--only', 'undocumented-boot', '--offline', '--out', folder]);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(readScorecard(folder).checks['undocumented-boot']).toMatchObject({
    verdict: 'partial',
    found: expect.stringContaining('.roadworthy.yml'),
  });
  const tokens = newRunFolder();
  const second = await roadworthy(['grade', target, '--only', 'forged-token-accepted', '--offline', '--out', tokens]);
  expect(second.code, second.stderr).toBe(0);
  const { facts, checks } = readScorecard(tokens);
  expect(facts['login']).toMatch(/^as the author's hints say, it answered a user/);
  expect(facts['api']).toMatchObject({ known: 2, confirmed: 2 });
  expect(checks['forged-token-accepted']).toMatchObject({ verdict: 'pass' });
  expect(JSON.stringify(readScorecard(tokens))).not.toContain('pw-ada');
});
