import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../../src/version.ts';
import { newRunFolder, readScorecard, roadworthy } from './roadworthy.ts';
import { repositoryOf } from './with-history.ts';

const app = (name: string) => join(PROJECT, 'test/submissions/without-docker', name);

async function start(target: string) {
  const folder = newRunFolder();
  const outcome = await roadworthy(['grade', target, '--only', 'running', '--offline', '--out', folder]);
  expect(outcome.code, outcome.stderr).toBe(0);
  return readScorecard(folder);
}

test.each([
  ['express-postgres', 'pass', ['postgres', 'app']],
  ['express-beside-compose', 'pass', ['database', 'app']],
  ['fastapi-postgres', 'partial', ['postgres', 'app']],
  ['flask-sqlite', 'pass', ['app']],
])('%s starts without a Dockerfile of its own: %s', async (name, verdict, services) => {
  const { run, checks, facts } = await start(app(name));
  expect(checks['undocumented-boot']).toMatchObject({ verdict });
  expect(run.plan).toMatchObject({ kind: 'generated' });
  const boot = facts.boot as { services: { service: string }[] };
  expect(boot.services.map(({ service }) => service).sort()).toEqual([...services].sort());
});

test('code that calls its database on its own machine finds it there, beside a compose file that starts nothing else', async () => {
  const { checks } = await start(
    repositoryOf('beside', {
      'compose.yaml': 'services: { store: { image: "postgres:17", environment: { POSTGRES_PASSWORD: pw } } }\n',
      'package.json': '{ "name": "app", "version": "1.0.0", "scripts": { "start": "node index.js" } }',
      'index.js': `const net = require('net');
const url = new URL('postgres://postgres:pw@localhost:5432/postgres');
const database = net.connect(Number(url.port), url.hostname, () => {
  database.end();
  require('http').createServer((request, response) => response.end('{}')).listen(6001, '127.0.0.1');
});`,
      'README.md': '# App\n\n```bash\ndocker compose up -d\nnpm start\n```\n',
    }),
  );
  expect(checks['undocumented-boot']).toMatchObject({ verdict: 'pass' });
});

test('a way to start that was made here and fails is not held against the author', async () => {
  const { headline, checks, facts } = await start(
    repositoryOf('guessed', {
      'package.json': '{ "name": "app", "version": "1.0.0", "scripts": { "start": "node index.js" } }',
      'index.js': "require('http'); throw new Error('NOT_READY');",
      'README.md': '# App\n\n```bash\nnpm start\n```\n',
    }),
  );
  expect(facts.startedFault).toBeNull();
  expect(headline.cappedBy).toBeNull();
  expect(checks['undocumented-boot']).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringMatching(
      /roadworthy made a way to start it from package\.json, .* not held against it\. .* exit code 1/,
    ) as string,
  });
});
