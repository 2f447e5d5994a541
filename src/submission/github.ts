import type { fetch } from 'undici';
import { z } from 'zod';
import { within } from '../deadline.ts';
import { RoadworthyError, toError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { githubServer, type GitHubServer } from './github-server.ts';

/** What GitHub says of a repository. Shown, never scored: it may change while the commit does not. */
export type GitHubFacts = {
  readonly defaultBranch: string;
  readonly sizeKb: number;
  readonly archived: boolean;
  readonly fork: boolean;
  /** SPDX id; NOASSERTION for a licence that GitHub does not recognise, null for none. */
  readonly license: string | null;
  readonly pushedAt: string | null;
  readonly description: string | null;
  /** Where its author says that it runs; an https or http address. */
  readonly homepage: string | null;
  readonly topics: readonly string[];
  readonly stars: number;
  /** Share of each language in the bytes of code, in percent, largest first; null when GitHub would not tell. */
  readonly languages: readonly { readonly name: string; readonly percent: number }[] | null;
  /** The last finished workflow run of the default branch; `none` when no workflow ever ran, null when GitHub would not tell. */
  readonly lastRun: WorkflowRun | 'none' | null;
};

interface WorkflowRun {
  readonly workflow: string;
  readonly conclusion: string;
  readonly commit: string;
  readonly at: string;
}

interface Circumstances {
  readonly offline: boolean;
  readonly signal: AbortSignal;
  /** In place of undici's, which goes through the proxy of the environment. */
  readonly fetch?: typeof fetch;
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 5_000;
const RETRIES = 1;
const RETRY_AFTER_MS = 300;
const MOST_TOPICS = 20;
const MOST_LANGUAGES = 8;
/** Below this many requests left in the hour, the repository is all that is asked for: the rest belongs to the user. */
const SPARE_REQUESTS = 10;

const answer = z.object({
  default_branch: z.string(),
  size: z.number(),
  archived: z.boolean(),
  fork: z.boolean(),
  license: z.object({ spdx_id: z.string().nullable() }).nullable(),
  pushed_at: z.string().nullable(),
  description: z.string().nullable(),
  topics: z.array(z.string()).default([]),
  stargazers_count: z.number(),
  homepage: z.string().nullish(),
});

const languagesAnswer = z.record(z.string(), z.number().nonnegative());

const runsAnswer = z.object({
  workflow_runs: z.array(
    z.object({
      name: z.string().nullish(),
      conclusion: z.string().nullable(),
      head_sha: z.string(),
      updated_at: z.string(),
    }),
  ),
});

/** Asks GitHub, or the Enterprise server of this environment, about the repository at `url`. Whatever goes wrong is `unknown` with its reason: no grade depends on it. */
export async function githubMetadata(
  url: string,
  circumstances: Circumstances,
): Promise<GitHubFacts | { readonly unknown: string }> {
  const server = githubServer();
  const repository = repositoryAt(url, server);
  if (!repository) return { unknown: `it is not a repository on ${new URL(server.origin).host}` };
  if (circumstances.offline) return { unknown: 'GitHub was not asked, because of --offline' };
  const { signal, deadlineMs = DEADLINE_MS } = circumstances;
  if (signal.aborted) return { unknown: 'interrupted' };
  // aborted without a reason, since octokit tries again after any other
  const over = new AbortController();
  const stop = () => over.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await within(deadlineMs, 'Asking GitHub', ask(repository, server, over.signal, circumstances.fetch));
  } catch (error) {
    return { unknown: signal.aborted ? 'interrupted' : reasonOf(error, repository, deadlineMs) };
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

function repositoryAt(text: string, { origin }: GitHubServer): Repository | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.origin.replace('//www.github.com', '//github.com') !== origin) return undefined;
  const { owner, repo } = /^\/(?<owner>[\w-]+)\/(?<repo>[\w.-]+?)(?:\.git)?\/?$/.exec(url.pathname)?.groups ?? {};
  return owner === undefined || repo === undefined ? undefined : { owner, repo };
}

async function ask(
  repository: Repository,
  { api, token }: GitHubServer,
  signal: AbortSignal,
  given: typeof fetch | undefined,
): Promise<GitHubFacts> {
  const { Octokit } = await import('octokit');
  const octokit = new Octokit({
    baseUrl: api,
    userAgent: 'roadworthy',
    ...(token && { auth: token }),
    // its own way with rate limits is to wait, for up to an hour
    throttle: { enabled: false },
    retry: { retries: RETRIES, retryAfterBaseValue: RETRY_AFTER_MS, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { signal, fetch: given ?? (await fetchThroughProxy()) },
  });
  const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}', { ...repository });
  const said = answer.parse(data);
  const left = headers['x-ratelimit-remaining'];
  if (left !== undefined && Number(left) < SPARE_REQUESTS) return factsOf(said, null, null);
  const unknown = () => null;
  const [languages, runs] = await Promise.all([
    octokit
      .request('GET /repos/{owner}/{repo}/languages', { ...repository })
      .then((told) => languagesOf(languagesAnswer.parse(told.data)))
      .catch(unknown),
    octokit
      .request('GET /repos/{owner}/{repo}/actions/runs', {
        ...repository,
        branch: said.default_branch,
        status: 'completed',
        per_page: 1,
      })
      .then((told) => lastRunOf(runsAnswer.parse(told.data)))
      .catch(unknown),
  ]);
  return factsOf(said, languages, runs);
}

const silent = () => undefined;

async function fetchThroughProxy(): Promise<typeof fetch> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent();
  return (url, init) => fetch(url, { ...init, dispatcher });
}

