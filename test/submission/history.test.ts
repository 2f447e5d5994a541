import { expect, onTestFinished, test } from 'vitest';
import { acquire } from '../../src/submission/acquire.ts';
import { findHistorySecrets } from '../../src/submission/history.ts';
import { read } from '../../src/submission/readings.ts';
import { gitRepository, runGit } from './git-repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function take(folder: string) {
  const submission = await acquire(folder);
  onTestFinished(() => submission.dispose());
  return submission;
}

test('a secret that was removed is reported once, with the commit that brought it in', async () => {
  const folder = await gitRepository(
    { 'a.js': 'x' },
    { 'src/a.js': `const x = 1;\njwt.sign(p, 'kitten-parade-77');\n`, '.env': 'JWT_SECRET=f8a1melon77\n' },
    { 'src/a.js': `const x = 1;\nconst y = 2;\njwt.sign(p, 'kitten-parade-77');\n` },
    { 'src/a.js': 'jwt.sign(p, process.env.JWT_SECRET);\n', '.env': null },
  );
  const commit = await runGit(folder, 'rev-parse', 'HEAD~2');
  const { secrets, history } = await read(await take(folder));
  expect(secrets).toHaveLength(2);
  expect(secrets).toContainEqual(
    expect.objectContaining({
      where: 'history',
      commit,
      path: 'src/a.js',
      line: 2,
      kind: 'signing-secret',
      confidence: 'certain',
    }),
  );
  expect(secrets).toContainEqual(
    expect.objectContaining({ where: 'history', commit, path: '.env', line: 1, snippet: 'JWT_SECRET=********' }),
  );
  expect(history).toMatchObject({ available: true, complete: true, commitsRead: 4, removedEnvFiles: [{ path: '.env', commit }] });
});

test('what the files still have is not reported again', async () => {
  const folder = await gitRepository({ '.env': 'JWT_SECRET=f8a1melon77\n' }, { '.env': 'PORT=1\nJWT_SECRET=f8a1melon77\n' });
  const { secrets } = await read(await take(folder));
  expect(secrets).toEqual([expect.objectContaining({ where: 'work-tree', path: '.env', line: 2 })]);
});

test('names with spaces, quotes and accents; deleted samples and tests stay unaccused', async () => {
  const folder = await gitRepository(
    {
      'my "app"/ä config.js': `const JWT_SECRET = 'kitten-parade-77';`,
      'test/a.test.js': `const JWT_SECRET = 'melon-parade-88';`,
      '.env.example': 'JWT_SECRET=melon99parade\n',
    },
    { 'my "app"/ä config.js': null, 'test/a.test.js': null, '.env.example': null, 'b.txt': 'b' },
  );
  const { secrets } = await read(await take(folder));
  expect(secrets.map(({ path }) => path)).toEqual(['my "app"/ä config.js']);
});

test('an attribute of the repository does not hide a file, and a giant blob is left out', async () => {
  const folder = await gitRepository(
    {
      '.gitattributes': '* -diff\n',
      '.env': 'JWT_SECRET=f8a1melon77\n',
      'giant.txt': `JWT_SECRET='kitten-parade-77'\n${'x\n'.repeat(600_000)}`,
    },
    { '.env': null, 'giant.txt': null, 'a.txt': 'a' },
  );
  const { secrets } = await read(await take(folder));
  expect(secrets.map(({ path }) => path)).toEqual(['.env']);
});

test('limits of bytes and time end the reading and say so', async () => {
  const folder = await gitRepository({ 'a.js': 'x\n'.repeat(200_000) }, { 'a.js': 'y\n'.repeat(200_000) }, { 'a.js': 'z' });
  const submission = await take(folder);
  const options = { known: new Set<string>() };
  expect((await findHistorySecrets(submission, { ...options, limits: { bytes: 1000, ms: 20_000 } })).reading).toMatchObject({
    available: true,
    complete: false,
  });
  expect((await findHistorySecrets(submission, { ...options, limits: { bytes: 2 ** 26, ms: 0 } })).reading).toMatchObject({
    available: true,
    complete: false,
  });
  await expect(
    findHistorySecrets(submission, { ...options, signal: AbortSignal.abort(new Error('interrupted')) }),
  ).rejects.toThrow('interrupted');
});

test('without a history it says why and what to do', async () => {
  const { history } = await read(await take(await temporaryFolder({ 'a.txt': 'a' })));
  expect(history).toMatchObject({ available: false, reason: expect.any(String), todo: expect.any(String), commitsRead: 0 });
});
