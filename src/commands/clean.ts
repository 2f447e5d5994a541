import { connectEngine } from '../sandbox/engine.ts';
import { pruneImages } from '../sandbox/kept-images.ts';
import { reap } from '../sandbox/reaper.ts';
import { removeStaleWorkFolders } from '../submission/work-folder.ts';

/** `roadworthy clean`: kept stacks, what dead runs left, and all images that were built. */
export async function cleanCommand(): Promise<number> {
  const engine = await connectEngine();
  const objects = await reap(engine, { keptToo: true });
  const images = await pruneImages(engine, 0);
  const folders = await removeStaleWorkFolders();
  process.stdout.write(
    `Removed ${objects} containers, networks and volumes, ${images} images and ${folders.length} temporary folders.\n`,
  );
  return 0;
}
