const express = require(process.argv[2]);

const app = express();
app.get('/early', (request, response) => response.end());
app.listen(0);
setTimeout(() => {
  const late = express.Router();
  late.get('/tasks', (request, response) => response.json([]));
  app.use('/late', late);
}, 3300);
