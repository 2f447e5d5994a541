import type { Engine } from './engine.ts';
import { LABEL } from './labels.ts';
import { LIMITS } from './limits.ts';

/** When a run last used an image: the number in its newest tag, milliseconds since 1970. */
function lastUse(tags: readonly string[]): number {
  return Math.max(0, ...tags.map((tag) => Number(tag.slice(tag.lastIndexOf(':') + 1)) || 0));
}

/** Removes images that we built, least recently used first, until the rest is below `maxBytes`; older tags of one image go too. */
export async function pruneImages({ docker }: Engine, maxBytes: number = LIMITS.keptImagesBytes): Promise<number> {
  const images = await docker.listImages({ filters: { label: [LABEL.image] } });
  const sorted = images.sort((one, other) => lastUse(other.RepoTags ?? []) - lastUse(one.RepoTags ?? []));
  let bytes = 0;
  let removed = 0;
  for (const image of sorted) {
    bytes += image.Size;
    const newest = lastUse(image.RepoTags ?? []);
    const tags = (image.RepoTags ?? []).filter((tag) => bytes > maxBytes || lastUse([tag]) !== newest);
    for (const tag of tags)
      await docker
        .getImage(tag)
        .remove()
        .then(
          () => (removed += 1),
          () => undefined,
        );
    if (bytes > maxBytes && tags.length === 0)
      await docker
        .getImage(image.Id)
        .remove({ force: true })
        .then(
          () => (removed += 1),
          () => undefined,
        );
  }
  return removed;
}
