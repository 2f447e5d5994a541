const mount = require('koa-mount');
const Koa = require(process.argv[2]);
const Router = require(process.argv[3]);

const app = new Koa();
const admin = new Koa();
admin.use(new Router().get('/users', (ctx) => (ctx.body = [])).routes());
app.use(mount('/admin', admin));
app.use(new Router().get('/health', (ctx) => (ctx.body = '')).routes());
app.listen(0);
