import type { JsonObject } from '../../json.ts';
import { fieldWords } from '../values/field-words.ts';

/** Words that many APIs accept under such a name. That one is accepted is known only when an answer says so. */
const GUESSES: readonly (readonly [RegExp, readonly (string | number)[]])[] = [
  [/\bstatus\b|\bstate\b/, ['pending', 'todo', 'active', 'open', 'PENDING', 'draft']],
  [/\bpriority\b|\bseverity\b/, ['medium', 'low', 'MEDIUM', 1]],
  [/\brole\b|\b(?:user|account) type\b/, ['user', 'member', 'USER', 'customer']],
  [/\bgender\b|\bsex\b/, ['male', 'other', 'MALE']],
  [/\bvisibility\b/, ['private', 'public']],
];

const MOMENTS: readonly JsonObject[] = [{ format: 'date-time' }, { format: 'date' }, { format: 'local-date-time' }];
const SHAPES: readonly JsonObject[] = [
  { type: 'integer' },
  { type: 'string' },
  { type: 'array' },
  { type: 'boolean' },
  { type: 'string', format: 'date' },
  { type: 'string', format: 'uuid' },
  { type: 'string', format: 'uri' },
];

/** What else a refused field could hold, when the answer does not say what it wants. */
export function alternatives(name: string): readonly JsonObject[] {
  const words = fieldWords(name);
  const guesses = GUESSES.find(([pattern]) => pattern.test(words))?.[1];
  if (guesses) return guesses.map((guess) => ({ enum: [guess] }));
  return /\bdate\b|\bat$|\btime$|\bdue\b|deadline|\bday\b|\b(?:start|end)\b/.test(words) ? MOMENTS : SHAPES;
}
