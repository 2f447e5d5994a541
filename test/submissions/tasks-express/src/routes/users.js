import { Router } from 'express';

export function userRoutes(accounts) {
  const router = Router();

  router.get('/me', async (req, res) => {
    res.json(await accounts.profile(req.userId));
  });

  return router;
}