function factsOf(
  said: z.infer<typeof answer>,
  languages: GitHubFacts['languages'],
  lastRun: GitHubFacts['lastRun'],
): GitHubFacts {
  const homepage = cleaned(said.homepage);
  return {
    defaultBranch: oneLine(said.default_branch),
    sizeKb: said.size,
    archived: said.archived,
    fork: said.fork,
    license: cleaned(said.license?.spdx_id),
    pushedAt: cleaned(said.pushed_at),
    description: cleaned(said.description),
    homepage: homepage !== null && /^https?:\/\//i.test(homepage) ? homepage : null,
    topics: said.topics.slice(0, MOST_TOPICS).map((topic) => oneLine(topic, 50)),
    stars: said.stargazers_count,
    languages,
    lastRun,
  };
}

function languagesOf(bytes: Readonly<Record<string, number>>): GitHubFacts['languages'] {
  const total = Object.values(bytes).reduce((sum, one) => sum + one, 0);
  if (total === 0) return [];
  return Object.entries(bytes)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_LANGUAGES)
    .map(([name, one]) => ({ name: oneLine(name, 50), percent: Math.round((1000 * one) / total) / 10 }));
}

function lastRunOf({ workflow_runs: [last] }: z.infer<typeof runsAnswer>): GitHubFacts['lastRun'] {
  if (!last) return 'none';
  return {
    workflow: oneLine(last.name ?? '', 100),
    conclusion: oneLine(last.conclusion ?? 'unknown', 40),
    commit: oneLine(last.head_sha, 64),
    at: oneLine(last.updated_at, 40),
  };
}

function cleaned(text: string | null | undefined): string | null {
  const line = oneLine(text ?? '', 350);
  return line === '' ? null : line;
}

/** Of a failed request, as far as it helps to know why there was no answer. */
const failure = z.object({
  status: z.number(),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

function reasonOf(thrown: unknown, { owner, repo }: Repository, deadlineMs: number): string {
  if (thrown instanceof RoadworthyError) return `GitHub did not answer within ${deadlineMs / 1000} s`;
  if (thrown instanceof z.ZodError) return 'GitHub answered something else than a repository';
  const { data } = failure.safeParse(thrown);
  if (!data) return `GitHub could not be reached (${networkReason(toError(thrown))})`;
  const { headers } = data.response;
  if (data.status === 404) return `GitHub shows no repository ${owner}/${repo}`;
  if (data.status === 401) return 'GitHub refused the GITHUB_TOKEN of the environment';
  if (data.status === 429 || headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers)
    return 'GitHub answers this address no more for now (rate limit); a GITHUB_TOKEN in the environment has a limit of its own';
  return `GitHub answered ${data.status}`;
}

/** The code of the deepest cause: ENOTFOUND, ECONNREFUSED. */
function networkReason(error: Error): string {
  if (error.cause instanceof Error) return networkReason(error.cause);
  return oneLine('code' in error && typeof error.code === 'string' ? error.code : error.message, 80);
}
