const express = require(process.argv[2]);

const app = express();
app.get('/early', (request, response) => response.end());
app.listen(0);
setTimeout(() => app.get('/later', (request, response) => response.end()), 3300);
