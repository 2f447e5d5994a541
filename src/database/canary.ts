/** An account that roadworthy registered, whose stored password it may look for. A and B share a password of 16 characters, C has one of about 50. */
export interface Canary {
  readonly identity: 'A' | 'B' | 'C';
  /** E-mail and user name, as they are stored. */
  readonly login: readonly string[];
  readonly password: string;
}
