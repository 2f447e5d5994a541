const express = require(process.argv[2]);

const app = express();
const users = express.Router();
users.get(['/list', '/all'], (request, response) => response.json([]));
users.post('/', (request, response) => response.sendStatus(201));
app.use(['/users', '/people/'], [express.json(), [users]]);
app.listen(0);
