import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scorecardSchema } from '../src/grading/scorecard-schema.ts';
import { PROJECT } from '../src/version.ts';
import { provenance } from './reports/sample.ts';

/** What an interruption right after the start leaves: nothing was recorded, and that is our fault. */
function interruptedRun(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'judge-')), 'run.partial');
  for (const name of ['artifacts', 'probes']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(provenance));
  return folder;
}

function judge(folder: string, ...args: readonly string[]) {
  const options = { encoding: 'utf8' as const, env: { PATH: process.env['PATH'], DOCKER_HOST: 'unix:///nonexistent.sock' } };
  return spawnSync(process.execPath, [join(PROJECT, 'src/cli.ts'), 'judge', folder, ...args], options);
}

describe('roadworthy judge', { timeout: 30_000 }, () => {
  test('writes every report; --json prints the scorecard and nothing else', () => {
    const folder = interruptedRun();
    const { status, stdout, stderr } = judge(folder, '--json', '--rubric', 'staged');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const card = scorecardSchema.parse(JSON.parse(stdout));
    expect(card).toEqual(scorecardSchema.parse(JSON.parse(readFileSync(join(folder, 'scorecard.json'), 'utf8'))));
    expect(card.run.rubric.id).toBe('staged');
    expect(readdirSync(folder).sort()).toEqual([
      'annotations.txt',
      'artifacts',
      'badge.svg',
      'junit.xml',
      'probes',
      'results.sarif',
      'run.json',
      'scorecard.html',
      'scorecard.json',
      'summary.md',
    ]);
  });

  test('--rubric takes a file, and --fail-under is undecided where we are at fault', () => {
    const folder = interruptedRun();
    const file = join(folder, 'our.yaml');
    writeFileSync(file, 'id: ours\ntitle: Our course\nfrom: backend-roadmap\nonly: [lists-without-pages, secrets-in-code]\n');
    const { status, stdout } = judge(folder, '--rubric', file, '--fail-under', 'F');
    expect(status).toBe(2);
    expect(stdout).toContain('2 not determined');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${join(folder, 'scorecard.html')}`);
  });

  test('a rubric with a fault is one line that says where, and 2', () => {
    const folder = interruptedRun();
    const file = join(folder, 'our.yaml');
    writeFileSync(file, 'id: ours\ntitle: Our course\nfrom: backend-roadmap\nonly: [lists-without-page]\n');
    expect(judge(folder, '--rubric', file)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `roadworthy: The rubric ${file} cannot be used: only[0]: "lists-without-page" is neither a mistake nor a milestone of backend-roadmap\n`,
    });
    expect(judge(folder, '--rubric', 'nobody')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^roadworthy: There is no rubric "nobody", and no file of that name\. Known: backend-roadmap, [^\n]*\.\n$/,
      ),
    });
  });
});
