import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

interface CopiedFile {
  readonly executable: boolean;
  readonly size: number;
  /** Hash of the bytes. */
  readonly sha256: string;
  /** The ids under which git may know these bytes: as they are, and with its line endings. */
  readonly gitIds: readonly string[];
}

const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const PIECE = 2 ** 20;

/** Copies one regular file and hashes it on the way. Undefined when there is none any more, or something else in its place. */
export async function copyFile(from: string, to: string, idAlgorithm?: 'sha1' | 'sha256'): Promise<CopiedFile | undefined> {
  await using source = await open(from, FLAGS).catch(() => undefined);
  const stat = await source?.stat();
  if (!source || !stat?.isFile()) return undefined;
  await mkdir(dirname(to), { recursive: true });
  const executable = (stat.mode & 0o111) !== 0;
  await using target = await open(to, 'wx', executable ? 0o755 : 0o644);
  const sha256 = createHash('sha256');
  const id = idAlgorithm && blobHash(idAlgorithm, stat.size);
  const unixPieces: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await source.read(
      Buffer.allocUnsafe(Math.min(PIECE, stat.size - size)),
      0,
      Math.min(PIECE, stat.size - size),
      size,
    );
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    size += bytesRead;
    sha256.update(piece);
    id?.update(piece);
    if (stat.size <= PIECE) unixPieces.push(piece);
    await target.write(piece);
    if (size >= stat.size) break;
  }
  const gitIds = id && idAlgorithm ? [id.digest('hex'), ...withUnixLineEnds(Buffer.concat(unixPieces), idAlgorithm)] : [];
  return { executable, size, sha256: sha256.digest('hex'), gitIds };
}

function blobHash(algorithm: string, size: number): Hash {
  return createHash(algorithm).update(`blob ${size}\0`);
}

/** A checkout with `eol=crlf` is no change. */
function withUnixLineEnds(bytes: Buffer, algorithm: string): string[] {
  if (!bytes.includes('\r\n')) return [];
  const unix = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return [blobHash(algorithm, unix.length).update(unix).digest('hex')];
}
