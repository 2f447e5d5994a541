import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOut } from '../../src/submission/check-out.ts';
import { defaultLimits } from '../../src/submission/limits.ts';
import { gitRepository, runGit } from './git-repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

test.each([
  ['files', { files: 2 }],
  ['bytes', { bytes: 5 }],
  ['depth', { depth: 1 }],
])('beyond the limit of %s nothing is written at all', async (_, limit) => {
  const repository = await gitRepository({ 'a.txt': 'four', 'b.txt': 'four', 'c/d.txt': 'four' });
  const work = await temporaryFolder();
  const workTree = join(work, 'files');
  await mkdir(workTree);
  const commit = await runGit(repository, 'rev-parse', 'HEAD');
  const { signal } = new AbortController();
  const place = { gitDir: join(repository, '.git'), workTree, commit, indexFile: join(work, 'index'), signal };
  await expect(checkOut({ ...place, limits: { ...defaultLimits, ...limit } })).rejects.toEqual(
    expect.objectContaining({ code: 'repository-too-large' }),
  );
  expect(await readdir(workTree)).toEqual([]);
  await checkOut({ ...place, limits: defaultLimits });
  expect((await readdir(workTree)).sort()).toEqual(['a.txt', 'b.txt', 'c']);
});
