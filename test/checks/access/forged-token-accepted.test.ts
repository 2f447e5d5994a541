import check from '../../../checks/access/forged-token-accepted.ts';
import type { TokenKind, TokenTry, Tokens } from '../../../src/probes/tokens.ts';
import type { Boot } from '../../../src/sandbox/boot.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { tokens: Tokens; boot: Boot };
const withTokens = (change: (tokens: Tokens) => Partial<Tokens>) => (inputs: Inputs) => ({
  ...inputs,
  tokens: { ...inputs.tokens, ...change(inputs.tokens) },
});
const accepting = (kind: TokenKind) =>
  withTokens(({ tries }) => ({ tries: tries.map((one) => (one.kind === kind ? { ...one, accepted: true } : one)) }));
const statuses = (both: [number, number], accepted = false) =>
  withTokens(({ tries }) => ({ tries: tries.map((one): TokenTry => ({ ...one, statuses: both, accepted })) }));
const withSecret = (path: string | null, help: 'env-copy' | 'forwarder') => (inputs: Inputs) => {
  const forged = { kind: 'known-secret', exchanges: ['x901', 'x902'], statuses: [200, 200], accepted: true } as const;
  return {
    boot: {
      ...inputs.boot,
      plan: inputs.boot.plan && { ...inputs.boot.plan, help: [{ kind: help, what: '', documented: true }] },
    },
    tokens: {
      ...inputs.tokens,
      tries: [...inputs.tokens.tries, forged],
      secret: { word: 'changeme', path, line: path === null ? null : 4 },
    },
  };
};

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'every forgery is refused', fixture: 'tasks-express', expect: { found: /none let in/ } },
    {
      name: 'the example of a secret signs only because nobody was there to replace it',
      fixture: 'tasks-express',
      change: withSecret('.env.example', 'env-copy'),
      expect: { found: /\.env\.example:4 would sign tokens if it were left/ },
    },
    {
      name: 'a limiter answered A and one of the forgeries alike',
      fixture: 'tasks-express',
      change: withTokens(({ tries }) => ({
        tries: tries.map((one) => (one.kind === 'garbage' ? { ...one, statuses: [429, 429], accepted: true } : one)),
      })),
    },
    {
      name: 'an opaque session cookie that is not found when it is changed',
      fixture: 'tasks-express',
      change: withTokens(({ tries }) => ({
        kind: 'signed-cookie',
        isCookie: true,
        algorithm: null,
        tries: tries.filter(({ kind }) => ['none', 'garbage', 'signature-spoilt'].includes(kind)),
      })),
      expect: { found: '2 forged or garbage tokens, none let in.' },
    },
  ],
  fail: [
    {
      name: 'the token is decoded, and its signature not looked at',
      fixture: 'tasks-express-flawed',
      expect: { found: /let in a token whose signature was changed/ },
    },
    { name: 'algorithm "None"', fixture: 'tasks-express', change: accepting('unsigned-None'), expect: { found: /"None"/ } },
    {
      name: 'changed claims',
      fixture: 'tasks-express',
      change: accepting('payload-edited'),
      expect: { found: /claims were changed/ },
    },
    { name: 'garbage', fixture: 'tasks-express', change: accepting('garbage'), expect: { found: /that is garbage/ } },
    {
      name: 'a secret of the public list, chosen by the author',
      fixture: 'tasks-express',
      change: withSecret(null, 'env-copy'),
      expect: { found: /signed anew with a guessed secret/ },
    },
    {
      name: 'a secret that stands in the README',
      fixture: 'tasks-express',
      change: withSecret('README.md', 'forwarder'),
    },
    {
      name: 'a session cookie whose signature is cut off and not looked at',
      fixture: 'tasks-express-flawed',
      change: withTokens(() => ({ kind: 'signed-cookie', isCookie: true })),
      expect: { found: /let in a cookie/ },
    },
  ],
  inconclusive: [
    {
      name: 'A herself was not answered alike',
      fixture: 'tasks-express-flawed',
      change: withTokens(() => ({ controlled: false })),
    },
    { name: 'a limiter answered everything', fixture: 'tasks-express', change: statuses([429, 429]) },
    { name: 'nothing answered', fixture: 'tasks-express', change: statuses([0, 0], true) },
  ],
});
