import { Router } from 'express';
import { validate } from '../middleware/validate.js';
import { idParameter, project, projectQuery } from '../schemas.js';

export function projectRoutes(projects) {
  const router = Router();

  router.get('/', validate({ query: projectQuery }), async (req, res) => {
    res.json(await projects.list(req.userId, req.input.query));
  });

  router.post('/', validate({ body: project }), async (req, res) => {
    const created = await projects.create(req.userId, req.input.body);
    res.status(201).location(`/api/projects/${created.id}`).json(created);
  });

  router.get('/:id', validate({ params: idParameter }), async (req, res) => {
    res.json(await projects.get(req.userId, req.input.params.id));
  });

  router.put('/:id', validate({ params: idParameter, body: project }), async (req, res) => {
    res.json(await projects.replace(req.userId, req.input.params.id, req.input.body));
  });

  router.delete('/:id', validate({ params: idParameter }), async (req, res) => {
    await projects.remove(req.userId, req.input.params.id);
    res.status(204).end();
  });

  return router;
}
