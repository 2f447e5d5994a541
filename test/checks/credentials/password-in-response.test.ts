import check from '../../../checks/credentials/password-in-response.ts';
import type { PeopleShown, ShownPassword } from '../../../src/probes/people-shown.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { peopleShown: PeopleShown };
const shown = (change: Partial<ShownPassword>): ShownPassword => ({
  what: 'hash',
  field: 'password',
  form: 'bcrypt',
  where: 'GET /users',
  exchanges: ['x1', 'x2'],
  chain: ['x1'],
  ...change,
});
const withShown = (change: Partial<PeopleShown>) => (inputs: Inputs) => ({ peopleShown: { ...inputs.peopleShown, ...change } });

checkTester(check, import.meta.filename, {
  pass: [{ name: 'users are shown without', fixture: 'tasks-express', expect: { found: /none holds a password or a hash/ } }],
  fail: [
    {
      name: 'the registration answers with the whole row',
      fixture: 'tasks-express-flawed',
      expect: { found: /registration \(the password in clear, field password\)/ },
    },
    {
      name: 'hashes in a list',
      fixture: 'tasks-express',
      change: withShown({ shown: [shown({})] }),
      expect: { found: /GET \/users \(the hash of the password, field password\)/ },
    },
    {
      name: 'authors of records',
      fixture: 'tasks-express',
      change: withShown({ shown: [shown({ where: 'GET /posts', field: 'passwordHash' })] }),
    },
    {
      name: 'the claims of the token',
      fixture: 'tasks-express',
      change: withShown({ inToken: { what: 'hash', field: 'password', form: 'bcrypt', chain: ['x1', 'x2'] } }),
      expect: { found: /the token of the login/ },
    },
    {
      name: 'many places are counted',
      fixture: 'tasks-express',
      change: withShown({ shown: Array.from({ length: 6 }, () => shown({})) }),
      expect: { found: /and 2 more\.$/ },
    },
  ],
  inconclusive: [{ name: 'nothing was answered', fixture: 'tasks-express', change: withShown({ searched: 0 }) }],
});
