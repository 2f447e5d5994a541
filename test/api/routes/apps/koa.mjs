import Router from '@koa/router';
import Koa from 'koa3';

const app = new Koa();
const router = new Router();
router.get('/tasks/{:id}', (ctx) => (ctx.body = {}));
router.put('/tasks/:id', (ctx) => (ctx.body = {}));
app.use(router.routes());
await new Promise((resolve) => app.listen(0, resolve));
// later than the last time that the hook looks of its own accord
setTimeout(() => {
  const late = new Router({ prefix: '/late' });
  late.get('/', (ctx) => (ctx.body = ''));
  app.use(late.routes());
}, 3300);
