/** How a password is stored, worst first. Guide: database evidence, section 11. */
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
