const express = require(process.argv[2]);

const app = express();
const router = express.Router();
router.get('/again', (request, response) => response.end());
router.use('/deeper', router);
app.use('/loop', router);
app.listen(0);
