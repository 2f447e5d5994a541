import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const { forbidden = [], options = {} } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;
const ruleNames = forbidden.map(({ name }) => name ?? '');

async function violations(baseDir: string, folders: readonly string[]): Promise<string[]> {
  const { tsConfig: _onlyForTheCommand, ...cruiseOptions } = options;
  const { output } = await cruise([...folders], {
    ...(cruiseOptions as ICruiseOptions),
    baseDir,
    validate: true,
    ruleSet: { forbidden },
  });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** For each rule, files that break it and no other. */
const BREAKING: Record<string, Record<string, string>> = {
  'commands-imports-downward': { 'src/commands/grade.ts': "import '../cli.ts';", 'src/cli.ts': '' },
  'cohort-imports-downward': { 'src/cohort/queue.ts': "import '../commands/batch.ts';", 'src/commands/batch.ts': '' },
  'grade-imports-downward': { 'src/grade.ts': "import './cohort/queue.ts';", 'src/cohort/queue.ts': '' },
  'grading-imports-downward': { 'src/grading/score.ts': "import '../grade.ts';", 'src/grade.ts': '' },
  'probes-imports-downward': {
    'src/probes/probe.ts': "import type { Check } from '../grading/check.ts';",
    'src/grading/check.ts': 'export type Check = 1;',
  },
  'api-imports-downward': { 'src/api/client.ts': "import '../probes/probe.ts';", 'src/probes/probe.ts': '' },
  'database-imports-downward': {
    'src/database/leaves.ts': "import type { Api } from '../api/api.ts';",
    'src/api/api.ts': 'export type Api = 1;',
  },
  'sandbox-imports-downward': { 'src/sandbox/engine.ts': "void import('../database/reader.ts');", 'src/database/reader.ts': '' },
  'submission-imports-downward': { 'src/submission/clone.ts': "import '../sandbox/engine.ts';", 'src/sandbox/engine.ts': '' },
  'known-area': { 'src/cli.ts': "import './utils/all.ts';", 'src/utils/all.ts': '' },
  'shared-stands-alone': { 'src/text.ts': "import './api/client.ts';", 'src/api/client.ts': '' },
  'checks-are-pure': { 'checks/http/late.ts': "import { readFileSync } from 'node:fs'; readFileSync('x');" },
  'reports-read-the-scorecard': { 'reports/html/page.ts': "import '../../src/probes/probe.ts';", 'src/probes/probe.ts': '' },
  'reports-import-types': {
    'reports/html/page.ts': "import { score } from '../../src/grading/score.ts'; score();",
    'src/grading/score.ts': 'export const score = () => 1;',
  },
  'loaded-by-commands': { 'src/grading/runner.ts': "import '../../checks/http/late.ts';", 'checks/http/late.ts': '' },
  'no-tests-in-the-product': { 'src/sandbox/image.ts': "import '../../test/images/mirror.ts';", 'test/images/mirror.ts': '' },
  'no-development-packages': {
    'package.json': '{"devDependencies":{"tool":"1.0.0"}}',
    'node_modules/tool/package.json': '{"name":"tool","version":"1.0.0","main":"index.js"}',
    'node_modules/tool/index.js': '',
    'src/cli.ts': "import 'tool';",
  },
  resolvable: { 'src/cli.ts': "import './commands/nowhere.ts';" },
  'no-circles': {
    'src/api/one.ts': "import type { Two } from './two.ts'; export type One = Two;",
    'src/api/two.ts': "import type { One } from './one.ts'; export type Two = One | 2;",
  },
};

/** More ways to break a rule, each of which must be seen too. */
const ALSO_BREAKING: readonly (readonly [string, Record<string, string>])[] = [
  ...['dockerode', 'pg', 'undici', 'node:timers/promises', 'node:perf_hooks'].map(
    (name) => ['checks-are-pure', { 'package.json': '{}', 'checks/http/late.ts': `import '${name}';` }] as const,
  ),
  [
    'checks-are-pure',
    {
      'checks/http/late.ts': "import type { Engine } from '../../src/sandbox/engine.ts';",
      'src/sandbox/engine.ts': 'export type Engine = 1;',
    },
  ],
  [
    'reports-read-the-scorecard',
    { 'reports/console.ts': "import type { Api } from '../src/api/api.ts';", 'src/api/api.ts': 'export type Api = 1;' },
  ],
];

/** What stands at the same places and is allowed. */
const ALLOWED: Record<string, string> = {
  'src/errors.ts': 'export const fault = 1;',
  'src/grading/check.ts': "import type { Probe } from '../probes/probe.ts'; export type Check = Probe;",
  'src/probes/probe.ts': "import { fault } from '../errors.ts'; export type Probe = typeof fault; export const listPages = 1;",
  'src/api/exchange.ts': 'export type Exchange = 1;',
  'src/commands/grade.ts': "void import('../../reports/html/page.ts'); void import('../../checks/http/late.ts');",
  'checks/http/late.ts':
    "import type { Check } from '../../src/grading/check.ts'; import { listPages } from '../../src/probes/probe.ts'; export default listPages as Check;",
  'reports/html/page.ts':
    "import type { Check } from '../../src/grading/check.ts'; import type { Exchange } from '../../src/api/exchange.ts'; export type Page = Check | Exchange;",
};

async function violationsOf(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'roadworthy-rules-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await violations(
      folder,
      readdirSync(folder).filter((name) => ['src', 'checks', 'reports'].includes(name)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('who may import whom', () => {
  test('every rule has files that break it', () => {
    expect(Object.keys(BREAKING).sort()).toEqual([...ruleNames].sort());
  });

  test.each([...Object.entries(BREAKING), ...ALSO_BREAKING])('%s is seen to fail: %j', async (rule, files) => {
    const found = await violationsOf(files);
    expect(found.map((line) => line.split(':')[0])).toContain(rule);
    expect(found.filter((line) => !line.startsWith(rule) && !line.startsWith('resolvable'))).toEqual([]);
  });

  test('what is allowed is not refused', async () => {
    expect(await violationsOf(ALLOWED)).toEqual([]);
  });

  test('the code keeps the rules', { timeout: 60_000 }, async () => {
    const folders = ['src', 'checks', 'reports', 'test'].filter((name) => existsSync(join(ROOT, name)));
    expect(await violations(ROOT, folders)).toEqual([]);
  });
});

describe('a check is pure', () => {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted-'),
  });
  const complaints = async (code: string, filePath: string) =>
    (await eslint.lintText(code, { filePath })).flatMap(({ messages }) => messages);

  test.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'performance.now()',
    'Math.random()',
    'setTimeout(() => {}, 1)',
    "fetch('http://127.0.0.1')",
    "process.env['HOME']",
    "await import('node:fs')",
    'try { x() } catch {}',
  ])('it has no %s', async (code) => {
    expect(await complaints(code, 'checks/http/late.ts')).toHaveLength(1);
    expect(await complaints(code, 'src/api/late.ts')).toEqual([]);
  });

  test('a recorded date may be read', async () => {
    expect(await complaints("new Date('2026-01-01').getTime()", 'checks/http/late.ts')).toEqual([]);
  });
});

