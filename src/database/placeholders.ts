import type { Canary } from './canary.ts';

const SAMPLE_LENGTH = 7;

/** Names a password without showing it: `{{AB.password}}` where A and B share it, `{{AB.password:base64}}` for what was made of it. */
export function passwordPlaceholder(password: string, canaries: readonly Canary[], derivation = ''): string {
  const names = canaries.filter((canary) => canary.password === password).map(({ identity }) => identity);
  return `{{${names.join('')}.password${derivation === '' ? '' : `:${derivation}`}}}`;
}

/** Text of the submission, fit to be shown: a table or a key may be named with a password, too. */
export function withoutPasswords(text: string, canaries: readonly Canary[]): string {
  return canaries.reduce(
    (shown, canary) => replaceAll(shown, canary.password, passwordPlaceholder(canary.password, canaries)),
    text,
  );
}

/** The first characters of a stored hash; the placeholder when these are characters of the password. */
export function sampleOf(stored: string, canaries: readonly Canary[]): string {
  const sample = stored.slice(0, SAMPLE_LENGTH);
  const exposed = canaries.find(({ password }) => password.toLowerCase().includes(sample.toLowerCase()));
  return exposed ? passwordPlaceholder(exposed.password, canaries, 'in part') : sample;
}

function replaceAll(text: string, password: string, placeholder: string): string {
  const at = text.toLowerCase().indexOf(password.toLowerCase());
  if (at < 0) return text;
  return text.slice(0, at) + placeholder + replaceAll(text.slice(at + password.length), password, placeholder);
}
