import type { SubmissionFiles } from '../files.ts';
import { readOrEmpty } from './read-or-empty.ts';

const LARGEST = 512 * 1024;
const MOST = 12;
const ADDRESS = /(?:https?:\/\/[\w.$[\]{}:-]{1,80})?(?<path>(?:\/[\w.-]{1,40}){1,6})(?=[\s"'`)\]|;,?]|$)/gm;
/** In a health check of Docker or compose any path is one, whatever it is called. */
const CHECKED =
  /(?:HEALTHCHECK|healthcheck:|test:)(?:[^\n]*\n){0,3}?[^\n]*?https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[\w${}:-]{1,40})?(?<path>\/[\w./-]{0,80})/g;

/** Paths that the author's own files name as the place to ask whether the app is well: README, compose files, Dockerfiles. */
export async function findHealthPaths(
  files: SubmissionFiles,
  found: { readonly readme: string | null; readonly composeFiles: readonly string[]; readonly dockerfiles: readonly string[] },
): Promise<string[]> {
  const paths: string[] = [];
  for (const file of [...found.composeFiles, ...found.dockerfiles].slice(0, 8)) {
    const text = await readOrEmpty(files, file, LARGEST);
    paths.push(...matches(text, CHECKED), ...matches(text, ADDRESS).filter(isHealthPath));
  }
  if (found.readme !== null)
    paths.push(...matches(await readOrEmpty(files, found.readme, LARGEST), ADDRESS).filter(isHealthPath));
  return [...new Set(paths)].slice(0, MOST);
}

const SURE = /^(?:health[a-z]*|heartbeat|liveness|readiness|livez|readyz|alive|ping)$/;
/** Words that mean the app only where nothing but the app can be meant: `/api/status`, and not `/orders/status`. */
const UNSURE = /^(?:status|up|live|ready)$/;
const OF_THE_APP = /^(?:api|rest|v\d+|system|sys|app|server|service|utils|internal|public|monitoring|actuator|_?meta)$/;

/** Whether a path asks by its words how the app is: `/healthz`, `/api/v1/utils/health-check`, `/api/status`; not `/signup`, not `/shipping`. */
export function isHealthPath(path: string): boolean {
  const segments = path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  const words = (segments.at(-1) ?? '').split(/[-_.]/);
  if (segments.some((segment) => segment.startsWith('{'))) return false;
  if (words.some((word) => SURE.test(word)) && !/\.[a-z]{2,4}$/.test(segments.at(-1) ?? '')) return true;
  return (
    words.length === 1 &&
    words.some((word) => UNSURE.test(word)) &&
    segments.slice(0, -1).every((segment) => OF_THE_APP.test(segment))
  );
}

function matches(text: string, pattern: RegExp): string[] {
  // long lines without an end are no settings, and slow to search
  const lines = text.split('\n').filter((line) => line.length <= 1000);
  return [...lines.join('\n').matchAll(pattern)].flatMap(({ groups }) => groups?.['path'] ?? []);
}
