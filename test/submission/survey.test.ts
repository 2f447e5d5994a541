import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFiles } from '../../src/submission/files.ts';
import { survey } from '../../src/submission/survey.ts';
import { type FileTable, temporaryFolder } from './temporary-folder.ts';

const surveyOf = async (files: FileTable) => survey(await openFiles(await temporaryFolder(files)));

test.each<[string, string, string, string | null]>([
  ['package.json', '{"dependencies":{"express":"^4.19.2"}}', 'Express', '^4.19.2'],
  ['api/package.json', '{"dependencies":{"@nestjs/core":"10.0.0"}}', 'NestJS', '10.0.0'],
  ['requirements.txt', 'fastapi[all]>=0.110,<1 # web\nuvicorn\n', 'FastAPI', '>=0.110,<1'],
  ['requirements/base.txt', 'Django==3.1.4\n', 'Django', '==3.1.4'],
  ['pyproject.toml', '[project]\nname = "x"\ndependencies = [\n  "flask>=2.0",\n]\n', 'Flask', '>=2.0'],
  [
    'pyproject.toml',
    '[tool.poetry.dependencies]\npython = "^3.8"\nFlask = {extras = ["async"], version = "^2.0.1"}\n',
    'Flask',
    '^2.0.1',
  ],
  ['Pipfile', '[packages]\nflask = "*"\n', 'Flask', '*'],
  ['go.mod', 'module x\n\ngo 1.24\n\nrequire (\n\tgithub.com/gofiber/fiber/v2 v2.52.0\n)\n', 'Fiber', 'v2.52.0'],
  [
    'pom.xml',
    '<project><parent><artifactId>spring-boot-starter-parent</artifactId><version>2.5.4</version></parent></project>',
    'Spring Boot',
    '2.5.4',
  ],
  ['build.gradle', "plugins { id 'org.springframework.boot' version '2.3.0.RELEASE' }", 'Spring Boot', '2.3.0.RELEASE'],
  ['build.gradle.kts', 'dependencies { implementation("io.javalin:javalin:6.1.3") }', 'Javalin', '6.1.3'],
  ['composer.json', '{"require":{"laravel/framework":"^11.0"}}', 'Laravel', '^11.0'],
  ['Gemfile', "source 'x'\ngem 'rails', '~> 7.1'\n", 'Rails', '~> 7.1'],
  ['Api/Api.csproj', '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>', 'ASP.NET Core', null],
  ['Cargo.toml', '[dependencies]\nactix-web = "4"\n', 'Actix Web', '4'],
])('%s', async (manifest, text, name, version) => {
  const found = await surveyOf({ [manifest]: text });
  expect(found.frameworks).toContainEqual(expect.objectContaining({ name, version, manifest }));
  expect(found.manifests).toEqual([manifest]);
  expect(found.isBackend.answer).toBe(true);
});

