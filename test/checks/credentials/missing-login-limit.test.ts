import check from '../../../checks/credentials/missing-login-limit.ts';
import type { LoginBurst } from '../../../src/probes/login-burst.ts';
import { checkTester } from '../../check-tester.ts';

const withBurst = (change: Partial<LoginBurst>) => (inputs: { loginBurst: LoginBurst }) => ({
  loginBurst: { ...inputs.loginBurst, ...change },
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'the tenth guess is refused', fixture: 'tasks-express', expect: { found: /refused with 429/ } },
    {
      name: 'a lock that says nothing, and refuses the right password too',
      fixture: 'tasks-express-flawed',
      change: withBurst({ afterwards: { exchange: 'x539', status: 401 } }),
      expect: { found: /the account is locked/ },
    },
    {
      name: 'a limiter so strict that our own logins were enough',
      fixture: 'tasks-express-flawed',
      change: withBurst({ control: { exchange: 'x1', status: 429 } }),
    },
  ],
  fail: [
    {
      name: '110 guesses, none held back',
      fixture: 'tasks-express-flawed',
      expect: { found: /110 wrong passwords for one account, all answered 401/ },
    },
  ],
  inconclusive: [
    {
      name: 'too slow to tell',
      fixture: 'tasks-express-flawed',
      change: withBurst({ answered: 40 }),
      expect: { reason: /Only 40/ },
    },
    {
      name: 'the right password does not log in',
      fixture: 'tasks-express-flawed',
      change: withBurst({ control: { exchange: 'x1', status: 401 } }),
    },
    {
      name: 'a wrong password is answered as the right one',
      fixture: 'tasks-express-flawed',
      change: withBurst({ refusal: { exchange: 'x1', status: 200 } }),
    },
  ],
  'not-applicable': [
    { name: 'nobody logs in with a password', fixture: 'tasks-express', change: () => ({ loginBurst: { noLogin: true } }) },
  ],
});
