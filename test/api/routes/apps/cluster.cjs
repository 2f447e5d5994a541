const cluster = require('node:cluster');
const express = require(process.argv[2]);

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  setTimeout(() => workers.forEach((worker) => worker.disconnect()), 800);
} else {
  const app = express();
  app.get('/tasks', (request, response) => response.json([]));
  app.listen(0);
}
