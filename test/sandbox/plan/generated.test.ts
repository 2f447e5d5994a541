import { describe, expect, test } from 'vitest';
import { nodeMajor } from '../../../src/sandbox/plan/generated/node-version.ts';
import { pythonMinor } from '../../../src/sandbox/plan/generated/python-version.ts';
import { withoutWatcher } from '../../../src/sandbox/plan/generated/without-watcher.ts';
import type { StackPlan } from '../../../src/sandbox/plan.ts';
import { planBySurvey, service } from './submission.ts';

const json = (value: unknown) => JSON.stringify(value);
const readme = (...steps: string[]) => ({ 'README.md': `# App\n\n\`\`\`bash\n${steps.join('\n')}\n\`\`\`\n` });
const node = (more: object, dependencies: object = {}) =>
  json({ name: 'app', version: '1.0.0', ...more, dependencies: { express: '^4.0.0', ...dependencies } });
const SERVER = "require('express')().listen(3000);";

/** Text of the Dockerfile that was made for the app. */
function dockerfile(made: StackPlan): string {
  const built = made.services.find(({ build }) => build !== undefined)?.build;
  return built !== undefined && 'inline' in built.dockerfile ? built.dockerfile.inline : '';
}

const steps = (made: StackPlan) => dockerfile(made).match(/^(FROM|RUN|CMD) .*$/gm) ?? [];
const start = (made: StackPlan) => {
  const command = JSON.parse(/^CMD (.*)$/m.exec(dockerfile(made))?.[1] ?? '[]') as string[];
  return command[2]?.split('\n').slice(1);
};
const undocumented = (made: StackPlan) => made.help.filter((one) => !one.documented).map(({ kind }) => kind);

