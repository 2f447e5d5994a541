const express = require(process.argv[2]);

const app = express();
app.get('/tasks', (request, response) => response.json([]));
const server = app.listen(0, () => {
  const before = performance.now();
  process.once('exit', () => console.log(performance.now() - before));
  server.close();
});
