import express, { Router } from 'express4';

const app = express();
const tasks = new Router();
app.use('/tasks', tasks);
tasks.get('/:id(\\d+)', (request, response) => response.json({}));
tasks.get('/:id/:part?', (request, response) => response.json({}));
app.get('*', (request, response) => response.sendStatus(404));
app.listen(0);
