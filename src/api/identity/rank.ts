import { isJsonObject } from '../../json.ts';
import type { Operation } from '../operation.ts';

const REGISTER = /(?:^|[/_-])(?:register|registration|signup|sign-up|sign_up|join)(?:$|[/_-])/i;
const REGISTER_PLAIN =
  /(?:^|\/)(?:(?:create|add|new)[_-](?:user|account|member|customer)|(?:users?|accounts?|members?|customers?)(?:\/(?:create|add|new))?)\/?$/i;
const LOGIN = /(?:^|[/_-])(?:login|log-in|log_in|signin|sign-in|sign_in|authenticate|authentication)(?:$|[/_-])/i;
const LOGIN_PLAIN =
  /(?:^|\/)(?:tokens?|sessions?|auth|access[_-]token|(?:get|obtain|create|generate|api)[_-](?:auth[_-])?token(?:[_-]auth)?|jwt\/create|(?:token|jwt)\/obtain)\/?$/i;
/** The password grant of OAuth 2; other paths with this word belong to somebody else's login. */
const OAUTH_TOKEN = /(?:^|\/)oauth2?\/token\/?$/i;
const NEITHER =
  /logout|log-out|logoff|signout|sign-out|revoke|reset|forgot|verify|confirm|refresh|oauth|callback|change|password|resend|invite|google|github|facebook/i;
const SECRET = /^(?:pass|password|passwd|pwd|pin|secret|pass_?word1?|password_?digest)$/i;

/** POST operations in the order in which they are tried as registration: by the words of the path, then by a password-like field. */
export function rankRegistrations(operations: readonly Operation[]): Operation[] {
  return rank(operations, (operation) => {
    const path = withHyphens(operation.path);
    if (REGISTER.test(path)) return 10 + fieldBonus(operation);
    if (REGISTER_PLAIN.test(path)) return 4 + fieldBonus(operation);
    return 0;
  });
}

/** POST operations in the order in which they are tried as login. */
export function rankLogins(operations: readonly Operation[]): Operation[] {
  return rank(operations, (operation) => {
    const path = withHyphens(operation.path);
    if (LOGIN.test(path)) return 10 + fieldBonus(operation);
    if (LOGIN_PLAIN.test(path) || OAUTH_TOKEN.test(path)) return 4 + fieldBonus(operation);
    return 0;
  });
}

function rank(operations: readonly Operation[], score: (operation: Operation) => number): Operation[] {
  return operations
    .filter((operation) => operation.method === 'POST' && !operation.path.includes('{') && !isNeither(operation.path))
    .map((operation) => ({ operation, points: score(operation) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || one.operation.path.length - other.operation.path.length)
    .map(({ operation }) => operation);
}

function fieldBonus(operation: Operation): number {
  const properties = operation.body?.schema['properties'];
  if (!isJsonObject(properties)) return 0;
  return Object.keys(properties).some((name) => SECRET.test(name)) ? 5 : 0;
}

/** Whether a request to this path may end the session, or the account, of whoever sends it. */
export function endsSession(path: string): boolean {
  return /log-?_?out|log-?_?off|sign-?_?out|revoke|deactivate|delete/i.test(path);
}

/** Whether an operation makes or ends accounts and sessions, and so is no record of the API's subject. */
export function isAccountOperation(path: string): boolean {
  const hyphened = withHyphens(path);
  return REGISTER.test(hyphened) || LOGIN.test(hyphened) || LOGIN_PLAIN.test(hyphened) || NEITHER.test(path);
}

const isNeither = (path: string) => NEITHER.test(path) && !OAUTH_TOKEN.test(path);

/** `/registerUser` → `/register-User`: the words of a path stand apart. */
const withHyphens = (path: string) => path.replace(/([a-z\d])([A-Z])/g, '$1-$2');
