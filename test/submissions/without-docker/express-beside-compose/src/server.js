const express = require('express');
const { Pool } = require('pg');

const db = new Pool({ host: 'localhost', user: 'links', password: 'links', database: 'links' });
const app = express();
app.use(express.json());

app.get('/links', async (req, res) => {
  res.json((await db.query('SELECT id, url FROM links ORDER BY id LIMIT 20')).rows);
});

app.post('/links', async (req, res) => {
  if (typeof req.body.url !== 'string') return res.status(400).json({ error: 'url is required' });
  const { rows } = await db.query('INSERT INTO links (url) VALUES ($1) RETURNING id, url', [req.body.url]);
  res.status(201).json(rows[0]);
});

db.query('CREATE TABLE IF NOT EXISTS links (id SERIAL PRIMARY KEY, url TEXT NOT NULL)').then(() => app.listen(4000));
