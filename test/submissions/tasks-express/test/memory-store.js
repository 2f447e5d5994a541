import { randomUUID } from 'node:crypto';

const newestFirst = (rows, { limit, offset }) => rows.toReversed().slice(offset, offset + limit);
const visible = ({ user_id, ...row }) => row;
const stamp = () => ({ id: randomUUID(), created_at: new Date(), updated_at: new Date() });

/** Behaves like the store on PostgreSQL, without transactions: a failing test does not look at what was written before. */
export function createMemoryStore() {
  const users = [];
  let projects = [];
  let tasks = [];
  const own = (rows, userId, id) => rows.find((row) => row.id === id && row.user_id === userId);
  const publicUser = ({ id, name, email, created_at }) => ({ id, name, email, created_at });

  const store = {
    users: {
      async create({ name, email, passwordHash }) {
        if (users.some((user) => user.email === email)) return undefined;
        const user = { ...stamp(), name, email, password_hash: passwordHash };
        users.push(user);
        return publicUser(user);
      },
      async findById(id) {
        const user = users.find((candidate) => candidate.id === id);
        return user && publicUser(user);
      },
      findCredentials: async (email) => users.find((user) => user.email === email),
    },
    projects: {
      list: async (userId, page) =>
        newestFirst(projects.filter((row) => row.user_id === userId), page).map(visible),
      async create(userId, input) {
        const row = { ...stamp(), user_id: userId, ...input };
        projects.push(row);
        return visible(row);
      },
      async find(userId, id) {
        const row = own(projects, userId, id);
        return row && visible(row);
      },
      findForShare: (userId, id) => store.projects.find(userId, id),
      async update(userId, id, input) {
        const row = own(projects, userId, id);
        return row && visible(Object.assign(row, input));
      },
      async remove(userId, id) {
        const row = own(projects, userId, id);
        projects = projects.filter((other) => other !== row);
        tasks = tasks.filter((task) => task.project_id !== row?.id);
        return Boolean(row);
      },
    },
    tasks: {
      list: async (userId, { project_id, status, ...page }) =>
        newestFirst(
          tasks.filter(
            (row) =>
              row.user_id === userId &&
              (project_id === undefined || row.project_id === project_id) &&
              (status === undefined || row.status === status),
          ),
          page,
        ).map(visible),
      async create(userId, input) {
        const row = { ...stamp(), user_id: userId, ...input };
        tasks.push(row);
        return visible(row);
      },
      async find(userId, id) {
        const row = own(tasks, userId, id);
        return row && visible(row);
      },
      findForUpdate: (userId, id) => store.tasks.find(userId, id),
      async update(userId, id, input) {
        const row = own(tasks, userId, id);
        return row && visible(Object.assign(row, input));
      },
      async remove(userId, id) {
        const row = own(tasks, userId, id);
        tasks = tasks.filter((other) => other !== row);
        return Boolean(row);
      },
    },
    transaction: (work) => work(store),
    ping: async () => {},
  };
  return store;
}
