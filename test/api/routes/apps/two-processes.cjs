const { fork } = require('node:child_process');
const express = require(process.argv[2]);

const isChild = process.argv[3] === 'child';
const app = express();
app.get(isChild ? '/metrics' : '/tasks', (request, response) => response.end());
app.listen(0);
if (!isChild) {
  const child = fork(__filename, [process.argv[2], 'child']);
  process.once('SIGTERM', () => {
    child.kill();
    process.exit();
  });
}
