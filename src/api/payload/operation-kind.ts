import { singular } from './inflection.ts';

/** What an operation is for, as far as its path tells. */
export interface OperationKind {
  readonly kind: 'login' | 'register' | 'create';
  /** What it makes, in the singular: `task`. */
  readonly noun: string;
}

const LOGIN = /(?:^|[/_-])(?:log-?_?in|sign-?_?in|authenticate|authentication|auth|tokens?|sessions?)\/?$/i;
const REGISTER = /(?:^|[/_-])(?:register|registration|sign-?_?up|join|users?|accounts?|members?|customers?)\/?$/i;

/** Reads `POST /api/auth/register`. */
export function operationKind(operationId: string): OperationKind {
  const path = operationId.replace(/^[A-Z]+ /, '');
  const last = path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
  const noun = singular(last.toLowerCase());
  if (LOGIN.test(path)) return { kind: 'login', noun };
  return { kind: REGISTER.test(path) ? 'register' : 'create', noun };
}
