const express = require(process.argv[2]);

// the router of Express 5 takes its settings when it is first asked for, which is here long after listening
const app = express();
const server = app.listen(0, () => {
  setTimeout(async () => {
    app.set('strict routing', true);
    app.get('/tasks', (request, response) => response.end());
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}/tasks/`);
    const { init } = express.application;
    const { all } = express.Route.prototype;
    console.log(status, init.name, init.length, all.name, all.length);
    server.close();
  }, 250);
});