const RAW = /\{\{~?\s*[{&]/;

describe('a page shows text, never markup of a stranger', () => {
  test.each(['{{{name}}}', '{{& name}}', '{{~{name}~}}', '{{~& name}}', '{{&name}}'])('%s is seen', (template) => {
    expect(template).toMatch(RAW);
  });

  test('no template prints raw', () => {
    const templates = filesBelow('reports').filter((path) => /\.(?:hbs|handlebars|html)$/.test(path));
    expect(templates.filter((path) => RAW.test(read(path)))).toEqual([]);
    expect(filesBelow('reports').filter((path) => path.endsWith('.ts') && /\bnoEscape\b/.test(read(path)))).toEqual([]);
  });
});

test('nothing that is published speaks of stand-ins', () => {
  const published = ['src', 'checks', 'reports'].flatMap(filesBelow);
  expect(published.filter((path) => /test\/images|\bstand-ins?\b/i.test(read(path)))).toEqual([]);
});

test.skipIf(!existsSync(join(ROOT, '.git')))('no tracked file knows the machine it was written on', () => {
  const words = ['work'].map((folder) => `/${folder}/`);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));
  expect(tracked.length).toBeGreaterThan(0);
  expect(tracked.filter((path) => words.some((word) => read(path).includes(word)))).toEqual([]);
});

function filesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
