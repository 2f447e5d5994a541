// what tsc makes of decorators
require('reflect-metadata');
const { Controller, Delete, Get, Module, Param, Post, RequestMethod, Version, VersioningType } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

const adapters = {
  express: () => new (require('@nestjs/platform-express').ExpressAdapter)(),
  fastify: () => new (require('@nestjs/platform-fastify').FastifyAdapter)(),
};

class HealthController {
  check() {}
}
Reflect.decorate(
  [Get()],
  HealthController.prototype,
  'check',
  Object.getOwnPropertyDescriptor(HealthController.prototype, 'check'),
);
Reflect.decorate([Controller('health')], HealthController);

class TasksController {
  list() {}
  listAgain() {}
  create() {}
  remove() {}
}
const decorate = (name, ...decorators) =>
  Reflect.decorate(decorators, TasksController.prototype, name, Object.getOwnPropertyDescriptor(TasksController.prototype, name));
decorate('list', Get());
decorate('listAgain', Get(), Version(['2', '3']));
decorate('create', Post());
decorate('remove', Delete(':id'));
Param('id')(TasksController.prototype, 'remove', 0);
Reflect.decorate([Controller({ path: 'tasks', version: '1' })], TasksController);

class AppModule {}
Reflect.decorate([Module({ controllers: [HealthController, TasksController] })], AppModule);

async function bootstrap() {
  const app = await NestFactory.create(AppModule, adapters[process.argv[2]](), { logger: false });
  app.setGlobalPrefix('api', { exclude: [{ path: 'health', method: RequestMethod.GET }] });
  app.enableVersioning({ type: VersioningType.URI });
  await app.listen(0);
}
bootstrap();
