import { posix } from 'node:path';
import { isForeign } from './foreign-folders.ts';

export type Language = { readonly name: string; readonly files: number };

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.js': 'JavaScript', '.mjs': 'JavaScript', '.cjs': 'JavaScript', '.jsx': 'JavaScript', '.ts': 'TypeScript', '.mts': 'TypeScript', '.cts': 'TypeScript',
  '.tsx': 'TypeScript', '.py': 'Python', '.go': 'Go', '.java': 'Java', '.kt': 'Kotlin', '.kts': 'Kotlin', '.scala': 'Scala', '.groovy': 'Groovy',
  '.clj': 'Clojure', '.php': 'PHP', '.rb': 'Ruby', '.cs': 'C#', '.fs': 'F#', '.vb': 'Visual Basic', '.rs': 'Rust', '.ex': 'Elixir', '.exs': 'Elixir',
  '.erl': 'Erlang', '.dart': 'Dart', '.swift': 'Swift', '.c': 'C', '.cpp': 'C++', '.cc': 'C++', '.hs': 'Haskell', '.lua': 'Lua', '.pl': 'Perl', '.cr': 'Crystal',
  '.nim': 'Nim', '.zig': 'Zig', '.vue': 'Vue', '.svelte': 'Svelte', '.html': 'HTML', '.css': 'CSS', '.scss': 'CSS', '.sql': 'SQL', '.sh': 'Shell',
}; // prettier-ignore

/** Languages in which a server may be written. */
const SERVER = new Set(['JavaScript', 'TypeScript', 'Python', 'Go', 'Java', 'Kotlin', 'Scala', 'Groovy', 'Clojure', 'PHP', 'Ruby', 'C#', 'F#', 'Visual Basic', 'Rust', 'Elixir', 'Erlang', 'Dart', 'Swift', 'C', 'C++', 'Haskell', 'Lua', 'Perl', 'Crystal', 'Nim', 'Zig']); // prettier-ignore

/** Files per language, most first. */
export function countLanguages(paths: readonly string[]): Language[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const name = BY_EXTENSION[posix.extname(path).toLowerCase()];
    if (name !== undefined && !isForeign(path)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, files]) => ({ name, files }))
    .sort((one, other) => other.files - one.files || (one.name < other.name ? -1 : 1));
}

export function isServerLanguage(name: string): boolean {
  return SERVER.has(name);
}
