export type SecretKind = 'credential' | 'signing-secret' | 'database-password' | 'private-key' | 'fallback-default';

/** A value that may be a secret, still in clear: never recorded, never printed. */
export interface Candidate {
  readonly rule: string;
  readonly kind: SecretKind;
  readonly confidence: 'certain' | 'likely';
  /** Counted from 1. */
  readonly line: number;
  readonly value: string;
}
