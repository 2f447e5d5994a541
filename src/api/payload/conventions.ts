import type { OperationKind } from './operation-kind.ts';

/** Names to try when an answer names none. */
export interface Convention {
  readonly names: readonly string[];
  readonly contentType?: 'application/x-www-form-urlencoded';
  /** Key that everything stands under: `{ "user": { … } }`. */
  readonly wrapper?: string;
  /** Whether these names take the place of those tried before. */
  readonly instead?: true;
}

const LOGIN: readonly Convention[] = [
  { names: ['email', 'password'] },
  { names: ['username', 'password'], instead: true },
  { names: ['email', 'username', 'password'], instead: true },
  { names: ['username', 'password'], contentType: 'application/x-www-form-urlencoded', instead: true },
  { names: ['email', 'password'], wrapper: 'user', instead: true },
];

const REGISTER: readonly Convention[] = [
  { names: ['email', 'username', 'name', 'password'] },
  { names: ['confirmPassword', 'passwordConfirmation', 'password_confirmation', 'password2'] },
  { names: ['firstName', 'lastName', 'first_name', 'last_name', 'fullName', 'phone'] },
  { names: ['email', 'username', 'name', 'password'], wrapper: 'user', instead: true },
];

/** The usual fields for an operation's kind, in the order in which they are tried. */
export function conventions({ kind, noun }: OperationKind): readonly Convention[] {
  if (kind === 'login') return LOGIN;
  if (kind === 'register') return REGISTER;
  return [
    { names: ['title', 'name', 'description', 'content'] },
    { names: ['text', 'body', 'date', 'dueDate', 'price', 'quantity', 'amount', 'email'] },
    { names: ['title', 'name', 'description', 'content'], wrapper: noun, instead: true },
  ];
}
