import { Router } from 'express';
import { validate } from '../middleware/validate.js';
import { idParameter, task, taskChanges, taskQuery } from '../schemas.js';

export function taskRoutes(tasks) {
  const router = Router();

  router.get('/', validate({ query: taskQuery }), async (req, res) => {
    res.json(await tasks.list(req.userId, req.input.query));
  });

  router.post('/', validate({ body: task }), async (req, res) => {
    const created = await tasks.create(req.userId, req.input.body);
    res.status(201).location(`/api/tasks/${created.id}`).json(created);
  });

  router.get('/:id', validate({ params: idParameter }), async (req, res) => {
    res.json(await tasks.get(req.userId, req.input.params.id));
  });

  router.put('/:id', validate({ params: idParameter, body: task }), async (req, res) => {
    res.json(await tasks.update(req.userId, req.input.params.id, req.input.body));
  });

  router.patch('/:id', validate({ params: idParameter, body: taskChanges }), async (req, res) => {
    res.json(await tasks.update(req.userId, req.input.params.id, req.input.body));
  });

  router.delete('/:id', validate({ params: idParameter }), async (req, res) => {
    await tasks.remove(req.userId, req.input.params.id);
    res.status(204).end();
  });

  return router;
}
