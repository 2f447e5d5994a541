import { mapCookies } from './cookies.ts';
import type { TokenUse } from './recipe.ts';

/** The same credential with characters changed in the middle: of a JWT, in the middle of its signature; of cookies, in each of them. */
export function spoil(credential: string, use?: TokenUse): string {
  return use && 'cookie' in use ? mapCookies(credential, spoilValue) : spoilValue(credential);
}

/** Something in place of the credential that nobody gave out: of cookies, in each of them. */
export function garbage(credential: string, use: TokenUse): string {
  return 'cookie' in use ? mapCookies(credential, () => GARBAGE) : GARBAGE;
}

export const GARBAGE = 'not-a-credential-at-all';

function spoilValue(credential: string): string {
  const from = credential.includes('.') ? credential.lastIndexOf('.') : 0;
  let at = Math.floor((from + credential.length) / 2);
  // an encoded character that is torn is refused for that, and not for the signature
  while (at > from && credential.slice(at - 2, at + 3).includes('%')) at -= 1;
  const flipped = [...credential.slice(at, at + 3)].map((char) => (char === 'A' ? 'B' : 'A')).join('');
  return credential.slice(0, at) + flipped + credential.slice(at + 3);
}

/** `spoilValue` for a shell: a JavaScript function of one value. */
export const SPOIL_PROGRAM =
  '(t) => { const f = t.includes(".") ? t.lastIndexOf(".") : 0; let at = (f + t.length) >> 1; while (at > f && t.slice(at - 2, at + 3).includes("%")) at -= 1; return t.slice(0, at) + [...t.slice(at, at + 3)].map((c) => (c === "A" ? "B" : "A")).join("") + t.slice(at + 3); }';
