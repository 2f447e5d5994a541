/** Neighbouring lines that a commit added to a file. */
export interface AddedHunk {
  readonly commit: string;
  readonly path: string;
  /** Number of the first line in the file of that commit. */
  readonly line: number;
  readonly text: string;
}

const LARGEST_HUNK = 256 * 1024;

/** Reads the output of `git log -p --unified=0 --format=%x00%H` piece by piece, at most `maxBytes` of it. */
export function readPatch(
  pieces: AsyncIterable<Buffer>,
  maxBytes: number,
): { hunks: AsyncGenerator<AddedHunk>; commits: () => number; isCut: () => boolean } {
  let commits = 0;
  let cut = false;

  async function* linesOf(): AsyncGenerator<string> {
    let bytes = 0;
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of pieces) {
      bytes += piece.length;
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > LARGEST_HUNK) rest = rest.slice(0, 1);
      if (bytes > maxBytes) {
        cut = true;
        return;
      }
    }
    if (rest !== '') yield rest;
  }

  async function* hunksOf(): AsyncGenerator<AddedHunk> {
    let commit = '';
    let path = '';
    let line = 0;
    let inHunk = false;
    let added: string[] = [];
    let size = 0;
    const take = function* (): Generator<AddedHunk> {
      if (added.length > 0) yield { commit, path, line, text: added.join('\n') };
      added = [];
      size = 0;
    };
    for await (const text of linesOf()) {
      if (inHunk && text.startsWith('+')) {
        size += text.length;
        if (size < LARGEST_HUNK) added.push(text.slice(1));
        continue;
      }
      if (inHunk && /^[-\\ ]/.test(text)) continue;
      yield* take();
      inHunk = false;
      const start = /^@@ -\S+ \+(\d+)/.exec(text)?.[1];
      if (start !== undefined) {
        line = Number(start);
        inHunk = true;
      } else if (text.startsWith('\0')) {
        commit = text.slice(1);
        commits++;
      } else if (text.startsWith('+++ ')) path = pathOf(text.slice(4));
    }
    yield* take();
  }

  return { hunks: hunksOf(), commits: () => commits, isCut: () => cut };
}

/** `b/name`, or quoted as C does when it has quotes or control characters. Git adds a tab after a name with spaces. */
function pathOf(shown: string): string {
  const name = shown.replace(/\t$/, '');
  const plain = name.startsWith('"') ? name.slice(1, -1).replace(/\\([\\"])/g, '$1') : name;
  return plain.replace(/^b\//, '');
}
