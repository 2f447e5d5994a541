import { setTimeout as delay } from 'node:timers/promises';
import { fetch, MockAgent } from 'undici';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { githubMetadata } from '../../src/submission/github.ts';

const API = 'https://api.github.com';
const TASKS = 'https://github.com/example/tasks';
const REPOSITORY = {
  default_branch: 'trunk',
  size: 321,
  archived: true,
  fork: true,
  license: { key: 'mit', name: 'MIT License', spdx_id: 'MIT' },
  pushed_at: '2026-10-02T08:00:00Z',
  description: 'A task API',
  topics: ['express', 'postgres'],
  stargazers_count: 7,
  owner: { login: 'example' },
};

const quiet = new AbortController().signal;
const json = { headers: { 'content-type': 'application/json; charset=utf-8' } };

afterEach(() => vi.unstubAllEnvs());

/** A GitHub of this test alone, and what reaches it. */
function pretend(origin = API) {
  for (const name of ['GITHUB_TOKEN', 'GITHUB_SERVER_URL', 'GITHUB_API_URL']) vi.stubEnv(name, undefined);
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  const seen: { url: string; authorization: string | undefined }[] = [];
  const note = ({ path, headers }: { path: string; headers?: unknown }, host = origin) =>
    seen.push({ url: host + path, authorization: new Headers(pairs(headers)).get('authorization') ?? undefined });
  return {
    agent,
    seen,
    note,
    intercept: (path = '/repos/example/tasks') => agent.get(origin).intercept({ path }),
    ask: (options: { url?: string; offline?: boolean; signal?: AbortSignal; deadlineMs?: number } = {}) =>
      githubMetadata(options.url ?? TASKS, {
        offline: false,
        signal: quiet,
        fetch: (url, init) => fetch(url, { ...init, dispatcher: agent }),
        ...options,
      }),
  };
}

function pairs(headers: unknown): Record<string, string> {
  const plain = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {});
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

test('a repository is told in our words, and without a token nothing authorises', async () => {
  const github = pretend();
  github.intercept().reply((sent) => {
    github.note(sent);
    return { statusCode: 200, data: REPOSITORY, responseOptions: json };
  });
  expect(await github.ask({ url: `${TASKS}.git` })).toEqual({
    defaultBranch: 'trunk',
    sizeKb: 321,
    archived: true,
    fork: true,
    license: 'MIT',
    pushedAt: '2026-10-02T08:00:00Z',
    description: 'A task API',
    homepage: null,
    topics: ['express', 'postgres'],
    stars: 7,
    languages: null,
    lastRun: null,
  });
  expect(github.seen).toEqual([{ url: `${API}/repos/example/tasks`, authorization: undefined }]);
});

test('a stranger’s text loses what acts on a terminal, and its length', async () => {
  const github = pretend();
  const hostile = { description: `\u001b[2Jred\u202e\n${'x'.repeat(1000)}`, topics: Array(60).fill('\u0007a'), license: null };
  github.intercept().reply(200, { ...REPOSITORY, ...hostile, default_branch: 'main\u001b]0;title\u0007' }, json);
  const facts = await github.ask();
  expect(facts).toMatchObject({ license: null, defaultBranch: 'main', topics: Array(20).fill('a') });
  expect(JSON.stringify(facts)).not.toMatch(/\\u00|\u202e|\\n/);
  expect('description' in facts && facts.description).toHaveLength(350);
});

test('the token goes to api.github.com and to nobody whom a redirect names', async () => {
  const github = pretend();
  vi.stubEnv('GITHUB_TOKEN', 'ghs_sent');
  const moved = (to: string) => ({ statusCode: 301, data: '', responseOptions: { headers: { location: to } } });
  github.intercept().reply((sent) => (github.note(sent), moved(`${API}/repositories/1`)));
  github.intercept('/repositories/1').reply((sent) => (github.note(sent), moved('https://elsewhere.test/1')));
  github.agent
    .get('https://elsewhere.test')
    .intercept({ path: '/1' })
    .reply((sent) => {
      github.note(sent, 'https://elsewhere.test');
      return { statusCode: 200, data: REPOSITORY, responseOptions: json };
    });
  const facts = await github.ask();
  expect(github.seen).toEqual([
    { url: `${API}/repos/example/tasks`, authorization: 'token ghs_sent' },
    { url: `${API}/repositories/1`, authorization: 'token ghs_sent' },
    { url: 'https://elsewhere.test/1', authorization: undefined },
  ]);
  expect(JSON.stringify(facts)).not.toContain('ghs_sent');
});

const refusals = [
  { name: 'not there', status: 404, headers: {}, reason: 'GitHub shows no repository example/tasks' },
  { name: 'a wrong token', status: 401, headers: {}, reason: 'GitHub refused the GITHUB_TOKEN of the environment' },
  {
    name: 'the hourly limit',
    status: 403,
    headers: { 'x-ratelimit-remaining': '0' },
    reason: expect.stringContaining('rate limit'),
  },
  { name: 'the second limit', status: 429, headers: { 'retry-after': '60' }, reason: expect.stringContaining('rate limit') },
  { name: 'taken down', status: 451, headers: {}, reason: 'GitHub answered 451' },
];
test.each(refusals)('$name is asked once and said', async ({ status, headers, reason }) => {
  const github = pretend();
  vi.stubEnv('GITHUB_TOKEN', 'ghs_secret');
  const told = { message: 'Bad ghs_secret' };
  github.intercept().reply(status, told, { headers: { ...json.headers, ...headers } });
  expect(await github.ask()).toEqual({ unknown: reason });
});

