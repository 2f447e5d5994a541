/**
 * A statement without what differs from one request to the next: comments, literals and numbers are gone, parameters are `?`,
 * lists of them are one, names are unquoted where they need no quotes. Two statements of one shape have one fingerprint.
 */
export function fingerprint(sql: string): string {
  return (
    withoutLiterals(sql)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/-\s*\?/g, '?')
      .replaceAll(/\b(null|true|false)\b(?=\s*[,)])/gi, '?')
      .replaceAll(/\?(?:\s*::\s*"?\w+"?(?:\[\])?)?(?:\s*,\s*\?(?:\s*::\s*"?\w+"?(?:\[\])?)?)+/g, '?')
      .replaceAll(/(\(\s*\?\s*\))(?:\s*,\s*\(\s*\?\s*\))+/g, '$1')
      // from where they begin: a pattern that may begin anywhere tries each of them
      .replace(/(?<![;\s])[;\s]+$/, '')
      .trim()
      .toLowerCase()
  );
}

const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<literal>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|(?:\b[bBxXnN])?'(?:[^']|'')*(?:'|$)|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$)|\$\d+)|(?<name>"(?:[^"]|"")*(?:"|$)|[A-Za-z_][\w$]*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<other>[\s\S])/g;

/** The same text, with every literal a `?` and no comment in it. */
function withoutLiterals(sql: string): string {
  const parts = Array.from(sql.matchAll(TOKEN), ({ groups = {} }) => {
    const { comment, name, other } = groups;
    if (comment !== undefined) return ' ';
    if (name !== undefined) return /^"[a-z_][a-z0-9_]*"$/.test(name) ? name.slice(1, -1) : name;
    return other ?? '?';
  });
  return parts.join('');
}
