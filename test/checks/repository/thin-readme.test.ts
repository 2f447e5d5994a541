import { expect, test } from 'vitest';
import check from '../../../checks/repository/thin-readme.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import type { Survey } from '../../../src/submission/survey.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
  survey: Survey;
}

checkTester(check, import.meta.filename, {
  pass: [{ name: 'purpose, start, endpoints and settings', fixture: 'tasks-express' }],
  fail: [
    { name: 'a sentence and nothing else', fixture: 'tasks-express-flawed', expect: { found: /how it is started/ } },
    {
      name: 'no README at all',
      fixture: 'tasks-express',
      change: ({ readings, survey }: Inputs) => ({ readings: { ...readings, readme: null }, survey }),
      expect: { found: /no README/ },
    },
  ],
  inconclusive: [
    {
      name: 'a folder of a larger repository, whose README stands above',
      fixture: 'tasks-express',
      change: ({ readings, survey }: Inputs) => ({
        readings: { ...readings, readme: null, above: ['README.md', 'apps'] },
        survey,
      }),
      expect: { reason: /README\.md/ },
    },
  ],
});

const app = { 'package.json': '{"dependencies":{"express":"5.0.0"}}' };
const enough =
  'A small service that shortens links and counts visits.\n\n`docker compose up`\n\n- `POST /links`\n- `GET /:code`\n';

test.each([
  ['short and sufficient, below badges', { 'README.md': `# Links\n\n![build](https://ci/x.svg)\n\n${enough}` }],
  [
    'reStructuredText',
    { 'README.rst': `Links\n=====\n\n${enough.replace('`docker compose up`', '::\n\n    docker compose up')}` },
  ],
  ['in docs/', { 'docs/README.md': enough }],
  [
    'Portuguese, with the name of the language in its own',
    {
      'README.pt-BR.md':
        '# Encurtador\n\nUma API que encurta links e conta as visitas de cada um.\n\n```\nnpm start\n```\n\n| POST | /links |\n|---|---|\n| GET | /:codigo |\n',
    },
  ],
  [
    'Chinese, written without spaces',
    {
      'README.md':
        '# 短链接\n\n这是一个用于缩短链接并统计访问次数的后端接口服务项目\n\n```\nnpm start\n```\n\n- `POST /links`\n- `GET /links/:id`\n',
    },
  ],
  [
    'the path before its method',
    {
      'README.md':
        'Books that can be read, changed and lent over HTTP.\n\n    make\n\n`/books` - GET - all of them\n\n`/books/:id` - DELETE - one of them\n',
    },
  ],
  [
    'a table of contents that leads to pages of docs/',
    {
      'README.md': 'A service that shortens links and counts visits, described in [the manual](docs/index.md).\n',
      'docs/index.md': '# Manual\n',
      'docs/run.md': '`npm start`\n',
      'docs/api.md': '- `POST /links`\n- `GET /links/:id`\n',
    },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, { ...app, ...files })).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['badges only', '# Links\n\n![build](https://ci/x.svg) [![npm](https://n/x.svg)](https://npm)\n', 'fail'],
  [
    'what the Nest generator writes',
    '<p>A progressive <a href="https://nodejs.org">Node.js</a> framework for building efficient server-side applications.</p>\n\n## Description\n\n[Nest](https://github.com/nestjs/nest) framework TypeScript starter repository.\n\n```bash\n$ npm run start\n```\n\nNest is an MIT-licensed open source project.\n',
    'fail',
  ],
  ['no endpoints', 'A small service that shortens links and counts visits.\n\n`npm start`\n', 'partial'],
])('%s', async (_, text, verdict) => {
  expect(await judgeFiles(check, { ...app, 'README.md': text })).toMatchObject({ verdict });
});
