-- Each list is one walk along an index: owner (and filter) first, then the order of the list.
CREATE INDEX projects_by_user ON projects (user_id, created_at DESC, id DESC);
CREATE INDEX tasks_by_user ON tasks (user_id, created_at DESC, id DESC);
CREATE INDEX tasks_by_user_and_status ON tasks (user_id, status, created_at DESC, id DESC);
CREATE INDEX tasks_by_project ON tasks (project_id, created_at DESC, id DESC);
