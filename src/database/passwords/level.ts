/** How a password is stored, worst first. */
export const LEVELS = [
  'plaintext',
  'reversible',
  'fast-unsalted',
  'fast-salted',
  'weak-kdf',
  'unknown',
  'below-owasp',
  'ok',
] as const;

export type Level = (typeof LEVELS)[number];
