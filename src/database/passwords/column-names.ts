const PASSWORD = /passw(?:or)?d|passwort|passphrase|passcode|passhash|pwhash|pwd|kennwort|wachtwoord|motdepasse|contrasen/i;
const PASSWORD_WORDS = new Set(['pass', 'pw', 'senha', 'clave', 'parol', 'haslo', 'losenord', 'heslo']);
const HASH_WORDS = new Set(['hash', 'hashed', 'digest', 'secret', 'credential', 'credentials', 'encrypted', 'crypted']);
const GENERIC_WORDS = new Set(['value', 'data', 'key', 'content']);

/** Beginnings of words which say that a column holds something about a password: a reset token, a date, a counter. */
const ABOUT = [
  ...['reset', 'recover', 'forgot', 'token', 'otp', 'totp', 'mfa', '2fa', 'hint', 'salt', 'nonce', 'iteration', 'cost', 'algo'],
  ...['expir', 'chang', 'updat', 'creat', 'verif', 'attempt', 'count', 'enabl', 'requir', 'must', 'temp', 'method', 'type'],
  ...['version', 'strength', 'provider', 'policy', 'api', 'client', 'webhook', 'refresh', 'session', 'link', 'url', 'at', 'id'],
];

/** Whether a column is named for the password itself: what stands there is one, in some form. */
export function isNamedForPassword(column: string): boolean {
  if (isAboutPassword(column)) return false;
  return PASSWORD.test(column.replaceAll(/[_\s-]/g, '')) || words(column).some((word) => PASSWORD_WORDS.has(word));
}

/** Whether a column may hold a password by its name, or by that of its table: worth the work of a search, but no evidence. */
export function mayHoldPassword(table: string, column: string): boolean {
  if (isAboutPassword(column)) return false;
  if (isNamedForPassword(column) || words(column).some((word) => HASH_WORDS.has(word))) return true;
  const tableIsNamed = PASSWORD.test(table) || words(table).some((word) => HASH_WORDS.has(word));
  return tableIsNamed && words(column).some((word) => GENERIC_WORDS.has(word));
}

function isAboutPassword(column: string): boolean {
  return words(column).some((word) =>
    ABOUT.some((beginning) => word.startsWith(beginning) && (beginning.length > 2 || word === beginning)),
  );
}

function words(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
}
