// Runs action.yml as a runner does, install included, with act (github.com/nektos/act) on this machine instead of a container.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT } from '../src/version.ts';
import { commitAll } from './road/with-history.ts';

const ACT = '0.2.89';
const NOT_COPIED = new Set(['.git', 'node_modules', 'roadworthy-runs', 'dist', 'coverage']);
const hasGo = spawnSync('go', ['version']).status === 0;

/** act, built once and kept. */
function actBinary(): string {
  const folder = join(homedir(), '.cache', 'roadworthy-tests', `act-${ACT}`);
  if (!existsSync(join(folder, 'act')))
    execFileSync('go', ['install', `github.com/nektos/act@v${ACT}`], {
      env: { ...process.env, GOBIN: folder },
      stdio: 'pipe',
      timeout: 280_000,
    });
  return join(folder, 'act');
}

const WORKFLOW = `
on: push
jobs:
  inspect:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - { id: inspection, uses: ./, continue-on-error: true, with: { subdir: test/submissions/tasks-express-flawed, fail-under: D, rubric: staged } }
      - run: |
          echo "INSPECTION \${{ steps.inspection.outcome }} \${{ steps.inspection.outputs.letter }} \${{ steps.inspection.outputs.score }}"
          test -s "\${{ steps.inspection.outputs.json }}" && echo "SCORECARD is there"
`;

const actionSchema = z.object({ runs: z.object({ steps: z.array(z.object({ uses: z.string().optional() })) }) });

/** A repository with roadworthy in it, as it stands here, and the workflow. */
function workspace(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'act-')), 'roadworthy');
  cpSync(PROJECT, folder, {
    recursive: true,
    filter: (path) =>
      !relative(PROJECT, path)
        .split('/')
        .some((part) => NOT_COPIED.has(part)),
  });
  mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
  writeFileSync(join(folder, '.github', 'workflows', 'inspect.yml'), WORKFLOW);
  commitAll(folder);
  return folder;
}

/** Actions of other people cannot be fetched everywhere: act takes empty ones in their place, which their `if` leaves out anyway. */
function standIns(): string[] {
  const { runs } = actionSchema.parse(parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')));
  return runs.steps.flatMap(({ uses }) => {
    if (uses === undefined) return [];
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
    writeFileSync(join(folder, 'action.yml'), 'name: none\ndescription: none\nruns: { using: composite, steps: [] }\n');
    commitAll(folder);
    return ['--local-repository', `${uses}=${folder}`];
  });
}

describe.skipIf(!hasGo)('action.yml in act', () => {
  test('installs, grades, tells outputs, and fails below the wanted letter', () => {
    const { status, stdout, stderr } = spawnSync(
      actBinary(),
      ['push', '-P', 'ubuntu-latest=-self-hosted', '--action-offline-mode', ...standIns()],
      {
        cwd: workspace(),
        encoding: 'utf8',
        timeout: 500_000,
        env: {
          PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
          HOME: process.env['HOME'],
          DOCKER_HOST: process.env['DOCKER_HOST'],
        },
      },
    );
    const log = stdout + stderr;
    expect(status, log.slice(-6_000)).toBe(0);
    expect(log).toMatch(/INSPECTION failure F \d+/);
    expect(log).toContain('SCORECARD is there');
  }, 600_000);
});
