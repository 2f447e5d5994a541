import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { acquire } from '../../src/submission/acquire.ts';
import { gitAuthorization, githubServer } from '../../src/submission/github-server.ts';
import { gitRepository } from './git-repository.ts';
import { gitServer } from './git-server.ts';

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.unstubAllEnvs());

const TOKEN = 'ghs_privateToken123';
const BASIC = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;

/** A server that lets nobody in without the token, named as the GitHub of this environment. */
async function privateServer(token: string | undefined): Promise<string> {
  const repository = await gitRepository({ 'a.txt': 'one' });
  const origin = await gitServer(dirname(repository), { authorization: BASIC });
  vi.stubEnv('GITHUB_SERVER_URL', origin);
  vi.stubEnv('GITHUB_TOKEN', token);
  return `${origin}/${basename(repository)}/.git`;
}

test('a private repository is cloned with the token of the environment, which stays nowhere', async () => {
  const submission = await acquire(await privateServer(TOKEN), { allowLoopback: true });
  expect(submission.files.paths).toEqual(['a.txt']);
  const { history } = submission;
  const gitDir = history.available ? history.gitDir : '';
  const kept = await readdir(gitDir, { recursive: true, withFileTypes: true });
  for (const file of kept.filter((one) => one.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(text.includes(TOKEN) || text.includes(BASIC), file.name).toBe(false);
  }
  await submission.dispose();
});

test.each([
  ['without a token', undefined, 'give a GITHUB_TOKEN that may read it in the environment'],
  ['with a wrong token', 'ghs_wrong', 'whether the GITHUB_TOKEN of the environment may read it'],
])('%s: one line that says what to do', async (_, token, advice) => {
  const failed = acquire(await privateServer(token), { allowLoopback: true });
  await expect(failed).rejects.toMatchObject({ code: 'no-such-repository', message: expect.stringContaining(advice) });
  await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('ghs_') });
});

test('what anybody may read is read without the token, also after a redirect', async () => {
  const repository = await gitRepository({ 'a.txt': 'one' });
  const seen: (string | undefined)[] = [];
  const onRequest = (authorization: string | undefined) => seen.push(authorization);
  const elsewhere = await gitServer(dirname(repository), { onRequest });
  const origin = await gitServer(dirname(repository), { redirect: elsewhere, onRequest });
  vi.stubEnv('GITHUB_SERVER_URL', origin);
  vi.stubEnv('GITHUB_TOKEN', TOKEN);
  const submission = await acquire(`${origin}/${basename(repository)}/.git`, { allowLoopback: true });
  await submission.dispose();
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((one) => one !== undefined)).toEqual([]);
});

test('a redirect to another server does not carry the token', async () => {
  const repository = await gitRepository({ 'a.txt': 'one' });
  const seen: (string | undefined)[] = [];
  const elsewhere = await gitServer(dirname(repository), {
    authorization: BASIC,
    onRequest: (authorization) => seen.push(authorization),
  });
  vi.stubEnv('GITHUB_SERVER_URL', await gitServer(dirname(repository), { redirect: elsewhere }));
  vi.stubEnv('GITHUB_TOKEN', TOKEN);
  const address = `${process.env['GITHUB_SERVER_URL'] ?? ''}/${basename(repository)}/.git`;
  await expect(acquire(address, { allowLoopback: true })).rejects.toMatchObject({ name: 'RoadworthyError' });
  expect(seen.filter((one) => one !== undefined)).toEqual([]);
});

test.each([
  [{}, { origin: 'https://github.com', api: 'https://api.github.com', token: undefined }],
  [
    { GITHUB_SERVER_URL: 'https://github.com', GITHUB_API_URL: 'https://evil.test', GITHUB_TOKEN: 't' },
    { origin: 'https://github.com', api: 'https://api.github.com', token: 't' },
  ],
  [
    { GITHUB_SERVER_URL: 'https://git.school.test/' },
    { origin: 'https://git.school.test', api: 'https://git.school.test/api/v3', token: undefined },
  ],
  [
    { GITHUB_SERVER_URL: 'https://git.school.test', GITHUB_API_URL: 'https://git.school.test/api/v9/' },
    { origin: 'https://git.school.test', api: 'https://git.school.test/api/v9', token: undefined },
  ],
  [
    { GITHUB_SERVER_URL: 'https://git.school.test', GITHUB_API_URL: 'https://evil.test/api' },
    { origin: 'https://git.school.test', api: 'https://git.school.test/api/v3', token: undefined },
  ],
])('the server of %j', (environment, server) => {
  expect(githubServer(environment)).toEqual(server);
});

test('the token is for its own server alone', () => {
  const server = githubServer({ GITHUB_TOKEN: 't' });
  expect(gitAuthorization('https://github.com/ada/api', server)).toMatchObject({
    GIT_CONFIG_KEY_0: 'http.https://github.com/.extraHeader',
  });
  expect(gitAuthorization('https://www.github.com/ada/api', server)).toBeDefined();
  for (const url of ['https://github.com.evil.test/a/b', 'https://gitlab.com/a/b', 'http://github.com/a/b'])
    expect(gitAuthorization(url, server)).toBeUndefined();
});
