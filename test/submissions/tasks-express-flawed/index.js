const express = require('express');
const cors = require('cors');
const jwt = require('jsonwebtoken');
const { pool, connect } = require('./db');

const app = express();
const PORT = process.env.PORT || 3000;
const JWT_SECRET = 'taskManagerSuperSecret_2024';

app.use(cors());
app.use(express.json());

// ---------- middleware ----------

function auth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) {
    return res.status(401).json({ error: 'No token provided' });
  }
  const token = header.split(' ')[1];
  try {
    const decoded = jwt.verify(token, JWT_SECRET);
    req.userId = decoded.id;
    next();
  } catch (err) {
    res.status(401).json({ error: 'Invalid token' });
  }
}

const STATUSES = ['todo', 'in_progress', 'done'];

// ---------- auth ----------

app.post('/api/auth/register', async (req, res) => {
  try {
    const { name, email, password } = req.body;
    if (!name || !email || !password) {
      return res.status(400).json({ error: 'name, email and password are required' });
    }
    if (!email.includes('@')) {
      return res.status(400).json({ error: 'email must be a valid email' });
    }
    if (password.length < 6) {
      return res.status(400).json({ error: 'password must be at least 6 characters' });
    }
    const existing = await pool.query('SELECT id FROM users WHERE email = $1', [email]);
    if (existing.rows.length > 0)
      return res.status(409).json({ error: 'email already exists' });
    const result = await pool.query(
      'INSERT INTO users (name, email, password) VALUES ($1, $2, $3) RETURNING id, name, email, created_at',
      [name, email, password]
    );
    res.json(result.rows[0]);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.post('/api/auth/login', async (req, res) => {
  try {
    const { email, password } = req.body;
    if (!email || !password) {
      return res.status(400).json({ error: 'email and password are required' });
    }
    const result = await pool.query('SELECT * FROM users WHERE email = $1', [email]);
    const user = result.rows[0];
    if (!user || user.password !== password) {
      return res.status(401).json({ error: 'Invalid email or password' });
    }
    const token = jwt.sign({ id: user.id }, JWT_SECRET, { expiresIn: '1d' });
    res.json({ token });
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.get('/api/users/me', auth, async (req, res) => {
  try {
    const result = await pool.query('SELECT id, name, email, created_at FROM users WHERE id = $1', [req.userId]);
    res.json(result.rows[0]);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// ---------- projects ----------

app.get('/api/projects', auth, async (req, res) => {
  try {
    const result = await pool.query('SELECT * FROM projects WHERE user_id = $1 ORDER BY id', [req.userId]);
    res.json(result.rows);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.post('/api/projects', auth, async (req, res) => {
  try {
    const { name, description } = req.body;
    if (!name) {
      return res.status(400).json({ error: 'name is required' });
    }
    const result = await pool.query(
      'INSERT INTO projects (user_id, name, description) VALUES ($1, $2, $3) RETURNING *',
      [req.userId, name, description]
    );
    res.json(result.rows[0]);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.get('/api/projects/:id', auth, async (req, res) => {
  try {
    const result = await pool.query('SELECT * FROM projects WHERE id = $1 AND user_id = $2', [req.params.id, req.userId]);
    res.json(result.rows[0] || null);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.put('/api/projects/:id', auth, async (req, res) => {
  try {
    const { name, description } = req.body;
    if (!name) {
      return res.status(400).json({ error: 'name is required' });
    }
    const result = await pool.query(
      'UPDATE projects SET name = $1, description = $2 WHERE id = $3 AND user_id = $4 RETURNING *',
      [name, description, req.params.id, req.userId]
    );
    res.json(result.rows[0] || null);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.delete('/api/projects/:id', auth, async (req, res) => {
  try {
    await pool.query('DELETE FROM projects WHERE id = $1 AND user_id = $2', [req.params.id, req.userId]);
    res.json({ message: 'Project deleted' });
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// ---------- tasks ----------

// get all tasks of the user
app.get('/api/tasks', auth, async (req, res) => {
  try {
    const result = await pool.query('SELECT * FROM tasks WHERE user_id = $1 ORDER BY id', [req.userId]);
    res.json(result.rows);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// create task
app.post('/api/tasks', auth, async (req, res) => {
  try {
    const { project_id, title, description, status, due_date } = req.body;
    if (!project_id || !title) {
      return res.status(400).json({ error: 'project_id and title are required' });
    }
    if (status && !STATUSES.includes(status)) {
      return res.status(400).json({ error: 'status must be one of todo, in_progress, done' });
    }
    const project = await pool.query('SELECT id FROM projects WHERE id = $1 AND user_id = $2', [project_id, req.userId]);
    if (project.rows.length === 0) {
      return res.status(400).json({ error: 'project_id does not exist' });
    }
    const result = await pool.query(
      'INSERT INTO tasks (user_id, project_id, title, description, status, due_date) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *',
      [req.userId, project_id, title, description, status || 'todo', due_date]
    );
    res.json(result.rows[0]);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// get one task
app.get('/api/tasks/:id', auth, async (req, res) => {
  try {
    const result = await pool.query('SELECT * FROM tasks WHERE id = $1', [req.params.id]);
    res.json(result.rows[0] || null);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// update task
app.put('/api/tasks/:id', async (req, res) => {
  try {
    const { title, description, status, due_date } = req.body;
    if (!title) {
      return res.status(400).json({ error: 'title is required' });
    }
    if (status && !STATUSES.includes(status)) {
      return res.status(400).json({ error: 'status must be one of todo, in_progress, done' });
    }
    const result = await pool.query(
      'UPDATE tasks SET title = $1, description = $2, status = $3, due_date = $4 WHERE id = $5 RETURNING *',
      [title, description, status || 'todo', due_date, req.params.id]
    );
    res.json(result.rows[0] || null);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// change some fields of a task
app.patch('/api/tasks/:id', auth, async (req, res) => {
  try {
    const { title, description, status, due_date } = req.body;
    if (status && !STATUSES.includes(status)) {
      return res.status(400).json({ error: 'status must be one of todo, in_progress, done' });
    }
    const result = await pool.query(
      `UPDATE tasks SET title = COALESCE($1, title), description = COALESCE($2, description),
       status = COALESCE($3, status), due_date = COALESCE($4, due_date)
       WHERE id = $5 AND user_id = $6 RETURNING *`,
      [title, description, status, due_date, req.params.id, req.userId]
    );
    res.json(result.rows[0] || null);
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

// delete task
app.delete('/api/tasks/:id', auth, async (req, res) => {
  try {
    await pool.query('DELETE FROM tasks WHERE id = $1 AND user_id = $2', [req.params.id, req.userId]);
    res.json({ message: 'Task deleted' });
  } catch (err) {
    console.log(err);
    res.status(500).json({ error: 'Server error' });
  }
});

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.use((req, res) => {
  res.status(404).json({ error: 'Route not found' });
});

app.use((err, req, res, next) => {
  console.log(err);
  res.status(500).json({ error: 'Server error' });
});

connect().then(() => {
  app.listen(PORT, () => {
    console.log(`Server running on port ${PORT}`);
  });
});
