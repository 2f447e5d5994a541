import type { Payload } from '../payload/payload.ts';

/** Where a token stands in an answer: a JSON pointer into the body, a header, or cookies. */
export type TokenPlace =
  | { readonly in: 'body'; readonly pointer: string }
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'cookie'; readonly names: readonly string[] };

/** How a credential is sent: a header with `{token}` in its template, or the cookies that the login set. */
export type TokenUse = { readonly header: string; readonly template: string } | { readonly cookie: true };

/** One step of getting an account: an operation and what to send to it. */
export interface AccountStep {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly payload: Payload;
}

/** A user whom every fresh stack holds from the start, as the author says. */
export interface ExistingAccount {
  readonly username: string;
  readonly password: string;
}

/** How to become somebody on any stack of this submission, learnt on the discovery stack. */
export interface Recipe {
  /** Absent when the accounts are there from the start. */
  readonly register?: AccountStep;
  /** Absent when registration already answers with the credential and no login was found. */
  readonly login?: AccountStep;
  /** Accounts that need no registration, as the author's hints name them. */
  readonly existing?: Readonly<Partial<Record<'A' | 'B' | 'C', ExistingAccount>>>;
  readonly token: TokenPlace;
  readonly use: TokenUse;
  /** A GET that gives the token against forged requests, asked before each step and after the login. */
  readonly csrf?: { readonly path: string };
  /** The request that told A from anonymous, from a wrong token and from B. */
  readonly proof: { readonly method: string; readonly path: string; readonly reason: string };
}

export interface Account {
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly name: string;
}

export interface AccountFacts {
  readonly identity: 'A' | 'B' | 'C';
  readonly email: string;
  readonly username: string;
  /** Exchange in which it was registered, and logged in, on the stack at hand. */
  readonly registered: string;
  readonly loggedIn?: string;
  /** The user's own id, when an answer or the token's claims told it. */
  readonly id?: string | number;
}

/** By which of their names people log in; without a login, by which they register. */
export function loginRoles({ register, login }: Recipe): ('email' | 'username')[] {
  const roles = (login ?? register)?.payload.fields.flatMap(({ value }) => ('role' in value ? [value.role] : [])) ?? [];
  return (['email', 'username'] as const).filter((role) => roles.includes(role));
}
