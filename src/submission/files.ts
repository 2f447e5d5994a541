import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';
import { decodeText } from './decode-text.ts';
import type { SubmissionLimits } from './limits.ts';
import { type Listing, walk } from './walk.ts';

/**
 * The only way in which files of a submission are read. Paths are relative with forward slashes; nothing outside the
 * folder is ever opened, links are listed and never followed, and every read has a size limit.
 */
export interface SubmissionFiles {
  /** Real path of the folder. */
  readonly root: string;
  /** Regular files, sorted; `.git` is left out. */
  readonly paths: readonly string[];
  readonly folders: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  has(path: string): boolean;
  isFolder(path: string): boolean;
  /** The path as it stands in `paths` or `folders` ('' for the top), or undefined when it leaves the folder, passes a link or does not exist. `from` is the folder it is relative to. */
  resolve(path: string, from?: string): string | undefined;
  /** Rejects with RoadworthyError `unreadable-file` when it is a link, leaves the folder, is no regular file or is larger than `maxBytes` (1 MB). */
  readText(path: string, maxBytes?: number): Promise<string>;
  readBytes(path: string, maxBytes?: number): Promise<Buffer>;
  /** Permission bits, for example 0o755; throws like `readBytes`. */
  mode(path: string): Promise<number>;
}

/** The files of a folder. Rejects with RoadworthyError `repository-too-large` when a limit is passed. */
export async function openFiles(
  root: string,
  options: { limits?: SubmissionLimits; signal?: AbortSignal } = {},
): Promise<SubmissionFiles> {
  const real = await realpath(root);
  return new FolderFiles(real, await walk(real, options));
}

const MEGABYTE = 2 ** 20;
// A FIFO that took the place of a file after the walk must not block the opening.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

class FolderFiles implements SubmissionFiles {
  readonly root: string;
  readonly paths: readonly string[];
  readonly folders: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly #files: Listing['files'];
  readonly #folders: ReadonlySet<string>;

  constructor(root: string, listing: Listing) {
    this.root = root;
    this.#files = listing.files;
    this.#folders = new Set(['', ...listing.folders]);
    this.paths = [...listing.files.keys()].sort();
    this.folders = listing.folders.toSorted();
    this.links = listing.links.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  resolve(path: string, from = ''): string | undefined {
    if (posix.isAbsolute(path)) return undefined;
    const joined = posix.join(from, path).replace(/\/+$/, '');
    const normal = joined === '.' ? '' : joined;
    return this.has(normal) || this.isFolder(normal) ? normal : undefined;
  }

  async readText(path: string, maxBytes = MEGABYTE): Promise<string> {
    return decodeText(await this.readBytes(path, maxBytes));
  }

  async readBytes(path: string, maxBytes = MEGABYTE): Promise<Buffer> {
    const handle = await this.#open(path);
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) throw unreadable(path, `is larger than ${maxBytes} bytes`);
      const buffer = Buffer.alloc(size);
      const { bytesRead } = await handle.read(buffer, 0, size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  async mode(path: string): Promise<number> {
    const handle = await this.#open(path);
    try {
      return (await handle.stat()).mode & 0o777;
    } finally {
      await handle.close();
    }
  }

  async #open(path: string): Promise<FileHandle> {
    if (!this.has(path)) throw unreadable(path, this.#whyUnknown(path));
    const absolute = join(this.root, path);
    const folder = await realpath(dirname(absolute)).catch(() => undefined);
    if (folder !== dirname(absolute)) throw unreadable(path, 'leaves the submission through a link');
    const handle = await open(absolute, FLAGS).catch((cause: unknown) => {
      throw unreadable(path, 'cannot be opened', cause);
    });
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw unreadable(path, 'is no regular file');
  }

  #whyUnknown(path: string): string {
    if (this.isFolder(path)) return 'is a folder';
    const link = this.links.find((known) => path === known.path || path.startsWith(`${known.path}/`));
    return link ? 'is or passes a link, and links are not followed' : 'is no regular file of the submission';
  }
}

function unreadable(path: string, why: string, cause?: unknown): RoadworthyError {
  return new RoadworthyError('unreadable-file', `Cannot read ${oneLine(path)} of the submission: it ${why}.`, {
    fault: 'submission',
    cause,
  });
}
