// Runs the step of action.yml that grades as a runner does, with its files and variables. Installing is npm's work and not done again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT } from '../src/version.ts';
import { repositoryOf } from './road/with-history.ts';

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({
    steps: z.array(
      z.object({
        name: z.string(),
        id: z.string().optional(),
        uses: z.string().optional(),
        run: z.string().optional(),
        env: z.record(z.string(), z.string()).default({}),
      }),
    ),
  }),
});
const text = readFileSync(join(PROJECT, 'action.yml'), 'utf8');
const action = actionSchema.parse(parse(text));

describe('action.yml', () => {
  test("other people's actions are pinned by commit", () => {
    const used = action.runs.steps.flatMap((step) => step.uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
  });

  test('no expression stands in a script: what comes from outside is a variable', () => {
    for (const { name, run = '' } of action.runs.steps) expect(run, name).not.toContain('${{');
  });
});

/** The step `grade` on a checked-out repository, with these inputs. */
function gradeStep(workspace: string, inputs: Readonly<Record<string, string>>) {
  const runner = mkdtempSync(join(tmpdir(), 'runner-'));
  const [outputFile, summaryFile] = [join(runner, 'output'), join(runner, 'summary')];
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '');
  const step = action.runs.steps.find((one) => one.id === 'grade');
  const known: Record<string, string> = { 'github.action_path': PROJECT };
  for (const [name, { default: value }] of Object.entries(action.inputs)) known[`inputs.${name}`] = inputs[name] ?? value;
  const filled = (value: string) => value.replace(/\$\{\{ (\S+) \}\}/g, (_, name: string) => known[name] ?? `no ${name}`);
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
    {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        HOME: process.env['HOME'],
        DOCKER_HOST: process.env['DOCKER_HOST'],
        ...Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, value]) => [name, filled(value)])),
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        RUNNER_TEMP: runner,
      },
    },
  );
  const outputs = readFileSync(outputFile, 'utf8').split('\n').filter(Boolean);
  return {
    status,
    log: stdout + stderr,
    outputs: Object.fromEntries(outputs.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)])),
    summary: readFileSync(summaryFile, 'utf8'),
  };
}

/** What a runner would obey: workflow commands outside of what is stopped. */
function commandsIn(log: string): string[] {
  let stoppedBy: string | undefined;
  return log.split('\n').filter((line) => {
    const [, token] = /^::stop-commands::(.+)$/.exec(line) ?? [];
    if (stoppedBy === undefined && token !== undefined) {
      stoppedBy = token;
      return false;
    }
    if (line === `::${stoppedBy}::`) stoppedBy = undefined;
    else return stoppedBy === undefined && /^\s*(?:::|##\[)/.test(line);
    return false;
  });
}

const hostile = {
  'package.json': '{ "name": "app", "version": "1.0.0" }',
  'README.md': '# App\n',
  Dockerfile: 'FROM node:24-alpine\nRUN echo "::error title=forged::by the build" && echo "::set-env name=X::y" && exit 3\n',
};

describe('the step that grades', () => {
  test('outputs, summary, annotations and exit code; what a build prints is no command', () => {
    const run = gradeStep(repositoryOf('hostile-build', hostile), { 'fail-under': 'A', rubric: 'staged' });
    expect(run.status, run.log).toBe(1);
    expect(Object.keys(run.outputs)).toEqual(['score', 'letter', 'json', 'folder']);
    expect(run.outputs['score']).toMatch(/^\d+$/);
    expect(run.outputs['letter']).toMatch(/^[DF]$/);
    for (const name of ['scorecard.html', 'summary.md', 'junit.xml', 'results.sarif', 'badge.svg'])
      expect(existsSync(join(run.outputs['folder'] ?? '', name)), name).toBe(true);
    expect(run.outputs['json']).toBe(join(run.outputs['folder'] ?? '', 'scorecard.json'));
    expect(run.summary).toMatch(/^# hostile-build: \d+ of \d+ common mistakes avoided/);
    const commands = commandsIn(run.log);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.length).toBeLessThanOrEqual(10);
    for (const command of commands)
      expect(command).toMatch(/^::(?:error|warning|notice) file=(?:Dockerfile|README\.md),line=\d+,title=(?!forged)[A-Z]/);
    expect(commands).toContainEqual(expect.stringMatching(/ file=Dockerfile,line=1,title=Leaving others/));
  });

  test('what cannot be graded is an error without outputs, and inputs are no commands', () => {
    const run = gradeStep(repositoryOf('no-backend', { 'a.txt': 'x' }), {
      rubric: '$(touch /tmp/never); `id`',
      subdir: '"; exit 0; "',
    });
    expect(run.status, run.log).toBe(2);
    expect(run.outputs).toEqual({});
    expect(commandsIn(run.log)).toEqual([expect.stringMatching(/^::error title=No scorecard::/)]);
    expect(existsSync('/tmp/never')).toBe(false);
  });
});
