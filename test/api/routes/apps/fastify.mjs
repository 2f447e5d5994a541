import Fastify from 'fastify5';

const app = Fastify();
await app.register(
  async (scope) => {
    scope.get('/notes/:id?', async () => ({}));
    scope.get('/files/*', async () => '');
  },
  { prefix: '/v1' },
);
await app.listen({ port: 0 });
