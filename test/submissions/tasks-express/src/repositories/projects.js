/** Every statement names the owner: a project of somebody else is as good as missing. */
export const projectRepository = (db) => ({
  async list(userId, { limit, offset }) {
    const { rows } = await db.query(
      `SELECT id, name, description, created_at, updated_at FROM projects
       WHERE user_id = $1
       ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`,
      [userId, limit, offset],
    );
    return rows;
  },

  async create(userId, { name, description }) {
    const { rows } = await db.query(
      `INSERT INTO projects (user_id, name, description) VALUES ($1, $2, $3)
       RETURNING id, name, description, created_at, updated_at`,
      [userId, name, description],
    );
    return rows[0];
  },

  async find(userId, id) {
    const { rows } = await db.query(
      'SELECT id, name, description, created_at, updated_at FROM projects WHERE id = $1 AND user_id = $2',
      [id, userId],
    );
    return rows[0];
  },

  /** As `find`, and nobody can delete the project before the transaction ends. */
  async findForShare(userId, id) {
    const { rows } = await db.query('SELECT id FROM projects WHERE id = $1 AND user_id = $2 FOR SHARE', [id, userId]);
    return rows[0];
  },

  async update(userId, id, { name, description }) {
    const { rows } = await db.query(
      `UPDATE projects SET name = $3, description = $4, updated_at = now()
       WHERE id = $1 AND user_id = $2
       RETURNING id, name, description, created_at, updated_at`,
      [id, userId, name, description],
    );
    return rows[0];
  },

  async remove(userId, id) {
    const { rowCount } = await db.query('DELETE FROM projects WHERE id = $1 AND user_id = $2', [id, userId]);
    return rowCount > 0;
  },
});
