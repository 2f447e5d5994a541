const Koa = require(process.argv[2]);
const Router = require(process.argv[3]);

const app = new Koa();
const tasks = new Router({ prefix: '/tasks' });
const notes = new Router();
const api = new Router({ prefix: '/api' });

tasks.get('/', (ctx) => (ctx.body = []));
tasks.post('/', (ctx) => (ctx.status = 201));
tasks.get('/:id', (ctx) => (ctx.body = {}));
notes.use((ctx, next) => next());
notes.del('/:noteId', (ctx) => (ctx.status = 204));
tasks.use('/:id/notes', notes.routes());
api.use(tasks.routes(), tasks.allowedMethods());
api.all('/any', (ctx) => (ctx.body = ''));
api.get(/^\/exact$/, (ctx) => (ctx.body = ''));
app.use(api.routes()).use(api.allowedMethods());
app.listen(0);
