import { inTransaction } from '../db/pool.js';
import { projectRepository } from './projects.js';
import { taskRepository } from './tasks.js';
import { userRepository } from './users.js';

const repositoriesOn = (db) => ({
  users: userRepository(db),
  projects: projectRepository(db),
  tasks: taskRepository(db),
});

/** The door to the database: repositories, `transaction` for writes that belong together, and `ping`. */
export const createStore = (pool) => ({
  ...repositoriesOn(pool),
  transaction: (work) => inTransaction(pool, (client) => work(repositoriesOn(client))),
  ping: () => pool.query({ text: 'SELECT 1', query_timeout: 2_000 }),
});
