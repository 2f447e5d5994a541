import { posix } from 'node:path';
import type { SubmissionFiles } from '../../submission/files.ts';

export type Located =
  | { readonly is: 'there'; readonly path: string }
  | { readonly is: 'missing'; readonly path: string }
  | { readonly is: 'outside' | 'link' };

/** Where a path of a compose file leads, seen from the folder `from`. Nothing is opened. */
export function locate(files: SubmissionFiles, path: string, from: string): Located {
  const joined = posix.isAbsolute(path) ? path : posix.normalize(posix.join(from === '' ? '.' : from, path)).replace(/\/+$/, '');
  if (posix.isAbsolute(joined) || joined === '..' || joined.startsWith('../') || path.startsWith('~') || path.includes('\0'))
    return { is: 'outside' };
  const clean = joined === '.' ? '' : joined;
  const link = files.links.find((entry) => clean === entry.path || clean.startsWith(`${entry.path}/`));
  if (link) {
    const target = posix.normalize(posix.join(posix.dirname(link.path), link.target));
    return { is: posix.isAbsolute(link.target) || target === '..' || target.startsWith('../') ? 'outside' : 'link' };
  }
  const there = files.resolve(path, from);
  return there === undefined ? { is: 'missing', path: clean } : { is: 'there', path: there };
}
