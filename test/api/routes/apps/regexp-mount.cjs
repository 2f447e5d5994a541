const express = require(process.argv[2]);

const app = express();
const notes = express.Router();
notes.get('/notes', (request, response) => response.json([]));
app.use(/^\/v\d+/, notes);
app.use('/plain', notes);
app.get(/^\/exact$/, (request, response) => response.end());
app.listen(0);
