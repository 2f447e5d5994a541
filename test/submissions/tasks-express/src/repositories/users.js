export const userRepository = (db) => ({
  /** Undefined when the e-mail address is taken. */
  async create({ name, email, passwordHash }) {
    const { rows } = await db.query(
      `INSERT INTO users (name, email, password_hash) VALUES ($1, $2, $3)
       ON CONFLICT (email) DO NOTHING
       RETURNING id, name, email, created_at`,
      [name, email, passwordHash],
    );
    return rows[0];
  },

  async findById(id) {
    const { rows } = await db.query('SELECT id, name, email, created_at FROM users WHERE id = $1', [id]);
    return rows[0];
  },

  async findCredentials(email) {
    const { rows } = await db.query('SELECT id, password_hash FROM users WHERE email = $1', [email]);
    return rows[0];
  },
});
