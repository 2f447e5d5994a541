/** The GitHub that this environment belongs to: github.com, or the Enterprise server that an Action's runner names. */
export interface GitHubServer {
  /** `https://github.com` */
  readonly origin: string;
  readonly api: string;
  /** GITHUB_TOKEN, which is for this server and for no other. */
  readonly token: string | undefined;
}

const PUBLIC: Omit<GitHubServer, 'token'> = { origin: 'https://github.com', api: 'https://api.github.com' };

/** Read from GITHUB_SERVER_URL, GITHUB_API_URL and GITHUB_TOKEN, as GitHub's runners set them. */
export function githubServer(environment: NodeJS.ProcessEnv = process.env): GitHubServer {
  const token = environment['GITHUB_TOKEN']?.trim() || undefined;
  const origin = originOf(environment['GITHUB_SERVER_URL']) ?? PUBLIC.origin;
  if (origin === PUBLIC.origin) return { ...PUBLIC, token };
  const named = environment['GITHUB_API_URL'];
  // an address of another server would be given the token
  const api = named !== undefined && originOf(named) === origin ? named.replace(/\/+$/, '') : `${origin}/api/v3`;
  return { origin, api, token };
}

/**
 * Settings that let git in by a header, for addresses of this server alone, undefined for others and without a token; they stand in the environment of the one process, never
 * on its command line or on disk.
 */
export function gitAuthorization(url: string, server = githubServer()): Record<string, string> | undefined {
  if (server.token === undefined || originOf(url) !== server.origin) return undefined;
  const basic = Buffer.from(`x-access-token:${server.token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: `http.${server.origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    // a redirect would carry the header along
    GIT_CONFIG_KEY_1: 'http.followRedirects',
    GIT_CONFIG_VALUE_1: 'false',
  };
}

function originOf(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.hostname === 'www.github.com' ? PUBLIC.origin : url.origin;
}
