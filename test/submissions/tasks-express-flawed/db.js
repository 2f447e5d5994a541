const { Pool, types } = require('pg');

// return dates as strings
types.setTypeParser(1082, (value) => value);

const pool = new Pool({
  host: process.env.DB_HOST || 'localhost',
  port: process.env.DB_PORT || 5432,
  user: process.env.DB_USER || 'postgres',
  password: 'tasks_pg_4912',
  database: process.env.DB_NAME || 'taskmanager',
});

const createTables = `
  CREATE TABLE IF NOT EXISTS users (
    id SERIAL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(255) NOT NULL,
    password VARCHAR(255) NOT NULL,
    created_at TIMESTAMP DEFAULT NOW()
  );

  CREATE TABLE IF NOT EXISTS projects (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    name VARCHAR(100) NOT NULL,
    description TEXT,
    created_at TIMESTAMP DEFAULT NOW()
  );

  CREATE TABLE IF NOT EXISTS tasks (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    title VARCHAR(200) NOT NULL,
    description TEXT,
    status VARCHAR(20) NOT NULL DEFAULT 'todo',
    due_date VARCHAR(50),
    created_at TIMESTAMP DEFAULT NOW()
  );
`;

// postgres needs some time to start
async function connect() {
  for (let i = 1; i <= 30; i++) {
    try {
      await pool.query(createTables);
      console.log('Connected to database');
      return;
    } catch (err) {
      console.log('Database not ready, trying again...', err.message);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  console.log('Could not connect to database');
  process.exit(1);
}

module.exports = { pool, connect };
