const express = require(process.argv[2]);

const app = express();
const hidden = express();
hidden.get('/secret', (request, response) => response.end());
app.get('/shown', (request, response) => response.end());
app.use('/wrapped', (request, response, next) => hidden(request, response, next));
app.listen(0);
