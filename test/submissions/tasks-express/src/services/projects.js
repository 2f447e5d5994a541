import { notFound } from '../errors.js';
import { readPage } from './paging.js';

const found = (project) => {
  if (!project) throw notFound('Project');
  return project;
};

export const projectService = ({ projects }) => ({
  list: (userId, query) => readPage((page) => projects.list(userId, page), query),
  create: (userId, input) => projects.create(userId, input),
  get: async (userId, id) => found(await projects.find(userId, id)),
  replace: async (userId, id, input) => found(await projects.update(userId, id, input)),
  remove: async (userId, id) => found(await projects.remove(userId, id)),
});
