import type { Candidate } from './candidate.ts';
import { kindOfName } from './name-kind.ts';
import type { PathContext } from './path-context.ts';
import { classifyValue, isNameOrProse, looksRandom } from './value-class.ts';

/** `name = value` somewhere: in code, a setting, an env file. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** It counts only while a variable of the environment is missing. */
  readonly fallback?: boolean;
  /** Its neighbours are a host, a user, a database. */
  readonly inDatabaseSettings?: boolean;
}

/** Judges a literal by the name that it is given to. Undefined when nobody should be accused for it. */
export function judgeAssignment(assignment: Assignment, context: PathContext): Candidate | undefined {
  const { name, value, line, fallback = false, inDatabaseSettings = false } = assignment;
  const nameKind = kindOfName(name);
  if (nameKind === undefined) return undefined;
  const valueClass = classifyValue(value);
  if (valueClass === 'placeholder' || isNameOrProse(value) || sameWords(name, value)) return undefined;
  const candidate = (kind: Candidate['kind'], certain: boolean): Candidate => ({
    rule: fallback ? 'fallback-default' : `assigned-${nameKind}`,
    kind: fallback ? 'fallback-default' : kind,
    confidence: certain && context !== 'development-env' ? 'certain' : 'likely',
    line,
    value,
  });
  const real = valueClass === 'real';
  const isEnv = context === 'env' || context === 'development-env';
  if (nameKind === 'signing-secret') {
    if (context === 'compose') return candidate('signing-secret', looksRandom(value));
    return candidate('signing-secret', real || (fallback && valueClass === 'weak'));
  }
  if (nameKind === 'database-password' || (nameKind === 'password' && inDatabaseSettings))
    return candidate('database-password', false);
  if (nameKind === 'password') return isEnv && real ? candidate('credential', true) : undefined;
  return looksRandom(value) ? candidate('credential', isEnv) : undefined;
}

/** `JWT_SECRET: 'jwtSecret'` names a key of something else. */
function sameWords(name: string, value: string): boolean {
  const words = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return words(name) === words(value);
}
