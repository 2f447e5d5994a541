const express = require(process.argv[2]);

const app = express();
const items = express.Router();
items.get('/:id', (request, response) => response.json({}));
app.use('/v1/items', items);
app.use('/v2/items', items);
app.use(items);
app.listen(0);
