import check from '../../../checks/credentials/immortal-tokens.ts';
import type { Tokens } from '../../../src/probes/tokens.ts';
import { checkTester } from '../../check-tester.ts';

const DAY = 86_400;
const living =
  (life: Tokens['life'], isCookie = false) =>
  (inputs: { tokens: Tokens }) => ({
    tokens: { ...inputs.tokens, life, isCookie },
  });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'an hour', fixture: 'tasks-express', expect: { found: /lasts 60 minutes/ } },
    {
      name: 'thirty days to the second',
      fixture: 'tasks-express',
      change: living({ seconds: 30 * DAY, shownBy: 'claims' }),
      expect: { found: /30 days/ },
    },
    { name: 'a cookie of two weeks', fixture: 'tasks-express', change: living({ seconds: 14 * DAY, shownBy: 'cookie' }, true) },
    { name: 'an opaque token with expires_in', fixture: 'tasks-express', change: living({ seconds: 3600, shownBy: 'answer' }) },
  ],
  fail: [
    { name: 'no exp', fixture: 'tasks-express-flawed', expect: { found: /no exp claim/ } },
    {
      name: 'a year',
      fixture: 'tasks-express',
      change: living({ seconds: 365 * DAY, shownBy: 'claims' }),
      expect: { found: /365 days/ },
    },
    {
      name: 'a cookie of ten years',
      fixture: 'tasks-express',
      change: living({ seconds: 3650 * DAY, shownBy: 'cookie' }, true),
      expect: { found: /The cookie of a login lasts 3650 days/ },
    },
  ],
  inconclusive: [
    {
      name: 'an opaque token that says nothing',
      fixture: 'tasks-express',
      change: living({ seconds: null, shownBy: 'nothing' }),
      expect: { reason: /opaque/ },
    },
    {
      name: 'a session cookie that ends with the browser',
      fixture: 'tasks-express',
      change: living({ seconds: null, shownBy: 'nothing' }, true),
      expect: { reason: /ends with the browser/ },
    },
  ],
});
