const express = require(process.argv[2]);

const app = express();
const projects = express.Router();
const tasks = express.Router({ mergeParams: true });

tasks
  .route('/')
  .get((request, response) => response.json([]))
  .post((request, response) => response.sendStatus(201));
tasks
  .route('/:taskId')
  .put((request, response) => response.json({}))
  .patch((request, response) => response.json({}));
projects.use('/:projectId/tasks', tasks);
app.use('/projects', projects);
app.listen(0);
