const version = (tag: string): [major: number, minor: number] => {
  const [major = 0, minor = 0] = (/\d+(\.\d+)?/.exec(tag)?.[0] ?? '').split('.').map(Number);
  return [major, minor];
};

const compare = (a: string, b: string): number => version(a)[0] - version(b)[0] || version(a)[1] - version(b)[1];

/**
 * The stand-in that answers a tag: the same version as far as it goes (the newest of it), else the next newer one, else the newest. Variants
 * (`-alpine`, `-slim`) are not told apart.
 */
export function nearest(wanted: string, tags: readonly string[]): string | undefined {
  if (tags.includes(wanted)) return wanted;
  const sorted = tags.filter((tag) => /^\d/.test(tag)).sort(compare);
  if (sorted.length === 0) return tags.find((tag) => wanted.startsWith(tag)) ?? tags[0];
  if (!/^\d/.test(wanted)) return sorted.at(-1);
  const sameMajor = sorted.filter((tag) => version(tag)[0] === version(wanted)[0]);
  // a major alone is its newest
  if (/^\d+(?!\.?\d)/.test(wanted) && sameMajor.length > 0) return sameMajor.at(-1);
  const isNewEnough = (tag: string): boolean => compare(tag, wanted) >= 0;
  return sameMajor.find(isNewEnough) ?? sameMajor.at(-1) ?? sorted.find(isNewEnough) ?? sorted.at(-1);
}
