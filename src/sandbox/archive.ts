import { Readable } from 'node:stream';
import dockerignore from '@balena/dockerignore';
import tar from 'tar-stream';
import { RoadworthyError } from '../errors.ts';
import type { SubmissionFiles } from '../submission/files.ts';

/** One file for a container. `path` is absolute there. */
export interface PlacedFile {
  readonly path: string;
  readonly content: string | Buffer;
  readonly mode: number;
}

/** A tar archive of these files, for the engine's copy API at `/`. */
export function packFiles(files: readonly PlacedFile[]): NodeJS.ReadableStream {
  const pack = tar.pack();
  for (const { path, content, mode } of files) pack.entry({ name: path.replace(/^\/+/, ''), mode }, content);
  pack.finalize();
  return Readable.from(pack);
}

/** A file that the plan adds to the submission, by its path there. */
export interface AddedFile {
  readonly path: string;
  readonly content: string;
}

/**
 * The files of a folder of the submission as a tar archive, one at a time, with those that the plan adds. Links are sent as links,
 * never followed. `except` leaves out what `.dockerignore` names, and only there.
 */
export function packFolder(
  files: SubmissionFiles,
  folder: string,
  added: readonly AddedFile[],
  { except = false } = {},
): NodeJS.ReadableStream {
  return Readable.from(entries(files, folder, added, except));
}

const below = (folder: string, path: string) =>
  folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;

async function* entries(
  files: SubmissionFiles,
  folder: string,
  added: readonly AddedFile[],
  except: boolean,
): AsyncGenerator<Buffer> {
  const pack = tar.pack();
  const fill = (async () => {
    const ignored = except ? await ignoreFilter(files, folder) : () => false;
    for (const path of files.folders) {
      const name = below(folder, path);
      if (name && !ignored(`${name}/`)) pack.entry({ name, type: 'directory', mode: 0o755 });
    }
    for (const { path, target } of files.links) {
      const name = below(folder, path);
      if (name && !ignored(name)) pack.entry({ name, type: 'symlink', linkname: target });
    }
    for (const path of files.paths) {
      const name = below(folder, path);
      if (!name || ignored(name)) continue;
      const content = await files.readBytes(path, 500 * 2 ** 20);
      const mode = await files.mode(path);
      await new Promise<void>((resolve, reject) =>
        pack.entry({ name, mode }, content, (error) => (error ? reject(error) : resolve())),
      );
    }
    for (const { path, content } of added) {
      const name = below(folder, path);
      if (name && !ignored(name)) pack.entry({ name, mode: 0o644 }, content);
    }
    pack.finalize();
  })();
  fill.catch((error: unknown) => pack.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const chunk of pack) if (Buffer.isBuffer(chunk)) yield chunk;
  await fill;
}

/** What `.dockerignore` leaves out of a build context; a folder's own `Dockerfile.dockerignore` is not read. */
async function ignoreFilter(files: SubmissionFiles, folder: string): Promise<(name: string) => boolean> {
  const path = folder === '' ? '.dockerignore' : `${folder}/.dockerignore`;
  if (!files.has(path)) return () => false;
  const filter = dockerignore.default({ ignorecase: false }).add(await files.readText(path));
  return (name) => filter.ignores(name.replace(/\/$/, ''));
}

/** The content of one file of a container, or undefined when it is not there. Throws RoadworthyError `file-too-large` above `maxBytes`. */
export async function readFromArchive(archive: NodeJS.ReadableStream, maxBytes: number): Promise<Buffer | undefined> {
  const extract = tar.extract();
  archive.pipe(extract);
  for await (const entry of extract) {
    if (entry.header.type !== 'file') {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of entry) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > maxBytes) throw new RoadworthyError('file-too-large', `${entry.header.name} is larger than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
  return undefined;
}
