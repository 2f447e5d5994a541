import check from '../../../checks/credentials/recoverable-passwords.ts';
import type { StoredPasswordFinding, StoredPasswords } from '../../../src/database/stored-values.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { storedValues: StoredPasswords };
const withFindings = (change: Partial<StoredPasswordFinding>) => (inputs: Inputs) => ({
  storedValues: { ...inputs.storedValues, findings: inputs.storedValues.findings.map((finding) => ({ ...finding, ...change })) },
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'bcrypt', fixture: 'tasks-express', expect: { found: /bcrypt/ } },
    {
      name: 'a library’s default that asks for less work than advised today',
      fixture: 'tasks-express',
      change: withFindings({ level: 'below-owasp' }),
      expect: { found: /more work per guess is advised/ },
    },
  ],
  fail: [
    { name: 'plain text', fixture: 'tasks-express-flawed', expect: { found: /users\.password in plain text/ } },
    {
      name: 'a fast hash',
      fixture: 'tasks-express',
      change: withFindings({ level: 'fast-salted', scheme: 'sha256' }),
      expect: { found: /as a fast hash/ },
    },
    {
      name: 'an unknown form that A and B share',
      fixture: 'tasks-express',
      change: withFindings({ level: 'unknown', verified: false, sameForEqualPasswords: true }),
    },
  ],
  inconclusive: [
    {
      name: 'a form that nobody recognised',
      fixture: 'tasks-express',
      change: withFindings({ level: 'unknown', verified: false }),
    },
    {
      name: 'what looks like a fast hash, but is not of this password',
      fixture: 'tasks-express',
      change: withFindings({ level: 'fast-unsalted', verified: false }),
    },
    {
      name: 'no row of the users was found',
      fixture: 'tasks-express',
      change: (inputs: Inputs) => ({
        storedValues: { ...inputs.storedValues, findings: [], nothingFound: 'No row of the registered users was found.' },
      }),
      expect: { reason: /No row/ },
    },
  ],
});
