// npm run record -- <check | all> <submission>: grades it and stores what the checks were given, as fixtures of their tests.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadChecks } from '../commands/load-checks.ts';
import { findRubric } from '../commands/load-rubric.ts';
import { showProgress } from '../commands/terminal-progress.ts';
import { grade } from '../grade.ts';
import { camelCase } from '../grading/check.ts';
import { readRunFolder } from '../grading/run-folder.ts';
import { PROJECT, version } from '../version.ts';

const [wanted, submission] = process.argv.slice(2);
if (wanted === undefined || submission === undefined) {
  process.stderr.write('usage: npm run record -- <check | all> <submission>\n');
  process.exit(2);
}
const checks = await loadChecks(wanted === 'all' ? undefined : wanted);
const out = join(PROJECT, 'roadworthy-runs', `record-${basename(submission)}`);
const { scorecard, folder } = await grade(submission, {
  out,
  keep: false,
  offline: true,
  deadlineMs: 20 * 60_000,
  checks,
  rubric: await findRubric('backend-roadmap'),
  version: version(),
  interrupt: new AbortController().signal,
  progress: showProgress(),
});
await folder.finish();
const { records } = await readRunFolder(out);
for (const { check, area } of checks) {
  const inputs: Record<string, unknown> = {};
  for (const need of [...check.needs, ...(check.prefers ?? [])]) {
    const [name, outcome] =
      typeof need === 'string' ? [need, records.artifacts[need]] : [camelCase(need.id), records.probes[need.id]];
    if (outcome !== undefined && 'value' in outcome) inputs[name] = outcome.value;
  }
  const row = scorecard.checks[check.id];
  if (row === undefined || row.verdict === 'blocked' || row.verdict === 'error') {
    process.stderr.write(`${check.id} was not recorded: ${row?.verdict ?? 'no verdict'}, ${row?.reason ?? ''}\n`);
    process.exitCode = 1;
    continue;
  }
  const fixtures = join(PROJECT, 'test/checks', area, 'fixtures', check.id);
  await mkdir(fixtures, { recursive: true });
  await writeFile(join(fixtures, `${basename(submission)}.json`), `${JSON.stringify(inputs, null, 1)}\n`);
  process.stdout.write(`${check.id.padEnd(32)} ${row?.verdict ?? '?'}  ${row?.found ?? row?.reason ?? ''}\n`);
}
await rm(out, { recursive: true, force: true });
