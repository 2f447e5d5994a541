import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export type FileTable = Readonly<Record<string, string | Buffer>>;

/** A folder with these files that is gone after the test. */
export async function temporaryFolder(files: FileTable = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'test-submission-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: FileTable): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
