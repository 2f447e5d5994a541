import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';

/** From worst to best; everything before `below-owasp` lets whoever has the database have the passwords. */
const MEANING = {
  plaintext: 'in plain text',
  reversible: 'in a form that can be turned back',
  'fast-unsalted': 'as a fast hash without a salt',
  'fast-salted': 'as a fast hash',
  'weak-kdf': 'with a password hash of far too little work',
  unknown: 'in a form that two users with the same password share',
} as const;

const isWeak = (level: string): level is keyof typeof MEANING => Object.hasOwn(MEANING, level);

export default defineCheck({
  id: 'recoverable-passwords',
  title: 'Stored passwords cannot be recovered',
  failureTitle: 'Stored passwords can be recovered',
  why: 'Databases leak: through a backup, an injection, a laptop. People use one password in many places, so theirs are lost everywhere at once.',
  fix: 'Store passwords with bcrypt (cost 10 or more), scrypt or Argon2id through a library, each with its own salt, and keep them out of every other table and log.',
  references: { cwe: 256, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: ['storedValues'],
  judge({ storedValues: { findings, nothingFound, tablesRead } }) {
    // a form that nobody recognised is proof enough when it is the same for A and B, who share a password, and another for C
    const weak = findings.filter(
      (one) => isWeak(one.level) && (one.level === 'unknown' ? one.sameForEqualPasswords : one.verified),
    );
    const evidenceOf = (one: (typeof findings)[number]): Evidence => ({
      kind: 'stored-value',
      table: one.table,
      column: one.column,
      value: one.sample,
      note: [one.scheme, one.detail, one.sameForEqualPasswords ? 'two users with one password store the same value' : '']
        .filter((part) => part !== '')
        .join(', '),
    });
    const [worst, ...others] = weak.map(evidenceOf);
    if (worst) {
      const places = weak.map((one) => `${one.table}.${one.column} ${isWeak(one.level) ? MEANING[one.level] : ''}`);
      return {
        verdict: 'fail',
        found: `The passwords that we registered with stand in ${places.join(', ')}.`,
        evidence: [worst, ...others],
      };
    }
    const sound = findings.filter((one) => one.verified && (one.level === 'ok' || one.level === 'below-owasp'));
    if (sound.length > 0) {
      const [first] = sound;
      const advice = sound.every((one) => one.level === 'ok') ? '' : '; more work per guess is advised today';
      return {
        verdict: 'pass',
        found: `${first?.table}.${first?.column} holds ${first?.scheme} (${first?.detail})${advice}. ${tablesRead} tables were searched.`,
        evidence: sound.map(evidenceOf),
      };
    }
    return {
      verdict: 'inconclusive',
      reason: nothingFound ?? 'No stored value could be recognised as the password that was registered.',
    };
  },
});
