const express = require(process.argv[2]);

// Express 4 puts two layers of its own in front of the first `use`
const app = express();
const tasks = express.Router();
app.use('/api', express.json(), tasks);
tasks.get('/', (request, response) => response.json([]));
tasks.get('/tasks/', (request, response) => response.json([]));
tasks.delete('/tasks/:id', (request, response) => response.sendStatus(204));
app.get('/health', (request, response) => response.json({ ok: true }));
app.get('/', (request, response) => response.send('hello'));
app.listen(0);
