/** Words that name a secret rather than being one: `token: 'access_token'`, `password: 'Password'`, and what is guessed first. */
const WORDS = new Set(
  `my the super top very secure app application user users username admin root guest postgres postgresql mysql mariadb mongo mongodb redis sa db database
  server access refresh reset confirm new old current hash hashed jwt auth authorization bearer session sessions cookie cookies csrf xsrf api client private public
  signing secret secrets key keys token tokens password passwords passwd passphrase pass pwd name field header type id path url uri value param query body
  basic digest oauth apikey salt nonce code otp email login phrase cat keyboard node express flask django spring qwerty letmein welcome hello world`.split(
    /\s+/,
  ),
);
const LONGEST_WORD = 14;

/** Whether a text is made of such words alone, whatever stands between them. Takes linear time on any text. */
export function isVocabulary(text: string): boolean {
  const letters = text
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replace(/(?<=[a-z])0(?=[a-z])/g, 'o')
    .replace(/[^a-z]/g, '');
  const reachable = [true];
  for (let end = 1; end <= letters.length; end++) {
    reachable[end] = false;
    for (let start = Math.max(0, end - LONGEST_WORD); start < end && !reachable[end]; start++) {
      reachable[end] = reachable[start] === true && WORDS.has(letters.slice(start, end));
    }
  }
  return reachable[letters.length] === true && text.length - letters.length <= 8;
}
