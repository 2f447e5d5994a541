const express = require(process.argv[2]);

const app = express();
const router = express.Router();
app.all('/any', (request, response) => response.end());
router.all('/below', (request, response) => response.end());
router
  .route('/guarded')
  .all((request, response, next) => next())
  .get((request, response) => response.end());
app.use('/r', router);
app.listen(0);
