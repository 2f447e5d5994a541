import { expect, test } from 'vitest';
import check from '../../../checks/code/tangled-layers.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import type { Survey } from '../../../src/submission/survey.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
  survey: Survey;
}
const withLayers =
  (layers: Partial<Readings['layers']>, survey: Partial<Survey> = {}) =>
  (inputs: Inputs) => ({
    readings: { ...inputs.readings, layers: { ...inputs.readings.layers, ...layers } },
    survey: { ...inputs.survey, ...survey },
  });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'routes, services and repositories', fixture: 'tasks-express', expect: { found: /0 of 16/ } },
    {
      name: 'three routes in all',
      fixture: 'tasks-express-flawed',
      change: withLayers({ total: 3, querying: 3, queryingAtRoute: 3 }),
    },
    {
      name: 'controllers that call models',
      fixture: 'tasks-express-flawed',
      change: withLayers({ total: 15, querying: 14, queryingAtRoute: 0 }),
      expect: { found: /many frameworks teach/ },
    },
  ],
  fail: [{ name: 'SQL in nearly all routes', fixture: 'tasks-express-flawed', expect: { found: /14 of 14/ } }],
  partial: [
    { name: 'SQL in some routes', fixture: 'tasks-express-flawed', change: withLayers({ queryingAtRoute: 6 }) },
    {
      name: 'one short file',
      fixture: 'tasks-express-flawed',
      change: withLayers({ files: [{ path: 'index.js', lines: 120, handlers: 15 }] }),
    },
  ],
  'not-applicable': [
    {
      name: 'another language',
      fixture: 'tasks-express',
      change: withLayers(
        { total: 0 },
        { frameworks: [{ name: 'FastAPI', role: 'server', ecosystem: 'python', version: null, manifest: 'requirements.txt' }] },
      ),
      expect: { reason: /FastAPI/ },
    },
  ],
  inconclusive: [{ name: 'Express, and no route was recognised', fixture: 'tasks-express', change: withLayers({ total: 0 }) }],
});

const node = (dependency: string) => ({ 'package.json': `{"dependencies":{"${dependency}":"1.0.0"}}` });
const routes = (handler: (path: string) => string) => ['a', 'b', 'c', 'd', 'e'].map(handler).join('\n');
const filler = '// -\n'.repeat(160);

test.each([
  [
    'repositories that have find and create, too',
    {
      ...node('express'),
      'app.js': `const taskRepository = require('./repositories/tasks');\n${routes((p) => `app.get('/${p}', async (req, res) => res.json(await taskRepository.findAll(req.query)));`)}`,
    },
  ],
  [
    'find of an array, get of a map, delete of a header',
    {
      ...node('express'),
      'app.js': routes(
        (p) =>
          `app.get('/${p}', (req, res) => { const one = list.find((x) => x.id === req.params.id); cache.get('x'); headers.delete('y'); res.json(one); });`,
      ),
    },
  ],
  [
    'a guard before the handler that looks up the user',
    {
      ...node('express'),
      'app.js': `const User = require('./models/user');\nasync function guard(req, res, next) { req.user = await User.findById(1); next(); }\n${routes((p) => `app.get('/${p}', guard, (req, res) => res.json(tasks.list()));`)}`,
    },
  ],
  [
    'Nest controllers over services',
    {
      ...node('@nestjs/core'),
      'src/tasks.controller.ts': `@Controller('tasks')\nexport class TasksController {\n  constructor(private readonly tasks: TasksService) {}\n${routes((p) => `  @Get('${p}') ${p}() { return this.tasks.findAll(); }`)}\n}`,
    },
  ],
  [
    'Mongoose in controllers of their own',
    {
      ...node('express'),
      'routes.js': routes((p) => `router.get('/${p}', controller.${p});`),
      'controllers/tasks.js': `const Task = require('../models/task');\n${routes((p) => `exports.${p} = async (req, res) => res.json(await Task.find({}));`)}`,
    },
  ],
  [
    'a client that calls another API',
    {
      ...node('express'),
      'app.js': routes((p) => `app.get('/${p}', async (req, res) => res.json(await axios.get('/select/from')));`),
    },
  ],
])('false friend: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'pass' });
});

test.each([
  [
    'Prisma',
    {
      ...node('express'),
      'app.ts': `${filler}${routes((p) => `app.get('/${p}', async (req, res) => { res.json(await prisma.task.findMany()); });`)}`,
    },
  ],
  [
    'wrapped handlers',
    {
      ...node('express'),
      'app.js': `${filler}${routes((p) => `router.post('/${p}', asyncHandler(async (req, res) => { await db.query('INSERT INTO t (a) VALUES (1)'); res.end(); }));`)}`,
    },
  ],
  [
    'Fastify with options',
    {
      ...node('fastify'),
      'app.js': `${filler}${routes((p) => `fastify.get('/${p}', { schema }, async (request, reply) => { const { rows } = await client.query(sql); return rows; });`)}`,
    },
  ],
  [
    'Koa',
    {
      ...node('koa'),
      'app.js': `${filler}${routes((p) => `router.get('/${p}', async (ctx) => { ctx.body = await knex('tasks').where({ id: 1 }); });`)}`,
    },
  ],
  [
    'a Nest controller with a repository of TypeORM',
    {
      ...node('@nestjs/core'),
      'src/tasks.controller.ts': `${filler}@Controller('tasks')\nexport class TasksController {\n  constructor(@InjectRepository(Task) private readonly rows: Repository<Task>) {}\n${routes((p) => `  @Get('${p}') ${p}() { return this.rows.find(); }`)}\n}`,
    },
  ],
])('tangled: %s', async (_, files) => {
  expect(await judgeFiles(check, files)).toMatchObject({ verdict: 'fail' });
});

test('a file that nests without end is read by nobody', async () => {
  const deep = `${'('.repeat(50_000)}1${')'.repeat(50_000)}`;
  const judged = await judgeFiles(check, {
    ...node('express'),
    'deep.js': `app.get('/x', (req, res) => ${deep});`,
    'app.js': routes((p) => `app.get('/${p}', (req, res) => res.end());`),
  });
  expect(judged).toMatchObject({ verdict: 'pass' });
});
