import { streamGit } from './git.ts';

export interface TreeEntry {
  /** As git writes it: 100644, 100755, 120000 (link), 160000 (submodule). */
  readonly mode: string;
  readonly id: string;
  readonly size: number;
  readonly path: string;
}

/** The files of a commit, one by one, so that a tree built to be endless can be left. `under` is a folder of it. */
export async function* listTree(
  gitDir: string,
  commit: string,
  options: { under?: string; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<TreeEntry> {
  const tree = options.under ? `${commit}:${options.under}` : commit;
  const args = ['--git-dir=.', 'ls-tree', '-r', '-l', '-z', '--full-tree', tree];
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of streamGit(args, { cwd: gitDir, signal: options.signal })) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = rest.indexOf(0, start); end !== -1; end = rest.indexOf(0, start)) {
      const entry = parseEntry(rest.toString('utf8', start, end));
      if (entry) yield entry;
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}

function parseEntry(line: string): TreeEntry | undefined {
  const [, mode, id, size, path] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(line) ?? [];
  if (mode === undefined || id === undefined || path === undefined) return undefined;
  return { mode, id, size: size === '-' ? 0 : Number(size), path };
}
