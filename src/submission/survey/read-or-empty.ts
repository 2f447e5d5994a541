import type { SubmissionFiles } from '../files.ts';

/** A file's text, or '' when it is a link, too large or gone: for a survey it is then not there. */
export async function readOrEmpty(files: SubmissionFiles, path: string, maxBytes?: number): Promise<string> {
  return files.readText(path, maxBytes).catch(() => '');
}