describe('a Node server', () => {
  test.each<[string, Record<string, string>, { from?: string; run?: string[]; start: string[]; undocumented?: string[] }]>([
    [
      'npm with a lock file, started as the README says',
      {
        'package.json': node({ scripts: { start: 'node index.js' } }),
        'package-lock.json': '{}',
        'index.js': SERVER,
        ...readme('npm install', 'npm start'),
      },
      {
        from: 'node:22-slim',
        run: ['npm ci --no-audit --no-fund || npm install --no-audit --no-fund'],
        start: ['exec npm run start'],
        undocumented: [],
      },
    ],
    [
      'nobody says how to start it',
      { 'package.json': node({ scripts: { start: 'node index.js' } }), 'index.js': SERVER },
      { start: ['exec npm run start'], undocumented: ['generated-dockerfile'] },
    ],
    [
      'no script at all: the main file',
      { 'package.json': node({ main: 'src/server.js' }), 'src/server.js': SERVER },
      { start: ['exec node src/server.js'], undocumented: ['generated-dockerfile'] },
    ],
    [
      'a README that names the file',
      { 'package.json': node({}), 'api.js': SERVER, ...readme('npm i', 'node api.js') },
      { start: ['exec node api.js'], undocumented: [] },
    ],
    [
      'only a watcher is documented: the program alone',
      {
        'package.json': node({ scripts: { dev: 'nodemon -r dotenv/config ./app.js' } }),
        'app.js': SERVER,
        ...readme('npm run dev'),
      },
      { start: ['exec node -r dotenv/config ./app.js'], undocumented: [] },
    ],
    [
      'TypeScript that is built first',
      {
        'package.json': node({ scripts: { build: 'tsc', start: 'node dist/index.js' } }, { typescript: '5' }),
        'src/index.ts': '',
        ...readme('npm run build', 'npm start'),
      },
      { run: ['npm install --no-audit --no-fund', 'npm run build'], start: ['exec npm run start'] },
    ],
    [
      'NestJS: production before development',
      {
        'package.json': json({
          scripts: {
            build: 'nest build',
            start: 'nest start',
            'start:dev': 'nest start --watch',
            'start:prod': 'node dist/main',
          },
          dependencies: { '@nestjs/core': '11' },
        }),
        'src/main.ts': '',
      },
      { run: ['npm install --no-audit --no-fund', 'npm run build'], start: ['exec npm run start:prod'] },
    ],
    [
      'pnpm, by its lock file',
      { 'package.json': node({ scripts: { start: 'node i.js' } }), 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n", 'i.js': SERVER },
      {
        run: ['npm install --global pnpm@8', 'pnpm install --frozen-lockfile || pnpm install --no-frozen-lockfile'],
        start: ['exec pnpm run start'],
      },
    ],
    [
      'yarn, and the version of Node that it asks for',
      {
        'package.json': node({ scripts: { start: 'node i.js' }, engines: { node: '>=18 <19' } }),
        'yarn.lock': '',
        'i.js': SERVER,
      },
      { from: 'node:18-slim', run: ['yarn install --non-interactive'], start: ['exec yarn run start'] },
    ],
    [
      'a package that compiles needs the whole image',
      { 'package.json': node({ scripts: { start: 'node i.js' } }, { bcrypt: '5' }), '.nvmrc': 'v20.11.0\n', 'i.js': SERVER },
      { from: 'node:20', start: ['exec npm run start'] },
    ],
    [
      'migrations of the README, before the server',
      {
        'package.json': node({
          scripts: { start: 'node i.js', migrate: 'knex migrate:latest', rollback: 'knex migrate:rollback' },
        }),
        'i.js': SERVER,
        ...readme('npm run migrate', 'npm run rollback', 'npm start'),
      },
      { start: ['npm run migrate', 'exec npm run start'], undocumented: [] },
    ],
    [
      'sample data of the README, without which the server starts as well',
      {
        'package.json': node({ scripts: { start: 'node i.js', 'db:migrate': 'node m.js', 'db:seed': 'node s.js' } }),
        'i.js': SERVER,
        ...readme('npm run db:migrate', 'npm run db:seed', 'npm start'),
      },
      { start: ['npm run db:migrate', 'npm run db:seed || true', 'exec npm run start'], undocumented: [] },
    ],
    [
      'migrations that nobody names',
      {
        'package.json': node({ scripts: { start: 'node i.js' } }, { knex: '3', pg: '8' }),
        'knexfile.js': "module.exports = { client: 'pg' }",
        'migrations/1.js': '',
        'i.js': SERVER,
        ...readme('npm start'),
      },
      { start: ['npx knex migrate:latest', 'exec npm run start'], undocumented: ['migration', 'added-database'] },
    ],
    [
      'a workspace: installed at its top, started in its folder',
      {
        'package.json': json({ workspaces: ['apps/*'] }),
        'apps/api/package.json': node({ scripts: { start: 'node i.js' } }),
        'apps/api/i.js': SERVER,
      },
      { run: ['cd /app && npm install --no-audit --no-fund'], start: ['exec npm run start'] },
    ],
  ])('%s', async (_, content, expected) => {
    const made = await planBySurvey(content);
    expect(made.kind).toBe('generated');
    expect(start(made)).toEqual(expected.start);
    expect(steps(made)).toEqual(expect.arrayContaining((expected.run ?? []).map((line) => `RUN ${line}`)));
    if (expected.from !== undefined) expect(steps(made)[0]).toBe(`FROM ${expected.from}`);
    if (expected.undocumented !== undefined) expect(undocumented(made)).toEqual(expected.undocumented);
  });

  test("runs as a user of its own, in a folder that is that user's", async () => {
    const made = await planBySurvey({ 'package.json': node({ main: 'i.js' }), 'i.js': SERVER });
    expect(dockerfile(made)).toMatch(
      /chown node:node \/app[^]*WORKDIR \/app\nCOPY --chown=node:node \. \.\nUSER node\nRUN npm install/,
    );
  });

  test('names that are no plain words go nowhere near a shell', async () => {
    const made = await planBySurvey({
      'package.json': node({ main: 'i.js', scripts: { 'start;touch /x': 'node i.js', 'migrate $(id)': 'x' } }),
      'i.js': SERVER,
    });
    expect(dockerfile(made)).not.toMatch(/touch|\$\(id/);
  });
});

describe('a Python server', () => {
  const fastapi = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
  const flask = 'from flask import Flask\n\napp = Flask(__name__)\n';

  test.each<
    [
      string,
      Record<string, string>,
      { from?: string; run?: string[]; start: string[]; workdir?: string; undocumented?: string[] },
    ]
  >([
    [
      'FastAPI as the README starts it',
      {
        'requirements.txt': 'fastapi\nuvicorn\n',
        'app/main.py': fastapi,
        ...readme('pip install -r requirements.txt', 'uvicorn app.main:app --reload --port 9000'),
      },
      {
        from: 'python:3.11-slim',
        run: ['pip install -r requirements.txt'],
        start: ['exec uvicorn app.main:app --host 0.0.0.0 --port 9000'],
        undocumented: [],
      },
    ],
    [
      'FastAPI, found by reading; a server that is not listed',
      { 'requirements.txt': 'fastapi\n', 'app/main.py': `from app.db import x\n${fastapi}`, 'app/db.py': '' },
      {
        run: ['pip install uvicorn'],
        start: ['exec uvicorn app.main:app --host 0.0.0.0 --port 8000'],
        undocumented: ['generated-dockerfile'],
      },
    ],
    [
      'imports that start in the folder of the file',
      {
        'requirements.txt': 'fastapi\nuvicorn\n',
        'src/main.py': `from db import x\nfrom models import y\n${fastapi}`,
        'src/db.py': '',
        'src/models.py': '',
      },
      { start: ['exec uvicorn main:app --host 0.0.0.0 --port 8000'], workdir: '/app/src' },
    ],
    [
      'a function that makes the app',
      {
        'requirements.txt': 'fastapi\nuvicorn\n',
        'api.py': 'from fastapi import FastAPI\n\ndef create_app():\n    return FastAPI()\n',
      },
      { start: ['exec uvicorn api:create_app --factory --host 0.0.0.0 --port 8000'] },
    ],
    [
      'Flask that is run as a script',
      {
        'requirements.txt': 'flask\n',
        'app.py': `${flask}\nif __name__ == "__main__":\n    app.run(debug=True)\n`,
        ...readme('python3 app.py'),
      },
      { start: ['exec python app.py'], undocumented: [] },
    ],
    [
      'Flask by its own command, with its migrations',
      {
        'requirements.txt': 'flask\nflask-migrate\n',
        'wsgi.py': flask,
        'migrations/env.py': '',
        'migrations/versions/1.py': '',
        ...readme('flask db upgrade', 'flask run'),
      },
      {
        start: ['(cd /app && flask --app wsgi:app db upgrade)', 'exec flask --app wsgi:app run --host 0.0.0.0 --port 5000'],
        undocumented: [],
      },
    ],
    [
      'Django in a folder: migrations before the server',
      {
        'requirements.txt': 'Django==5.1\n',
        'site/manage.py': '',
        'site/shop/settings.py': "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}",
        ...readme('cd site', 'python manage.py migrate', 'python manage.py runserver'),
      },
      {
        start: ['python /app/site/manage.py migrate --noinput', 'exec python manage.py runserver 0.0.0.0:8000 --noreload'],
        workdir: '/app/site',
        undocumented: [],
      },
    ],
    [
      'poetry, and the version that it asks for',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.12"\nfastapi = "*"\nuvicorn = "*"\n',
        'poetry.lock': '',
        'main.py': fastapi,
      },
      {
        from: 'python:3.12-slim',
        run: ['poetry config virtualenvs.create false && poetry install --no-interaction --no-root'],
        start: ['exec uvicorn main:app --host 0.0.0.0 --port 8000'],
      },
    ],
    [
      'uv has an environment of its own',
      {
        'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.13"\ndependencies = ["fastapi", "uvicorn"]\n',
        'uv.lock': '',
        'main.py': fastapi,
        ...readme('uv run uvicorn main:app'),
      },
      {
        from: 'python:3.13-slim',
        run: ['UV_PYTHON_DOWNLOADS=never uv sync --frozen --no-install-project'],
        start: ['exec uvicorn main:app --host 0.0.0.0 --port 8000'],
        undocumented: [],
      },
    ],
    [
      'alembic that nobody names',
      {
        'requirements.txt': 'fastapi\nuvicorn\nalembic\n',
        'main.py': fastapi,
        'alembic.ini': '',
        'alembic/versions/1.py': '',
        ...readme('uvicorn main:app'),
      },
      {
        start: ['(cd /app && alembic upgrade head)', 'exec uvicorn main:app --host 0.0.0.0 --port 8000'],
        undocumented: ['migration'],
      },
    ],
  ])('%s', async (_, content, expected) => {
    const made = await planBySurvey(content);
    expect(made.kind).toBe('generated');
    expect(start(made)).toEqual(expected.start);
    expect(steps(made)).toEqual(expect.arrayContaining((expected.run ?? []).map((line) => `RUN ${line}`)));
    if (expected.from !== undefined) expect(steps(made)[0]).toBe(`FROM ${expected.from}`);
    if (expected.workdir !== undefined) expect(dockerfile(made)).toContain(`WORKDIR ${expected.workdir}\n`);
    if (expected.undocumented !== undefined) expect(undocumented(made)).toEqual(expected.undocumented);
  });
});

describe('a database that nobody declares', () => {
  const pool = (options: string) => `const { Pool } = require('pg');\nmodule.exports = new Pool(${options});\n${SERVER}`;
  const app = (code: string, dependencies: object = { pg: '8' }, more: Record<string, string> = {}) => ({
    'package.json': node({ main: 'index.js' }, dependencies),
    'index.js': code,
    ...more,
  });

  test('is made to fit the defaults of the code', async () => {
    const made = await planBySurvey(
      app(
        pool(
          "{ host: process.env.DB_HOST || 'localhost', user: process.env.DB_USER || 'ann', password: process.env.DB_PASS || 'x1', database: 'shop' }",
        ),
      ),
    );
    expect(service(made, 'postgres')).toMatchObject({
      image: 'postgres:17',
      environment: { POSTGRES_USER: 'ann', POSTGRES_PASSWORD: 'x1', POSTGRES_DB: 'shop' },
    });
    expect(service(made, 'app')).toMatchObject({
      environment: { DB_HOST: 'postgres' },
      dependsOn: { postgres: 'service_healthy' },
    });
  });

  test('is made to fit the example of the env file, under the name that stands there', async () => {
    const made = await planBySurvey(
      app(
        pool('{ connectionString: process.env.DATABASE_URL }'),
        { pg: '8' },
        { '.env.example': 'DATABASE_URL=postgres://bob:pw@db:5432/notes\n', ...readme('cp .env.example .env', 'node index.js') },
      ),
    );
    expect(service(made, 'postgres')).toMatchObject({
      environment: { POSTGRES_USER: 'bob', POSTGRES_PASSWORD: 'pw', POSTGRES_DB: 'notes' },
      networks: { default: ['db'] },
    });
    expect(service(made, 'app').environment).toEqual({ DATABASE_URL: 'postgres://bob:pw@db:5432/notes' });
    expect(undocumented(made)).toEqual(['added-database']);
  });

  test('takes the place of one that is elsewhere', async () => {
    const made = await planBySurvey(
      app(
        pool('{ connectionString: process.env.DATABASE_URL }'),
        { pg: '8' },
        { '.env': 'DATABASE_URL=postgresql://u:p@ep-x.eu.neon.tech/main?sslmode=require\n' },
      ),
    );
    expect(service(made, 'app').environment).toEqual({ DATABASE_URL: 'postgresql://u:p@postgres:5432/main' });
    expect(made.help.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('`DATABASE_URL` names a database that is not here'),
    );
  });

  test('is on the same machine where the code says so', async () => {
    const made = await planBySurvey(app(pool("{ host: 'localhost', user: 'ann', password: '', database: 'shop' }")));
    expect(service(made, 'postgres').environment).toMatchObject({ POSTGRES_HOST_AUTH_METHOD: 'trust' });
    expect(service(made, 'app').networkMode).toEqual({ service: 'postgres' });
  });

  test('MySQL and Redis', async () => {
    const made = await planBySurvey(
      app("const mysql = require('mysql2');\nmysql.createPool({ host: process.env.MYSQL_HOST, user: process.env.MYSQL_USER, password: process.env.MYSQL_PASSWORD, database: process.env.MYSQL_DATABASE });\nconst Redis = require('ioredis');\nnew Redis(process.env.REDIS_URL);\n", { mysql2: '3', ioredis: '5' }), // prettier-ignore
    );
    expect(made.services.map(({ image }) => image)).toEqual(['mysql:8', 'redis:7', undefined]);
    const { MYSQL_PASSWORD: password } = service(made, 'mysql').environment;
    expect(password).toMatch(/^[0-9a-f]{40}$/);
    expect(service(made, 'app').environment).toEqual({
      MYSQL_DATABASE: 'app',
      MYSQL_HOST: 'mysql',
      MYSQL_PASSWORD: password,
      MYSQL_USER: 'app',
      REDIS_URL: 'redis://redis:6379',
    });
  });

  test('Django, and the driver that an asynchronous program uses', async () => {
    const django = await planBySurvey({
      'requirements.txt': 'Django==5.1\npsycopg2-binary\n',
      'manage.py': '',
      'shop/settings.py':
        "import os\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': os.environ.get('DB_NAME', 'shop'), 'USER': 'ann', 'PASSWORD': os.environ['DB_PASSWORD'], 'HOST': os.environ.get('DB_HOST', 'localhost')}}\n",
    });
    expect(service(django, 'postgres').environment).toMatchObject({ POSTGRES_DB: 'shop', POSTGRES_USER: 'ann' });
    expect(service(django, 'app').environment).toMatchObject({
      DB_HOST: 'postgres',
      DB_PASSWORD: service(django, 'postgres').environment['POSTGRES_PASSWORD'],
    });

    const async_ = await planBySurvey({
      'requirements.txt': 'fastapi\nuvicorn\nsqlalchemy\nasyncpg\n',
      'main.py':
        'import os\nfrom fastapi import FastAPI\nurl = os.getenv("DATABASE_URL", "postgresql+asyncpg://a:b@localhost/c")\napp = FastAPI()\n',
    });
    expect(service(async_, 'app').environment).toEqual({ DATABASE_URL: 'postgresql+asyncpg://a:b@postgres:5432/c' });
  });

  test('a script that makes the tables is loaded, without what the image has done already', async () => {
    const sql = 'CREATE DATABASE shop;\n\\c shop;\nCREATE TABLE things (id int);\n';
    const made = await planBySurvey(
      app(
        pool('{ connectionString: process.env.DATABASE_URL }'),
        { pg: '8' },
        { 'db/schema.sql': sql, ...readme('psql -U postgres < db/schema.sql', 'node index.js') },
      ),
    );
    const [file] = service(made, 'postgres').files;
    expect(file?.content.trim()).toBe('CREATE TABLE things (id int);');
    expect(service(made, 'postgres').environment).toMatchObject({ POSTGRES_DB: 'shop' });
    expect(made.help.find(({ kind }) => kind === 'schema-file')).toMatchObject({ documented: true });
  });

  test.each([
    ['SQLite', app("require('better-sqlite3')('x.db');", { 'better-sqlite3': '11' })],
    [
      'a driver that is listed beside SQLite and not chosen',
      app("new Sequelize({ dialect: 'sqlite' });", { sequelize: '6', sqlite3: '5', pg: '8' }),
    ],
    ['a driver that nothing uses', app(SERVER)],
    ['a file by default', { 'requirements.txt': 'fastapi\nuvicorn\nsqlalchemy\npsycopg2-binary\n', 'main.py': 'import os\nfrom fastapi import FastAPI\nurl = os.getenv("DATABASE_URL", "sqlite:///./x.db")\napp = FastAPI()\n' }], // prettier-ignore
  ])('needs none: %s', async (_, content) => {
    const made = await planBySurvey(content);
    expect(made.services.map(({ name }) => name)).toEqual(['app']);
    expect(service(made, 'app').environment).toEqual({});
  });

  test('is also added beside a Dockerfile', async () => {
    const made = await planBySurvey({ ...app(pool('{ host: process.env.DB_HOST }')), Dockerfile: 'FROM node:22\nEXPOSE 3000\n' });
    expect(made.kind).toBe('dockerfile');
    expect(made.services.map(({ name }) => name)).toEqual(['postgres', 'app']);
    expect(service(made, 'app').environment).toEqual({ DB_HOST: 'postgres' });
  });
});

test('the image of an editor in the browser starts no app', async () => {
  const content = { 'package.json': node({ scripts: { start: 'node index.js' } }), 'index.js': SERVER };
  const made = await planBySurvey({ ...content, '.gitpod.Dockerfile': 'FROM gitpod/workspace-full\n' });
  expect(made.kind).toBe('generated');
});

test('secrets and the few values that everybody gives are made up, and nothing else', async () => {
  const code =
    "const { JWT_SECRET, JWT_EXPIRES_IN, SMTP_PASSWORD, FEATURE } = process.env;\nconst level = process.env.SESSION_SECRET || 'dev';\napp.listen(process.env.PORT);\n";
  const made = await planBySurvey({ 'package.json': node({ main: 'index.js' }), 'index.js': code, ...readme('node index.js') });
  expect(service(made, 'app').environment).toEqual({
    JWT_SECRET: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    JWT_EXPIRES_IN: '1h',
    PORT: '3000',
  });
});

test("no way to start is not the author's fault", async () => {
  await expect(planBySurvey({ 'go.mod': 'module x\n', 'main.go': 'package main\n' })).rejects.toMatchObject({
    code: 'no-plan',
    fault: 'grader',
    message: expect.stringContaining('of a Node or Python server alone') as string,
  });
});

test.each([
  [undefined, undefined, 22],
  ['lts/*', '>=14', 22],
  ['18\n', '>=20', 18],
  [undefined, '^20.0.0', 20],
  [undefined, '16.x', 16],
  [undefined, '>=12 <17', 16],
  [undefined, '18 || 20', 20],
  [undefined, '>=24', 24],
])('Node for %j and %j', (file, engines, major) => expect(nodeMajor(file, engines)).toBe(major));

test.each([
  [undefined, undefined, 11],
  ['3.9.6', undefined, 9],
  ['python-3.12.1', undefined, 12],
  [undefined, '>=3.8,<3.11', 10],
  [undefined, '^3.8', 11],
  [undefined, '>=3.12', 12],
  [undefined, '~=3.9.0', 9],
  [undefined, '==3.10.*', 10],
])('Python for %j and %j', (file, range, minor) => expect(pythonMinor(file, range)).toBe(minor));

test.each([
  ['nodemon src/index.js', 'node src/index.js'],
  ['nodemon', 'node main.js'],
  ['NODE_ENV=development nodemon --watch src -e ts,json --exec ts-node src/app.ts', 'NODE_ENV=development ts-node src/app.ts'],
  ["nodemon --exec 'node --import tsx' src/app.ts", 'node --import tsx src/app.ts'],
  ['tsx watch src/index.ts', 'tsx src/index.ts'],
  ['ts-node-dev --respawn --transpile-only src/server.ts', 'ts-node --transpile-only src/server.ts'],
  ['node --watch --env-file=.env server.js', 'node --env-file=.env server.js'],
  ['nest start --watch', 'nest start'],
  ['node server.js', undefined],
  ['concurrently "tsc -w" "nodemon dist/index.js"', undefined],
])('%s without its watcher', (script, plain) => expect(withoutWatcher(script, 'main.js', undefined)).toBe(plain));
