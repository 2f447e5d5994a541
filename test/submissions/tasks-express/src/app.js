import { readFileSync } from 'node:fs';
import express from 'express';
import { log } from './log.js';
import { authenticate } from './middleware/authenticate.js';
import { errorHandler, jsonOnly, requestLog, securityHeaders, unknownRoute } from './middleware/http.js';
import { limitRequests } from './middleware/rate-limits.js';
import { authRoutes } from './routes/auth.js';
import { projectRoutes } from './routes/projects.js';
import { taskRoutes } from './routes/tasks.js';
import { userRoutes } from './routes/users.js';
import { accountService } from './services/accounts.js';
import { projectService } from './services/projects.js';
import { taskService } from './services/tasks.js';

const openapi = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));

/** The whole API on top of a store (`createStore`, or the one in memory that the tests use). */
export function createApp({ store, config }) {
  const accounts = accountService(store, config);
  const guard = authenticate(accounts);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.use(securityHeaders);

  // Before the log: orchestrators ask every few seconds.
  app.get('/health', async (req, res) => {
    try {
      await store.ping();
      res.json({ status: 'ok' });
    } catch (error) {
      log('error', 'health check failed', { error: error.message });
      res.status(503).json({ status: 'database unavailable' });
    }
  });

  app.use(requestLog);
  app.get('/openapi.json', (req, res) => {
    res.json(openapi);
  });
  app.use('/api', limitRequests());
  app.use(jsonOnly, express.json({ limit: '100kb' }));
  app.use('/api/auth', authRoutes(accounts));
  app.use('/api/users', guard, userRoutes(accounts));
  app.use('/api/projects', guard, projectRoutes(projectService(store)));
  app.use('/api/tasks', guard, taskRoutes(taskService(store)));

  app.use(unknownRoute);
  app.use(errorHandler);
  return app;
}
