import { defineCheck } from '../../src/grading/check.ts';

export default defineCheck({
  id: 'undocumented-boot',
  title: 'Starts from a clean clone as documented',
  failureTitle: 'Does not start from a clean clone as documented',
  why: 'A reviewer gives a project a few minutes. If it does not start by its own instructions, nothing else of it is seen.',
  fix: 'Follow your README on another machine, from the clone on, and write down or commit every step that was missing: the env file, its values, migrations, the order of services.',
  references: { cwe: 1059 },
  stability: 'stable',
  needs: ['boot', 'survey'],
  judge({ boot, survey }) {
    if (!boot.started) {
      const where = boot.failedStep === '' ? 'container' : `build step ${boot.failedStep}`;
      return {
        verdict: 'fail',
        found: boot.reason ?? 'Nothing answered.',
        evidence: [{ kind: 'log', from: where, lines: boot.lastLines }],
      };
    }
    const help = boot.plan?.help ?? [];
    const undocumented = help.filter((one) => !one.documented);
    if (undocumented.length === 0)
      return {
        verdict: 'pass',
        found: `Started from ${boot.plan?.from ?? 'its own files'}${help.length > 0 ? ', with the steps that the README names' : ''}.`,
      };
    return {
      verdict: 'partial',
      share: 0.5,
      found: `It starts, with ${undocumented.length} ${undocumented.length === 1 ? 'step' : 'steps'} that ${survey.readme === null ? 'no README names' : 'the README does not name'}: ${undocumented.map((one) => one.what).join('; ')}.`,
      evidence: [
        {
          kind: 'table',
          columns: ['Help that was needed', 'Written down'],
          rows: help.map((one) => [one.what, one.documented ? 'yes' : 'no']),
        },
      ],
    };
  },
});
