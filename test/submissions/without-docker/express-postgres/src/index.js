require('dotenv').config();
const express = require('express');
const jwt = require('jsonwebtoken');
const db = require('./db');

const app = express();
app.use(express.json());

app.get('/notes', async (req, res) => {
  const { rows } = await db.query('SELECT id, title FROM notes ORDER BY id LIMIT 20');
  res.json(rows);
});

app.post('/notes', async (req, res) => {
  if (typeof req.body.title !== 'string') return res.status(400).json({ error: 'title is required' });
  const { rows } = await db.query('INSERT INTO notes (title) VALUES ($1) RETURNING id, title', [req.body.title]);
  res.status(201).json(rows[0]);
});

app.post('/token', (req, res) => res.json({ token: jwt.sign({ sub: 'guest' }, process.env.JWT_SECRET) }));

app.listen(process.env.PORT || 3000, () => console.log('listening'));
