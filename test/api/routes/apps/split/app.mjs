import express from 'express5';
import tasks from './tasks.mjs';

await new Promise((resolve) => setTimeout(resolve, 20));

const app = express();
app.use('/api/tasks', tasks);
app.get('/health', (request, response) => response.json({ ok: true }));
app.listen(0);
