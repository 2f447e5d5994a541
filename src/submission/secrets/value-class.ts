import { isVocabulary } from './vocabulary.ts';

/**
 * What a literal looks like. Nobody is accused for a `placeholder`; a `weak` or `development` value is one that works and
 * that its author may mean for his own machine only.
 */
type ValueClass = 'placeholder' | 'weak' | 'development' | 'real';

const REFERENCE =
  /\$\{|\{\{|\$\(|%\(|#\{|<%|\{[\w.]+\}|^\$[A-Za-z_]|^%\w+%$|^@|^!(?:Ref|Sub|vault)|^<[^>]*>$|^\[.*\]$|process\.env|os\.environ|getenv|import\.meta|secretKeyRef|^env[.(]|^vault:/i;
const FILLER = /^(?:(.)\1*|[x*.\-_#?]+|\.{3,}.*|.*\.{3,})$/i;
const HINT =
  /change[-_ ]?(?:me|this|it|in|for|before|later|\b)|\byour?[-_ ]|^your|your[-_]?(?:secret|key|token|password|jwt|api|app|own|super|very|db|email)|replace|place[-_ ]?holder|example|sample|dummy|to[-_ ]?do\b|fix[-_ ]?me|insert[-_ ]|enter[-_ ]|put[-_ ]|[-_ ]here\b|here[-_ ]*$|generate|random[-_ ]?(?:string|key|value|secret|hash)|at[-_ ]?least|characters?\b|\bfake|mock|redacted|hidden|removed|lorem|xxx+|_goes_|fill[-_ ]?(?:me|in)|secret[-_]?key[-_]?here|some[-_ ]?(?:secret|key|password|random|long|string|value|token)|any[-_ ]?(?:secret|string|random)|long[-_ ]?(?:random|secret|string)|a[-_ ]?(?:very|long|strong|random|secure)[-_ ]|^(?:tests?|testing|foo|bar|baz|foobar|none|null|nil|undefined|true|false|string|value|text|todo|tbd|n\/a|na|empty|default|unset|required|optional|abc|xyz|asdf|blah)$|\btest(?:ing)?\b|^test[-_\d]|[-_]test$/i;
const DEVELOPMENT =
  /(?:^|[-_ .])(?:dev|devel|development|local|localhost|insecure|unsafe|staging|demo)(?:$|[-_ .\d])|not[-_ ]?(?:so|for|very|a)?[-_ ]?(?:secret|secure|prod|safe)|do[-_ ]?not[-_ ]?use|only[-_ ]?for|fallback|^dev/i;
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const DOTTED_NAME = /^[a-z][A-Za-z]*(?:[.:][a-z][A-Za-z]*)+$/;
const SENTENCE = /^[A-Z]?[A-Za-z'’,:() -]*[a-z)][.!?:]?$/;

/** No secret that a person chose is longer, and patterns take long on what is. */
const LONGEST_JUDGED = 300;

export function classifyValue(value: string): ValueClass {
  const text = value.trim().slice(0, LONGEST_JUDGED);
  if (text.length < 3 || REFERENCE.test(text) || FILLER.test(text) || HINT.test(text)) return 'placeholder';
  if (/^(?:https?|file|ftp):\/\/|^\.{0,2}\/|\.(?:pem|key|crt|json|ya?ml|txt)$/i.test(text)) return 'placeholder';
  if (/^django-insecure-.{20,}/.test(text)) return 'real';
  if (DEVELOPMENT.test(text)) return 'development';
  return text.length < 6 || isVocabulary(text) ? 'weak' : 'real';
}

/** Whether a literal is the name of something else (`JWT_SECRET`, `auth.jwt.secret`) or text for a person. */
export function isNameOrProse(value: string): boolean {
  const text = value.trim().slice(0, LONGEST_JUDGED);
  return ENV_NAME.test(text) || DOTTED_NAME.test(text) || (text.includes(' ') && SENTENCE.test(text));
}

/** Whether a value was made by a generator: long, several kinds of characters, few repetitions. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || /\s/.test(value) || classifyValue(value) === 'placeholder') return false;
  if (/^[0-9a-f-]+$/i.test(value)) return /\d/.test(value) && /[a-f]/i.test(value) && entropy(value) > 2.5;
  return /\d/.test(value) && /[a-z]/i.test(value) && entropy(value) > 3.3;
}

/** Bits per character. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / value.length) * Math.log2(count / value.length), 0);
}
