import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { tokens, type TokenKind, type TokenTry, type Tokens } from '../../src/probes/tokens.ts';

const FORGERY: Record<Exclude<TokenKind, 'none'>, string> = {
  garbage: 'that is garbage',
  'signature-spoilt': 'whose signature was changed',
  'payload-edited': 'whose claims were changed',
  unsigned: 'without a signature (algorithm "none")',
  'unsigned-None': 'without a signature (algorithm "None")',
  'unsigned-NONE': 'without a signature (algorithm "NONE")',
  'known-secret': 'signed anew with a guessed secret',
};

export default defineCheck({
  id: 'forged-token-accepted',
  title: 'Only tokens that the server signed are accepted',
  failureTitle: 'Forged tokens are accepted',
  why: 'A token is a claim about who somebody is. When anybody can write one, anybody can be any user.',
  fix: 'Verify the signature of every token with the library’s verify function (decode does not), name the algorithm that is expected, and sign with a long random secret from the environment.',
  references: { cwe: 347, owaspApi: 'API2:2023' },
  stability: 'stable',
  needs: [tokens, 'boot'],
  judge({ tokens, boot }) {
    if (!tokens.controlled)
      return {
        verdict: 'inconclusive',
        reason: `${tokens.path} did not answer A alike before and after, or answers anybody alike: forged tokens prove nothing there.`,
      };
    const tries = tokens.tries.filter(
      (one) => one.kind !== 'none' && !one.statuses.some((status) => status === 429 || status === 0),
    );
    // an example that stands in for a secret because nobody was there to choose one says nothing about the author's own
    const isExample =
      tokens.secret?.path != null && boot.plan?.help.some(({ kind }) => kind === 'env-copy' || kind === 'generated-value');
    const accepted = tries.filter((one) => one.accepted && !(one.kind === 'known-secret' && isExample));
    const [first] = accepted;
    if (first)
      return {
        verdict: 'fail',
        found: `${tokens.path} let in a ${noun(tokens)} ${nameOf(first)}${accepted.length > 1 ? ` and ${counted(accepted.length - 1, 'other forgery', 'other forgeries')}` : ''}.`,
        evidence: httpEvidence(
          accepted.map((one) => ({
            exchanges: [...tokens.chain, tokens.controls[0], one.exchanges[0]],
            note: `A ${noun(tokens)} ${nameOf(one)}: answered ${one.statuses.join(' and ')}, as A's own.${one.kind === 'known-secret' ? secretNote(tokens) : ''}`,
          })),
        ),
      };
    if (tries.length === 0) return { verdict: 'inconclusive', reason: 'A limiter or nothing answered every forged token.' };
    const lesson = isExample
      ? ` The example of a secret in ${tokens.secret?.path}:${tokens.secret?.line} would sign tokens if it were left as it is.`
      : '';
    return { verdict: 'pass', found: `${counted(tries.length, 'forged or garbage token')}, none let in.${lesson}` };
  },
});

const noun = ({ isCookie }: Tokens) => (isCookie ? 'cookie' : 'token');
const nameOf = ({ kind }: TokenTry) => (kind === 'none' ? 'that is missing' : FORGERY[kind]);

function secretNote({ secret }: Tokens): string {
  if (!secret) return '';
  const where = secret.path === null ? 'is on every list of common secrets' : `stands in ${secret.path}:${secret.line}`;
  return ` The secret "${secret.word}" ${where}.`;
}
