import type { Level } from './level.ts';

/** What is known about one stored value. */
export interface Assessment {
  readonly level: Level;
  /** Name of the construction: `bcrypt`, `sha256(salt + password)`, `base64`. */
  readonly scheme: string;
  /** Its parameters, for a person; '' when there are none. */
  readonly detail: string;
  /** The canary's password was hashed anew and gave this very value. */
  readonly verified: boolean;
}
