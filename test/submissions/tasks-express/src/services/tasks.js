import { invalid, notFound } from '../errors.js';
import { readPage } from './paging.js';

const found = (task) => {
  if (!task) throw notFound('Task');
  return task;
};

async function requireProject(projects, userId, id) {
  if (!(await projects.findForShare(userId, id))) {
    throw invalid([{ field: 'project_id', message: 'is not one of your projects' }]);
  }
}

export const taskService = (store) => ({
  list: (userId, query) => readPage((page) => store.tasks.list(userId, page), query),

  get: async (userId, id) => found(await store.tasks.find(userId, id)),

  create: (userId, input) =>
    store.transaction(async ({ projects, tasks }) => {
      await requireProject(projects, userId, input.project_id);
      return tasks.create(userId, input);
    }),

  /** PUT brings every field, PATCH some of them; either way the task is locked between reading and writing. */
  update: (userId, id, changes) =>
    store.transaction(async ({ projects, tasks }) => {
      const current = found(await tasks.findForUpdate(userId, id));
      const next = { ...current, ...changes };
      if (next.project_id !== current.project_id) await requireProject(projects, userId, next.project_id);
      return tasks.update(userId, id, next);
    }),

  remove: async (userId, id) => found(await store.tasks.remove(userId, id)),
});
