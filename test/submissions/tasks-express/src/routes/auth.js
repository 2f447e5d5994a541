import { Router } from 'express';
import { limitLoginsPerAccount, limitLoginsPerAddress, limitRegistrations } from '../middleware/rate-limits.js';
import { validate } from '../middleware/validate.js';
import { credentials, registration } from '../schemas.js';

export function authRoutes(accounts) {
  const router = Router();

  router.post('/register', validate({ body: registration }), limitRegistrations(), async (req, res) => {
    const user = await accounts.register(req.input.body);
    res.status(201).location('/api/users/me').json(user);
  });

  router.post(
    '/login',
    validate({ body: credentials }),
    limitLoginsPerAddress(),
    limitLoginsPerAccount(),
    async (req, res) => {
      res.json(await accounts.login(req.input.body));
    },
  );

  return router;
}
