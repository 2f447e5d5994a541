// `{/…}` of Express 5, and what ends in `?` in Express 4
const OPTIONAL = /\{([/.:-][^{}]*)\}|([/.-]?:\w+(?:\([^()]*\))?)\?/;
const MAX_VARIANTS = 16;

/** The paths that an Express path stands for, without and with each optional part: `/tasks{/:id}` and `/tasks/:id?` are two. */
export function withOptionalParts(path: string): string[] {
  let variants = [path];
  while (variants.length < MAX_VARIANTS && variants.some((variant) => OPTIONAL.test(variant))) {
    variants = variants.flatMap((variant) => {
      const match = OPTIONAL.exec(variant);
      if (!match) return [variant];
      const [whole, inBraces, beforeMark] = match;
      const [before, after] = [variant.slice(0, match.index), variant.slice(match.index + whole.length)];
      return [before + after || '/', before + (inBraces ?? beforeMark ?? '') + after];
    });
  }
  return [...new Set(variants)];
}
