import { z } from 'zod';

/** What somebody read in repositories that others wrote: `repositories[].labels.<property>.value`, a word or a short phrase. */
export const labelsSchema = z.object({
  repositories: z.array(
    z.object({
      repo: z.string(),
      stack: z.string().default(''),
      labels: z.record(z.string(), z.object({ value: z.string(), note: z.string().default('') })),
    }),
  ),
});

/** How a label compares with a verdict: what it says is wrong must be found, what it says is right must not be accused. */
export interface LabelRule {
  readonly property: string;
  readonly check: string;
  readonly bad: RegExp;
  readonly good: RegExp;
}

export const LABEL_RULES: readonly LabelRule[] = [
  {
    property: 'password_hashing',
    check: 'recoverable-passwords',
    bad: /plain|weak|md5/i,
    good: /^(?:bcrypt|argon2|scrypt|pbkdf2)/i,
  },
  { property: 'pagination', check: 'unbounded-lists', bad: /^n$/, good: /^y/ },
  { property: 'rate_limit', check: 'missing-rate-limit', bad: /^n$/, good: /^y/ },
  { property: 'rate_limit', check: 'missing-login-limit', bad: /^n$/, good: /^y/ },
  { property: 'health_endpoint', check: 'missing-health-endpoint', bad: /^n$/, good: /^y/ },
  { property: 'input_validation', check: 'unvalidated-input', bad: /^n$/, good: /^y/ },
  { property: 'error_handling', check: 'stack-trace-leak', bad: /leaks=y/, good: /leaks=n/ },
  { property: 'error_handling', check: 'inconsistent-errors', bad: /^inconsistent/, good: /^consistent/ },
  { property: 'hardcoded_secrets', check: 'hardcoded-secrets', bad: /^y/, good: /^n$/ },
  { property: 'env_committed', check: 'committed-env-file', bad: /^y/, good: /^n$/ },
  { property: 'env_committed', check: 'secret-in-history', bad: /^history/, good: /^n$/ },
  { property: 'tests', check: 'missing-tests', bad: /^n$/, good: /^y/ },
  { property: 'ci', check: 'missing-ci', bad: /^n$/, good: /^y/ },
  { property: 'openapi', check: 'missing-api-docs', bad: /^n$/, good: /^y/ },
  { property: 'db_indexes', check: 'unindexed-queries', bad: /^n$/, good: /^y/ },
  { property: 'layered', check: 'tangled-layers', bad: /^n$/, good: /^y/ },
  { property: 'jwt_expiry', check: 'immortal-tokens', bad: /^n$/, good: /^y/ },
];

/** `open`: the label takes no side, or the verdict cannot be had. */
export type Comparison = 'agrees' | 'false accusation' | 'missed' | 'undetermined' | 'open';

export function compare(rule: LabelRule, label: string, verdict: string | undefined): Comparison {
  if (verdict === undefined || verdict === 'not-applicable') return 'open';
  const bad = rule.bad.test(label);
  const good = !bad && rule.good.test(label);
  if (!bad && !good) return 'open';
  if (verdict === 'fail' || verdict === 'partial') return bad ? 'agrees' : 'false accusation';
  if (verdict === 'pass') return good ? 'agrees' : 'missed';
  return 'undetermined';
}
