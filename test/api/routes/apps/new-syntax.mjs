import express from 'express5';

const app = express();
app.get('/files{/:name}', (request, response) => response.json({}));
app.get('/{*rest}', (request, response) => response.sendStatus(404));
app.listen(0);
