import type { Api } from '../api/api.ts';
import type { Reply } from '../api/client.ts';
import { fingerprint, isSame } from '../api/control.ts';
import { leaves } from '../api/json-pointer.ts';
import { isJsonArray } from '../json.ts';
import { isHealthPath } from '../submission/survey/health-paths.ts';
import { writer } from './people.ts';
import { defineProbe, type Live } from './probe.ts';

export interface HealthAnswer {
  readonly path: string;
  readonly exchange: string;
  readonly status: number;
}

export interface Health {
  /** The first path that tells how the app is, asked twice; null when none does. `needsLogin` when it told only A. */
  readonly found: (HealthAnswer & { readonly needsLogin: boolean; readonly isNamed: boolean }) | null;
  /** Everything that was asked, with its answer. */
  readonly asked: readonly HealthAnswer[];
  /** A random path, which no answer may resemble. */
  readonly control: HealthAnswer;
  /** Whether an answer came to everything, and no limiter's. */
  readonly isComplete: boolean;
}

const CONVENTIONS = [
  ...['/health', '/healthz', '/healthcheck', '/health-check', '/livez', '/readyz', '/live', '/ready', '/status', '/ping', '/up'],
  ...['/actuator/health', '/health/live', '/health/ready', '/_health'],
];
const PREFIXES = 3;
const RANDOM = '/rw-no-such-path';

/** Asks every usual path, those under the API's own prefixes, and those that the author's files name, how the app is. */
export const health = defineProbe({
  id: 'health',
  effect: 'read',
  needs: ['api', 'survey'],
  async run(live, { api, survey }): Promise<Health> {
    const named = new Set(survey.healthPaths);
    const paths = candidates(api, survey.healthPaths);
    const controls = new Map<string, Promise<Reply>>();
    const controlOf = (path: string) => {
      const at = path.slice(0, Math.max(0, path.lastIndexOf('/'))) + RANDOM;
      const asked = controls.get(at) ?? live.send('anonymous', { method: 'GET', path: at });
      controls.set(at, asked);
      return asked;
    };
    const asked: HealthAnswer[] = [];
    let found: Health['found'] = null;
    for (const path of paths) {
      const isNamed = named.has(path);
      const reply = await live.send('anonymous', { method: 'GET', path });
      asked.push(answer(path, reply));
      const tells = async (one: Reply) =>
        path === '/' ? tellsAtTop(one, isNamed, await controlOf('/health')) : tellsHealth(one, await controlOf(path));
      if (await tells(reply)) {
        const again = await live.send('anonymous', { method: 'GET', path });
        if (await tells(again)) found = { ...answer(path, again), needsLogin: false, isNamed };
      } else if (live.hasUsers && [401, 403].includes(reply.status)) found = await asUser(live, path, isNamed);
      if (found) break;
    }
    const control = await controlOf('/health');
    return {
      found,
      asked,
      control: answer(RANDOM, control),
      isComplete: asked.every(({ status }) => status !== 0 && status !== 429),
    };
  },
});

/** What the author names comes first, then what the API is known to have, then the usual paths, the top last. */
function candidates(api: Api, named: readonly string[]): string[] {
  const operations = api.operations.filter(({ method, confirmation }) => method === 'GET' && confirmation.state !== 'refuted');
  const known = operations.map(({ path }) => path).filter(isHealthPath);
  const counts = new Map<string, number>();
  for (const { path } of operations) {
    const prefix = /^(?:\/(?:api|rest|v\d+(?:\.\d+)?))+(?=\/)/i.exec(path)?.[0];
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const prefixes = [...counts].sort(([, one], [, other]) => other - one).map(([prefix]) => prefix);
  const wide = prefixes.flatMap((prefix) => [prefix, prefix.slice(0, prefix.lastIndexOf('/'))]);
  const all = ['', ...new Set(wide.filter((prefix) => prefix !== ''))].slice(0, PREFIXES);
  return [...new Set([...named, ...known, ...all.flatMap((prefix) => CONVENTIONS.map((path) => prefix + path)), '/'])];
}

const answer = (path: string, reply: Reply): HealthAnswer => ({ path, exchange: reply.exchange.id, status: reply.status });

/** A guarded endpoint is there when A is told, and a random path beside it tells her something else. */
async function asUser(live: Live, path: string, isNamed: boolean): Promise<Health['found']> {
  const reply = await live.send(writer(live), { method: 'GET', path });
  const control = await live.send(writer(live), { method: 'GET', path: path.slice(0, path.lastIndexOf('/')) + RANDOM });
  return tellsHealth(reply, control) ? { ...answer(path, reply), needsLogin: true, isNamed } : null;
}

/** 2xx, or 503 for an app that is not well; short, for a page of HTML is what a single-page app answers to everything. */
function tellsHealth(reply: Reply, control: Reply): boolean {
  const isAnswer = reply.ok || (reply.status === 503 && reply.text.trim() !== '');
  // words of the path are left out of fingerprints, and may be words of the answer
  const isAlike = reply.status === control.status && reply.text === control.text;
  if (!isAnswer || isAlike || isSame(fingerprint(reply), fingerprint(control))) return false;
  return !isPage(reply) && !isJsonArray(reply.json);
}

const isPage = ({ text }: Reply) => /<!doctype|<html|<head|<body/i.test(text.slice(0, 4000));

/** The top of an API is a health endpoint where the author's files use it as one, or where it tells its status. */
function tellsAtTop(reply: Reply, isNamed: boolean, control: Reply): boolean {
  if (!isNamed && reply.text === control.text) return false;
  if (!reply.ok || reply.json === undefined) return reply.ok && isNamed;
  return (
    isNamed ||
    leaves(reply.json).some(
      ({ key, value }) =>
        /^(?:status|health|state|healthy|alive|ok)$/i.test(key) &&
        (value === true || /^(?:ok|okay|up|healthy|alive|running|pass|online|live)$/i.test(String(value))),
    )
  );
}
