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
