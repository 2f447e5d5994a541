const { fastify } = require(process.argv[2]);

const app = fastify();
app.get('/health', async () => ({ ok: true }));
app.register(tasks, { prefix: '/api/tasks' });
app.all('/any', async () => '');
app.route({ method: ['PUT', 'PATCH'], url: '/profile', handler: async () => '' });
app.listen({ port: 0 });

async function tasks(scope) {
  scope.get('/', async () => []);
  scope.post('/', async () => ({}));
  scope.register(async (inner) => {
    inner.delete('/:id(^\\d+$)', async () => '');
  });
}
