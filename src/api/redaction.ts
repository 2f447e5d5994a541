import { patternOf } from '../text.ts';

/** Shorter ones are no secrets, and stand in every text. */
const SHORTEST = 6;

/**
 * Replaces secrets by placeholders that name a role, at the moment of recording: `{{A.token}}`, `{{A.token.2}}` for a later one,
 * `{{AB.password}}` where two share it, `{{A.token:signature-flipped}}` for a derived one. Whoever makes a secret registers it before it is sent.
 */
export class Redaction {
  readonly #placeholders = new Map<string, string>();
  readonly #used = new Set<string>();
  #pattern: RegExp | undefined;
  #isStale = false;

  /** Registers a secret under a role and answers its placeholder; the same secret keeps its first one. */
  register(secret: string, role: string): string {
    const known = this.#placeholders.get(secret);
    if (known !== undefined) return known;
    let placeholder = `{{${role}}}`;
    for (let count = 2; this.#used.has(placeholder); count += 1) placeholder = `{{${role}.${count}}}`;
    this.#used.add(placeholder);
    this.#placeholders.set(secret, placeholder);
    // a hostile app may call a single letter its token: replaced everywhere, it would leave nothing to read
    if (secret.length < SHORTEST) return placeholder;
    for (const written of [encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
      if (!this.#placeholders.has(written)) this.#placeholders.set(written, placeholder);
    }
    this.#isStale = true;
    return placeholder;
  }

  redact(text: string): string {
    if (this.#isStale) {
      // longest first, so that a secret inside a longer one does not tear it
      const secrets = [...this.#placeholders.keys()]
        .filter((secret) => secret.length >= SHORTEST)
        .sort((one, other) => other.length - one.length);
      this.#pattern = new RegExp(secrets.map(patternOf).join('|'), 'g');
      this.#isStale = false;
    }
    return this.#pattern ? text.replace(this.#pattern, (secret) => this.#placeholders.get(secret) ?? secret) : text;
  }
}
