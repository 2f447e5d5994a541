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
