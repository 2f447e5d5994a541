const { createServer } = require('node:http');
const express = require(process.argv[2]);

const app = express();
const router = express.Router();
router.get('/pings', (request, response) => response.json([]));
app.use('/api', router);
createServer((request, response) => app(request, response)).listen(0);
