import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { z } from 'zod/mini';

export const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const configType = 'application/vnd.docker.container.image.v1+json';
/** Ends the names of files that are being written; no tag may hold it. */
const DRAFT = '~';
const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

const StoredLayer = z.object({ digest: z.string(), diffId: z.string(), size: z.number(), version: z.optional(z.string()) });
export type StoredLayer = z.infer<typeof StoredLayer>;

/** What `docker inspect` shows as Config. */
export interface ImageConfig {
  Env: string[];
  Entrypoint?: string[];
  Cmd: string[];
  WorkingDir?: string;
  User?: string;
  Volumes?: Record<string, object>;
  ExposedPorts?: Record<string, object>;
  StopSignal?: string;
  Labels: Record<string, string>;
}

/**
 * Images in a folder, as a registry hands them out: `blobs/<digest>`, `layers/<key>` (what a layer was made from, so that it is
 * made once) and `tags/<repository>/<tag>` (a manifest's digest). Each file appears whole or not at all.
 */
export class Store {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  blobPath(digest: string): string {
    return join(this.folder, 'blobs', digest.replace(':', '-'));
  }

  async tags(repository: string): Promise<string[]> {
    return (await readdir(join(this.folder, 'tags', repository)).catch(() => [])).filter((tag) => !tag.includes(DRAFT));
  }

  /** The manifest's digest. */
  async tagged(repository: string, tag: string): Promise<string> {
    return readFile(join(this.folder, 'tags', repository, tag), 'utf8');
  }

  async layer(key: string): Promise<StoredLayer | undefined> {
    const text = await readFile(join(this.folder, 'layers', key), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : StoredLayer.parse(JSON.parse(text));
  }

  async addLayer(key: string, tar: NodeJS.ReadableStream): Promise<StoredLayer> {
    await mkdir(join(this.folder, 'blobs'), { recursive: true });
    const draft = join(this.folder, 'blobs', `draft-${key}`);
    const plain = new Meter();
    const packed = new Meter();
    // level 1: a third bigger than level 9, and made six times as fast; nothing leaves the machine
    await pipeline(tar, plain, createGzip({ level: 1 }), packed, createWriteStream(draft));
    if (plain.size === 0) throw new Error(`the archive of ${key} is empty`);
    await rename(draft, this.blobPath(packed.digest()));
    return { digest: packed.digest(), diffId: plain.digest(), size: packed.size };
  }

  async rememberLayer(key: string, layer: StoredLayer): Promise<void> {
    await this.#write(join('layers', key), JSON.stringify(layer));
  }

  async addImage(
    repository: string,
    tag: string,
    architecture: string,
    layers: StoredLayer[],
    config: ImageConfig,
  ): Promise<void> {
    const image = {
      architecture,
      os: 'linux',
      created: new Date().toISOString(),
      config,
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
      history: layers.map(() => ({ created_by: 'npm run setup of roadworthy' })),
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: configType, ...(await this.#addBlob(JSON.stringify(image))) },
      layers: layers.map(({ size, digest }) => ({ mediaType: layerType, size, digest })),
    };
    const { digest } = await this.#addBlob(JSON.stringify(manifest));
    await this.#write(join('tags', repository, tag), digest);
  }

  async #addBlob(text: string): Promise<{ size: number; digest: string }> {
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    await this.#write(join('blobs', digest.replace(':', '-')), text);
    return { size: Buffer.byteLength(text), digest };
  }

  async #write(path: string, text: string): Promise<void> {
    const target = join(this.folder, path);
    await mkdir(join(target, '..'), { recursive: true });
    const draft = `${target}${DRAFT}${randomUUID()}`;
    await writeFile(draft, text);
    await rename(draft, target);
  }
}

/** Counts and hashes what passes through. */
class Meter extends Transform {
  size = 0;
  readonly #hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.size += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }
}
