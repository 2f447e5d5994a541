import { Router } from 'express5';

const tasks = Router();

tasks.get('/', (request, response) => response.json([]));
tasks.post('/', (request, response) => response.sendStatus(201));

export default tasks;
