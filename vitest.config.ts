import { defineConfig } from 'vitest/config';

const DOCKER = 'test/**/*.docker.test.ts';
const exclude = ['**/node_modules/**', 'test/submissions/**', 'test/hostile/**'];
const setupFiles = ['test/setup-runtime.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, DOCKER],
          setupFiles,
          testTimeout: 10_000,
          hookTimeout: 10_000,
          // the default leaves one processor free, which on two makes the tests run one after the other
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        // one file at a time: they share one engine, and its memory
        test: {
          name: 'docker',
          include: [DOCKER],
          exclude,
          setupFiles,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
