import { defineCheck } from '../../src/grading/check.ts';
import { counted } from '../../src/grading/wording.ts';

export default defineCheck({
  id: 'missing-ci',
  title: 'CI builds or tests every change',
  failureTitle: 'No CI builds or tests the changes',
  why: 'Tests that nobody has to run are forgotten within weeks. A reviewer sees from the outside only what a machine has run.',
  fix: 'Add a workflow that on every push and pull request installs the dependencies, checks the code and runs the tests, such as .github/workflows/ci.yml.',
  references: { cwe: 1053 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  judge({ readings: { workflows }, survey }) {
    const [first] = workflows;
    if (!first)
      return {
        verdict: 'fail',
        found: 'No file tells a CI service what to run.',
        evidence: [
          {
            kind: 'table',
            columns: ['Looked for', 'Found'],
            rows: [
              ['GitHub, GitLab, Forgejo, CircleCI, Travis, Azure, Bitbucket, Jenkins, Drone, Woodpecker and others', 'none'],
            ],
            note: 'Each service looks at the top of the repository only.',
          },
        ],
      };
    const working = workflows.filter((one) => one.onChange && (one.command !== null || one.elsewhere !== null));
    const best = working.find((one) => one.command?.tests) ?? working[0];
    if (best) {
      const what = best.command ? `runs "${best.command.text}"` : `leaves it to ${best.elsewhere}`;
      const untested = survey.tests.length > 0 && best.command?.tests === false ? ' None of them was seen to run the tests.' : '';
      return { verdict: 'pass', found: `${best.path} ${what}.${untested}` };
    }
    const manual = workflows.find((one) => one.command !== null);
    return {
      verdict: 'partial',
      share: 0.3,
      found: manual
        ? `${manual.path} builds or tests, and no change starts it.`
        : `${counted(workflows.length, 'workflow')}, and none builds, checks or tests the code.`,
      evidence: [
        {
          kind: 'table',
          columns: ['File', 'Started by a change', 'Builds or tests'],
          rows: workflows.slice(0, 10).map((one) => [one.path, one.onChange ? 'yes' : 'no', one.command?.text ?? 'no']),
        },
      ],
    };
  },
});
