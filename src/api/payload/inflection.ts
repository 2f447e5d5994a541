const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  feet: 'foot',
  statuses: 'status',
  buses: 'bus',
  bonuses: 'bonus',
  caches: 'cache',
  addresses: 'address',
  quizzes: 'quiz',
  indices: 'index',
  movies: 'movie',
  cookies: 'cookie',
  news: 'news',
  series: 'series',
};

/** The singular of an English noun, near enough to compare names of fields with names of collections. */
export function singular(noun: string): string {
  const irregular = Object.hasOwn(IRREGULAR, noun) ? IRREGULAR[noun] : undefined;
  if (irregular !== undefined) return irregular;
  if (/ies$/.test(noun) && noun.length > 4) return noun.replace(/ies$/, 'y');
  if (/(?:ss|x|zz|ch|sh)es$/.test(noun)) return noun.replace(/es$/, '');
  if (/(?:ss|us|is)$/.test(noun)) return noun;
  return noun.replace(/s$/, '');
}

/** Whether two names mean the same resource: `project`, `Projects`, `project_s` of a path or a field. */
export function isSameResource(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

/** Lower case, without separators, in the singular: `blog-posts` and `blogPost` are both `blogpost`. */
export function plainName(name: string): string {
  return singular(name.toLowerCase().replace(/[^a-z\d]/g, ''));
}
