/** Every statement names the owner: a task of somebody else is as good as missing. */
export const taskRepository = (db) => ({
  async list(userId, { limit, offset, project_id: projectId, status }) {
    const { rows } = await db.query(
      `SELECT id, project_id, title, description, status, due_date, created_at, updated_at FROM tasks
       WHERE user_id = $1
         AND ($2::uuid IS NULL OR project_id = $2)
         AND ($3::text IS NULL OR status = $3)
       ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5`,
      [userId, projectId ?? null, status ?? null, limit, offset],
    );
    return rows;
  },

  async create(userId, { project_id: projectId, title, description, status, due_date: dueDate }) {
    const { rows } = await db.query(
      `INSERT INTO tasks (user_id, project_id, title, description, status, due_date) VALUES ($1, $2, $3, $4, $5, $6)
       RETURNING id, project_id, title, description, status, due_date, created_at, updated_at`,
      [userId, projectId, title, description, status, dueDate],
    );
    return rows[0];
  },

  async find(userId, id) {
    const { rows } = await db.query(
      `SELECT id, project_id, title, description, status, due_date, created_at, updated_at FROM tasks
       WHERE id = $1 AND user_id = $2`,
      [id, userId],
    );
    return rows[0];
  },

  /** As `find`, and other transactions wait until this one has written its change. */
  async findForUpdate(userId, id) {
    const { rows } = await db.query(
      `SELECT id, project_id, title, description, status, due_date FROM tasks
       WHERE id = $1 AND user_id = $2 FOR UPDATE`,
      [id, userId],
    );
    return rows[0];
  },

  async update(userId, id, { project_id: projectId, title, description, status, due_date: dueDate }) {
    const { rows } = await db.query(
      `UPDATE tasks
       SET project_id = $3, title = $4, description = $5, status = $6, due_date = $7, updated_at = now()
       WHERE id = $1 AND user_id = $2
       RETURNING id, project_id, title, description, status, due_date, created_at, updated_at`,
      [id, userId, projectId, title, description, status, dueDate],
    );
    return rows[0];
  },

  async remove(userId, id) {
    const { rowCount } = await db.query('DELETE FROM tasks WHERE id = $1 AND user_id = $2', [id, userId]);
    return rowCount > 0;
  },
});
