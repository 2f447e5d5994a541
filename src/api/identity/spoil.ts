import type { TokenUse } from './recipe.ts';

/** The same credential with characters changed in the middle: of a JWT, in the middle of its signature; of cookies, in each of them. */
export function spoil(credential: string, use?: TokenUse): string {
  return use && 'cookie' in use ? eachCookie(credential, spoilValue) : spoilValue(credential);
}

function spoilValue(credential: string): string {
  const at = Math.floor(((credential.includes('.') ? credential.lastIndexOf('.') : 0) + credential.length) / 2);
  const flipped = [...credential.slice(at, at + 3)].map((char) => (char === 'A' ? 'B' : 'A')).join('');
  return credential.slice(0, at) + flipped + credential.slice(at + 3);
}

function eachCookie(cookies: string, change: (value: string) => string): string {
  return cookies
    .split('; ')
    .map((pair) => {
      const at = pair.indexOf('=') + 1;
      return pair.slice(0, at) + change(pair.slice(at));
    })
    .join('; ');
}

const SPOIL_VALUE =
  '(t) => { const at = ((t.includes(".") ? t.lastIndexOf(".") : 0) + t.length) >> 1; return t.slice(0, at) + [...t.slice(at, at + 3)].map((c) => (c === "A" ? "B" : "A")).join("") + t.slice(at + 3); }';

/** The same for a shell: a JavaScript expression of a credential, which is itself given as an expression. */
export function spoilProgram(credential: string, kind: 'token' | 'cookie'): string {
  if (kind === 'token') return `(${SPOIL_VALUE})(${credential})`;
  return `${credential}.split("; ").map((pair) => { const at = pair.indexOf("=") + 1; return pair.slice(0, at) + (${SPOIL_VALUE})(pair.slice(at)); }).join("; ")`;
}
