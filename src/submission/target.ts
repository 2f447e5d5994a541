import { basename, posix } from 'node:path';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';

/** What is to be graded, as far as its text alone tells. */
export type Target =
  | { readonly kind: 'folder'; readonly path: string; readonly name: string; readonly ref?: string; readonly subdir?: string }
  | {
      readonly kind: 'git';
      readonly url: string;
      readonly name: string;
      readonly ref?: string;
      readonly subdir?: string;
      /** What follows `/tree/`: a ref and perhaps a folder. Only the refs of the remote tell where one ends. */
      readonly treePath?: string;
    };

interface TargetOptions {
  readonly ref?: string | undefined;
  readonly subdir?: string | undefined;
  /** For tests only: plain http and addresses of this machine. */
  readonly allowLoopback?: boolean | undefined;
}

// eslint-disable-next-line no-control-regex -- a target with these is an attack or an accident
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Parses a target given by a person. Throws RoadworthyError `bad-target` with one line that says what is wrong. */
export function parseTarget(text: string, options: TargetOptions = {}): Target {
  if (text.trim() === '') throw bad('The target is empty');
  if (CONTROL.test(text)) throw bad('The target contains control characters');
  if (text.startsWith('-')) throw bad(`"${oneLine(text)}" looks like an option`);
  const ref = options.ref === undefined ? undefined : checkRef(options.ref);
  const subdir = options.subdir === undefined ? undefined : checkSubdir(options.subdir);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text, { ref, subdir, allowLoopback: options.allowLoopback });
  if (/^[a-z][a-z0-9+.-]*::/i.test(text)) throw bad('Transport helpers of git are not supported');
  if (/^[\w.-]+@[\w.-]+:/.test(text)) throw bad('SSH addresses are not supported');
  return {
    kind: 'folder',
    path: text,
    name: safeName(basename(posix.resolve(text)).replace(/(?<=.)\.git$/, '')),
    ...(ref === undefined ? {} : { ref }),
    ...(subdir === undefined ? {} : { subdir }),
  };
}

function parseUrl(text: string, options: TargetOptions): Target {
  const url = URL.parse(text);
  if (!url) throw bad(`"${oneLine(text)}" is no valid URL`);
  if (url.username !== '' || url.password !== '') throw bad('The URL contains a user name or password');
  const loopback = isLoopback(url.hostname);
  if (loopback && !options.allowLoopback) throw bad('Addresses of this machine are not cloned: give the folder instead');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw bad(`${oneLine(url.protocol)}// is not supported`);
  const { repository, treePath } = splitPath(decodedSegments(url));
  const last = repository.at(-1);
  if (last === undefined) throw bad('The URL names no repository');
  const target = {
    kind: 'git' as const,
    url: `${url.origin}/${repository.map(encodeURIComponent).join('/')}`,
    name: safeName(last.replace(/\.git$/, '')),
  };
  return { ...target, ...place(treePath, options) };
}

function decodedSegments(url: URL): string[] {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => {
    const decoded = decode(segment);
    if (decoded === undefined || CONTROL.test(decoded) || /^(?:-.+|\.\.?)$|[/\\]/.test(decoded))
      throw bad(`The URL has a strange part, "${oneLine(segment)}"`);
    return decoded;
  });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** How the pages of a folder are addressed: GitLab, Gitea and Forgejo, GitHub, Bitbucket. */
const TREE_PAGES = [
  /^(.+?)\/-\/tree\/(.+)$/,
  /^([^/]+\/[^/]+)\/src\/(?:branch|tag|commit)\/(.+)$/,
  /^([^/]+\/[^/]+)\/(?:tree|src)\/(.+)$/,
];
const OTHER_PAGE =
  /^[^/]+\/.+?\/-\/\w+|^[^/]+\/[^/]+\/(?:blob|raw|pull|issues|commits?|releases|actions|wiki|blame|compare)(?:\/|$)/;

function splitPath(segments: readonly string[]): { repository: string[]; treePath?: string } {
  const path = segments.join('/');
  for (const page of TREE_PAGES) {
    const [, repository, treePath] = page.exec(path) ?? [];
    if (repository !== undefined && treePath !== undefined) return { repository: repository.split('/'), treePath };
  }
  if (OTHER_PAGE.test(path)) throw bad('The URL is a page of a repository, not the repository');
  return { repository: [...segments] };
}

function place(
  treePath: string | undefined,
  { ref, subdir }: TargetOptions,
): { ref?: string; subdir?: string; treePath?: string } {
  if (treePath === undefined) return { ...(ref === undefined ? {} : { ref }), ...(subdir === undefined ? {} : { subdir }) };
  if (ref === undefined) {
    checkRef(treePath);
    if (subdir !== undefined) throw bad('Give --ref together with --subdir, or the address of the repository without /tree/');
    return { treePath };
  }
  const rest = treePath === ref ? '' : treePath.startsWith(`${ref}/`) ? treePath.slice(ref.length + 1) : undefined;
  if (rest === undefined) throw bad('--ref and the /tree/ part of the URL name different refs');
  const folder = subdir ?? checkSubdir(rest);
  return { ref, ...(folder === '' ? {} : { subdir: folder }) };
}

/** The rules of git-check-ref-format, as far as they protect us. */
function checkRef(ref: string): string {
  if (ref === '' || ref.length > 250 || /^[-/]|\/$|\.\.|@\{|[\s~^:?*[\\]|\.lock$/.test(ref) || CONTROL.test(ref)) {
    throw bad(`"${oneLine(ref)}" is no name of a branch, tag or commit`);
  }
  return ref;
}

function checkSubdir(subdir: string): string {
  const folder = posix.normalize(subdir.replace(/\/+$/, '') || '.');
  if (CONTROL.test(subdir) || /^(?:\/|-|\.\.(?:\/|$))|\\/.test(folder) || folder.split('/').includes('.git')) {
    throw bad(`--subdir "${oneLine(subdir)}" leaves the repository`);
  }
  return folder === '.' ? '' : folder;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127\..*|0\.0\.0\.0|169\.254\..*|\[.*\])\.?$/i.test(host);
}

function safeName(name: string): string {
  const safe = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 60);
  return safe === '' ? 'submission' : safe;
}

function bad(why: string): RoadworthyError {
  return new RoadworthyError('bad-target', `${why}. A target is a local folder or an https:// address of a git repository.`);
}
