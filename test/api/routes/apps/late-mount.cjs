const express = require(process.argv[2]);

const app = express();
const tasks = express.Router();
tasks.get('/', (request, response) => response.json([]));
app.get('/early', (request, response) => response.end());
app.listen(0);

// as after a slow database: later than the last time that the hook looks of its own accord
setTimeout(() => app.use('/tasks', tasks), 3300);
