const express = require(process.argv[2]);

const main = express();
const admin = express();
const reports = express();
const inner = express.Router();

reports.get('/daily', (request, response) => response.json([]));
admin.get('/users', (request, response) => response.json([]));
admin.use('/reports', reports);
inner.use('/by-router', reports);
main.use(['/admin', '/root'], admin);
main.use('/inner', inner);
main.listen(0);
