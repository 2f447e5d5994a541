const express = require(process.argv[2]);

const app = express();
app.get('/tasks', (request, response) => response.json([]));
throw new Error('no database here');