test('the whole of an ordinary repository', async () => {
  const readme = [
    '# Tasks', '', 'Copy `.env.example` to `.env`, then:', '', '```bash', '# install', 'npm ci', 'docker compose up \\', '  --build', '```', '', '```json', '{"npm": 1}', '```',
    '```', '$ npm start', 'listening', '```', '', 'It runs on http://localhost:4000/api.',
  ].join('\n'); // prettier-ignore
  const found = await surveyOf({
    'README.md': readme,
    'package.json': '{"dependencies":{"fastify":"5.0.0"}}',
    'pnpm-lock.yaml': '',
    'src/index.ts': '',
    'test/tasks.test.ts': '',
    'test/helpers/server.ts': '',
    dockerfile: 'FROM node',
    'docker/web.Dockerfile': 'FROM node',
    'docker-compose.prod.yml': '',
    'docker-compose.yml': '',
    'compose.yaml': '',
    'infra/compose.yml': '',
    '.env.example': '',
    'config/example.env': '',
    '.env': '',
    'openapi.yaml': 'openapi: 3.0.3\ninfo: {}\n',
    'docs/requests.http': '',
    'docs/api.json': '{"swagger":"2.0"}',
    'docs/other.json': '{}',
    '.github/workflows/ci.yml': '',
    'node_modules/x/package.json': '{"dependencies":{"koa":"1"}}',
  });
  expect(found).toMatchObject({
    readme: 'README.md',
    readmePorts: [4000],
    readmeSteps: [
      { line: 7, command: 'npm ci' },
      { line: 8, command: 'docker compose up --build' },
      { line: 16, command: 'npm start' },
    ],
    envCopies: [{ line: 3, from: '.env.example', to: '.env', how: 'words' }],
    packageManagers: [{ name: 'pnpm', manifest: 'package.json', lockFile: 'pnpm-lock.yaml' }],
    dockerfiles: ['dockerfile', 'docker/web.Dockerfile'],
    composeFiles: ['compose.yaml', 'docker-compose.yml', 'infra/compose.yml', 'docker-compose.prod.yml'],
    envFiles: ['.env'],
    envExamples: ['.env.example', 'config/example.env'],
    tests: ['test/tasks.test.ts'],
    workflows: ['.github/workflows/ci.yml'],
    languages: [{ name: 'TypeScript', files: 3 }],
  });
  expect(found.apiDescriptions).toEqual([
    { path: 'openapi.yaml', kind: 'openapi' },
    { path: 'docs/api.json', kind: 'openapi' },
    { path: 'docs/requests.http', kind: 'http' },
  ]);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

test.each<[string, string | null, string]>([
  ['cp .env.example .env', '.env.example', '.env'],
  ['$ cp -n ./backend/.env.sample backend/.env && npm start', './backend/.env.sample', 'backend/.env'],
  ['Copy-Item .env.example -Destination .env', '.env.example', '.env'],
  ['mv env.example .env', 'env.example', '.env'],
  ['cat .env.template > .env', '.env.template', '.env'],
  ['Rename `.env.example` to `.env` and fill it in.', '.env.example', '.env'],
  ['Create a `.env` file based on `.env.dist`.', '.env.dist', '.env'],
  ['1. Create a .env file in the root folder', null, '.env'],
  ['Rename the file .env.example', '.env.example', '.env'],
  ['Dupliquez le fichier `.env.example` sous le nom `.env`.', '.env.example', '.env'],
  ['- Haz una copia de env.sample llamada .env, y cambia los valores', 'env.sample', '.env'],
])('env copy: %s', async (line, from, to) => {
  expect((await surveyOf({ 'README.md': line })).envCopies).toEqual([expect.objectContaining({ line: 1, from, to })]);
});

test.each([
  'The environment is read from .env by dotenv.',
  'cp config.example.json config.json',
  'Copy the token.',
  'The .env file is ignored by git.',
  'Git ignores .env, unlike .env.example.',
  'The file .env.example names all variables.',
])('no env copy: %s', async (line) => {
  expect((await surveyOf({ 'README.md': line })).envCopies).toEqual([]);
});

test.each<[string, FileTable, boolean]>([
  ['docs only', { 'README.md': 'x', 'docs/a.md': 'x' }, false],
  ['a static page with a script', { 'index.html': '', 'app.js': '', 'style.css': '' }, false],
  [
    'a React front end',
    { 'package.json': '{"dependencies":{"react":"18"},"devDependencies":{"vite":"5"}}', 'src/App.jsx': '' },
    false,
  ],
  ['a front end in a container', { 'package.json': '{"dependencies":{"react":"18"}}', Dockerfile: '' }, true],
  ['Next.js', { 'package.json': '{"dependencies":{"next":"14","react":"18"}}' }, true],
  ['plain Node', { 'package.json': '{}', 'server.js': '' }, true],
  ['plain PHP beside pages', { 'index.php': '', 'index.html': '' }, true],
  ['Go without a framework', { 'go.mod': 'module x', 'main.go': '' }, true],
  ['Python without a manifest', { 'app.py': '' }, true],
  ['only a compose file', { 'compose.yml': '' }, true],
  ['a broken manifest', { 'package.json': '{', 'index.js': '' }, true],
])('is it a backend? %s', async (_, files, answer) => {
  expect((await surveyOf(files)).isBackend).toEqual({ answer, why: expect.stringMatching(/\.$/) });
});

test('a README that is a link counts as missing, hostile text is cleaned', async () => {
  const root = await temporaryFolder({ 'real.md': 'x', 'package.json': '{"dependencies":{"express":"\\u001b[31m4"}}' });
  await symlink('real.md', join(root, 'README.md'));
  const found = await survey(await openFiles(root));
  expect(found.readme).toBeNull();
  expect(found.frameworks[0]?.version).toBe('4');
  const shown = await surveyOf({ 'README.md': '```sh\nnpm start \u001b]0;title\u0007\u202e\n```' });
  expect(shown.readmeSteps).toEqual([{ line: 2, command: 'npm start' }]);
});

test('hostile manifests end soon', async () => {
  const started = performance.now();
  await surveyOf({
    'pyproject.toml': '"a'.repeat(300_000),
    'requirements.txt': 'a'.repeat(900_000),
    'pom.xml': '<artifactId>a'.repeat(60_000),
    'build.gradle': `id ${' '.repeat(500_000)}`,
    'README.md': `${'`'.repeat(200_000)}\ncopy .env ${'env '.repeat(50_000)}`,
    'package.json': '['.repeat(500_000),
    'openapi.yaml': '\n'.repeat(500_000),
    'a.csproj': '<PackageReference Include="'.repeat(30_000),
  });
  expect(performance.now() - started).toBeLessThan(3000);
});
