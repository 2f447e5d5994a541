const Koa = require(process.argv[2]);
const Router = require(process.argv[3]);

const app = new Koa();
const users = new Router().get('/users', (ctx) => (ctx.body = [])).routes();
const posts = new Router().get('/posts', (ctx) => (ctx.body = [])).routes();
app.use((ctx, next) => users(ctx, () => posts(ctx, next)));
app.listen(0);