test('a server error is asked once more', async () => {
  const github = pretend();
  github.intercept().reply(502, 'bad gateway');
  github.intercept().reply(200, REPOSITORY, json);
  expect(await github.ask()).toMatchObject({ stars: 7 });
});

test('two server errors are enough', async () => {
  const github = pretend();
  github.intercept().reply(503, 'down').times(2);
  expect(await github.ask()).toEqual({ unknown: 'GitHub answered 503' });
  github.agent.assertNoPendingInterceptors();
});

test('no network', async () => {
  const github = pretend();
  const down = Object.assign(new Error('getaddrinfo ENOTFOUND api.github.com'), { code: 'ENOTFOUND' });
  github.intercept().replyWithError(down).times(2);
  expect(await github.ask()).toEqual({ unknown: 'GitHub could not be reached (ENOTFOUND)' });
});

test('a slow answer is not waited for', async () => {
  const github = pretend();
  github.intercept().reply(200, REPOSITORY, json).delay(3_000);
  const from = performance.now();
  expect(await github.ask({ deadlineMs: 200 })).toEqual({ unknown: 'GitHub did not answer within 0.2 s' });
  expect(performance.now() - from).toBeLessThan(1_500);
});

test('an interruption ends the wait at once', async () => {
  const github = pretend();
  github.intercept().reply(200, REPOSITORY, json).delay(3_000);
  const interrupt = new AbortController();
  const answer = github.ask({ signal: interrupt.signal });
  await delay(100);
  const from = performance.now();
  interrupt.abort(new Error('Ctrl-C'));
  expect(await answer).toEqual({ unknown: 'interrupted' });
  expect(performance.now() - from).toBeLessThan(500);
});

test.each([{ message: 'hello' }, 'no JSON', { ...REPOSITORY, size: 'big' }])(
  'something else than a repository: %j',
  async (data) => {
    const github = pretend();
    github.intercept().reply(200, data, json);
    expect(await github.ask()).toEqual({ unknown: 'GitHub answered something else than a repository' });
  },
);

test('--offline asks nothing', async () => {
  expect(await pretend().ask({ offline: true })).toEqual({ unknown: 'GitHub was not asked, because of --offline' });
});

test.each(['https://gitlab.com/example/tasks', 'https://github.com.evil.test/a/b', 'https://github.com/only', '/home/me/tasks'])(
  '%s is nothing to ask GitHub about',
  async (url) => {
    expect(await pretend().ask({ url })).toEqual({ unknown: 'it is not a repository on github.com' });
  },
);

const RUNS = '/repos/example/tasks/actions/runs?branch=trunk&status=completed&per_page=1';

test('homepage, languages and the last workflow run', async () => {
  const github = pretend();
  github.intercept().reply(200, { ...REPOSITORY, homepage: 'https://tasks.example.test/' }, json);
  github.intercept('/repos/example/tasks/languages').reply(200, { Dockerfile: 100, JavaScript: 900 }, json);
  const run = { name: 'CI', conclusion: 'failure', head_sha: 'abc', updated_at: '2026-10-02T08:00:00Z', id: 1 };
  github.intercept(RUNS).reply(200, { total_count: 1, workflow_runs: [run] }, json);
  expect(await github.ask()).toMatchObject({
    homepage: 'https://tasks.example.test/',
    languages: [
      { name: 'JavaScript', percent: 90 },
      { name: 'Dockerfile', percent: 10 },
    ],
    lastRun: { workflow: 'CI', conclusion: 'failure', commit: 'abc', at: '2026-10-02T08:00:00Z' },
  });
});

test('what of it is refused or strange is absent, and the rest is told', async () => {
  const github = pretend();
  github.intercept().reply(200, { ...REPOSITORY, homepage: 'javascript:alert(1)' }, json);
  github.intercept('/repos/example/tasks/languages').reply(200, { JavaScript: 'much' }, json);
  github.intercept(RUNS).reply(403, { message: 'Resource not accessible by integration' }, json);
  expect(await github.ask()).toMatchObject({ stars: 7, homepage: null, languages: null, lastRun: null });
});

test('no workflow ever ran', async () => {
  const github = pretend();
  github.intercept().reply(200, REPOSITORY, json);
  github.intercept('/repos/example/tasks/languages').reply(200, {}, json);
  github.intercept(RUNS).reply(200, { total_count: 0, workflow_runs: [] }, json);
  expect(await github.ask()).toMatchObject({ languages: [], lastRun: 'none' });
});

test('the last requests of the hour are left to the user', async () => {
  const github = pretend();
  github.intercept().reply(200, REPOSITORY, { headers: { ...json.headers, 'x-ratelimit-remaining': '9' } });
  github.intercept('/repos/example/tasks/languages').reply(200, { JavaScript: 1 }, json);
  expect(await github.ask()).toMatchObject({ stars: 7, languages: null, lastRun: null });
  expect(github.agent.pendingInterceptors()).toHaveLength(1);
});

test('an Enterprise server is asked at its own address, with its own token', async () => {
  const github = pretend('https://git.school.test');
  vi.stubEnv('GITHUB_SERVER_URL', 'https://git.school.test');
  vi.stubEnv('GITHUB_TOKEN', 'ghs_school');
  github.intercept('/api/v3/repos/example/tasks').reply((sent) => {
    github.note(sent);
    return { statusCode: 200, data: REPOSITORY, responseOptions: json };
  });
  expect(await github.ask({ url: 'https://git.school.test/example/tasks' })).toMatchObject({ stars: 7 });
  expect(github.seen).toEqual([{ url: 'https://git.school.test/api/v3/repos/example/tasks', authorization: 'token ghs_school' }]);
  expect(await github.ask()).toEqual({ unknown: 'it is not a repository on git.school.test' });
});
