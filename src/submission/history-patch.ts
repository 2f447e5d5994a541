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
export class PatchReader {
  commits = 0;
  /** Whether the output was longer than `maxBytes`. */
  isCut = false;
  #commit = '';
  #path = '';
  #line = 0;
  #inHunk = false;
  #added: string[] = [];
  #size = 0;
  #rest = '';

  async *read(pieces: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<AddedHunk> {
    const decoder = new TextDecoder();
    let bytes = 0;
    for await (const piece of pieces) {
      yield* this.#push(decoder.decode(piece, { stream: true }));
      bytes += piece.length;
      if (bytes > maxBytes) {
        this.isCut = true;
        break;
      }
    }
    yield* this.#push('\n');
    yield* this.#take();
  }

  *#push(text: string): Generator<AddedHunk> {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (!this.#isOfHunk(line)) yield* this.#header(line);
    // What does not fit is no line of a person; its first character tells what the rest belongs to.
    if (this.#rest.length > LARGEST_HUNK) this.#rest = this.#rest.slice(0, 1);
  }

  #isOfHunk(line: string): boolean {
    if (!this.#inHunk) return false;
    if (line.startsWith('+')) {
      this.#size += line.length;
      if (this.#size < LARGEST_HUNK) this.#added.push(line.slice(1));
      return true;
    }
    return /^[-\\ ]/.test(line);
  }

  *#header(line: string): Generator<AddedHunk> {
    yield* this.#take();
    this.#inHunk = false;
    const start = /^@@ -\S+ \+(\d+)/.exec(line)?.[1];
    if (start !== undefined) {
      this.#line = Number(start);
      this.#inHunk = true;
    } else if (line.startsWith('\0')) {
      this.#commit = line.slice(1);
      this.commits++;
    } else if (line.startsWith('+++ ')) this.#path = pathOf(line.slice(4));
  }

  *#take(): Generator<AddedHunk> {
    if (this.#added.length > 0) yield { commit: this.#commit, path: this.#path, line: this.#line, text: this.#added.join('\n') };
    this.#added = [];
    this.#size = 0;
  }
}

/** `b/name`, or quoted as C does when it has quotes or control characters. Git adds a tab after a name with spaces. */
function pathOf(shown: string): string {
  const name = shown.replace(/\t$/, '');
  const plain = name.startsWith('"') ? name.slice(1, -1).replace(/\\([\\"])/g, '$1') : name;
  return plain.replace(/^b\//, '');
}
