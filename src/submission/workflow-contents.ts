import { oneLine } from '../text.ts';
import type { CommitBase } from './acquire.ts';
import type { SubmissionFiles } from './files.ts';
import { git } from './git.ts';
import { findWorkflows } from './survey/tests.ts';

/** One file that tells a CI service what to run. */
export type WorkflowReading = {
  readonly path: string;
  /** Above the graded folder, where the services look when it is a part of a larger repository. */
  readonly above: boolean;
  /** Whether a change starts it, rather than a person or the clock. */
  readonly onChange: boolean;
  /** The first command that builds, checks or tests, if there is one. */
  readonly command: { readonly line: number; readonly text: string; readonly tests: boolean } | null;
  /** What it does is written elsewhere: a shared workflow, an orb, a template, or the service's defaults. */
  readonly elsewhere: string | null;
};

const MOST_FILES = 40;
const LARGEST = 128 * 1024;

const TESTS =
  /\b(?:(?:npm|yarn|pnpm|bun)(?:\s+(?:run|--?[\w=./-]+))*\s+(?:t\b|[\w:.-]*test)|(?:py)?tests?\b(?=\s|$)|pytest|tox|nox\b|unittest|manage\.py\s+test|go\s+test|gotestsum|(?:mvnw?|gradlew?)\b[^\n]*\b(?:test|verify|check|build|package|install)|phpunit|pest\b|artisan\s+test|rspec|rails\s+test|rake\b|minitest|dotnet\s+test|cargo\s+(?:test|nextest)|mix\s+test|jest|vitest|mocha|ava\b|newman|hurl\b|schemathesis|dredd|karate|cypress|playwright|make\s+[\w-]*(?:test|check|ci|verify)|just\s+[\w-]*test|task\s+[\w-]*test|nx\s+[\w-]*(?:affected|run-many|test)|turbo\s+run|deno\s+test|behave|behat|sbt\s+test|lein\s+test)/i;
const BUILDS =
  /\b(?:(?:npm|yarn|pnpm|bun)(?:\s+run)?\s+[\w:.-]*(?:lint|build|check|compile|typecheck|type-check|validate)|eslint|tsc\b|flake8|ruff|mypy|black|pylint|golangci-lint|go\s+(?:build|vet)|rubocop|phpstan|psalm|php-cs-fixer|dotnet\s+build|cargo\s+(?:build|check|clippy)|docker(?:\s+buildx|[- ]compose)?\s+build|docker\/build-push-action|compileall|pre-commit|mix\s+(?:compile|credo)|nest\s+build|make(?:\s+(?:-j\s?\d*|all|build|lint))*\s*$|earthly\s+\S|dagger\s+(?:call|run)|bazel\s+(?:build|test)|(?:just|task)\s+(?:ci|build|check|lint))|(?:\.\/|(?:^|\s)(?:ba)?sh\s+)[\w./-]{0,80}\b(?:ci|tests?|checks?|build|lint|verify)\b[\w.-]{0,30}/i;
/** Where a service runs tests although no line says so, or the lines stand in another file. */
const ELSEWHERE: readonly [RegExp, RegExp, string][] = [
  [/^\.github\/|^\.(?:forgejo|gitea)\//, /^\s*(?:-\s+)?uses:\s*(?:\.\/\.github\/workflows\/|[\w.-]+\/[\w.-]+\/\.github\/workflows\/)/m, 'a shared workflow'],
  [/^\.github\/|^\.(?:forgejo|gitea)\//, /^\s*(?:-\s+)?uses:\s*\.\/(?!\.github\/workflows)/m, 'an action of its own'],
  [/^\.circleci\//, /^orbs\s*:|^\s+executor/m, 'an orb'],
  [/^\.gitlab-ci|^\.gitlab\//, /^include\s*:|\btemplate\s*:/m, 'an included template'],
  [/^\.travis/, /^language\s*:/m, 'the defaults of its language'],
  [/azure-pipelines|^\.azure/, /\btemplate\s*:|task\s*:\s*(?:Maven|Gradle|DotNetCoreCLI|VSTest|Npm)/m, 'a task or template'],
  [/Jenkinsfile/, /@Library|\b(?:load|sh|bat)\b/, 'a script'],
]; // prettier-ignore

/** Reads the CI files of the graded folder, and those at the top of the repository around it. */
export async function readWorkflows(
  files: SubmissionFiles,
  base: CommitBase | undefined,
  signal?: AbortSignal,
): Promise<WorkflowReading[]> {
  const readings: WorkflowReading[] = [];
  for (const path of findWorkflows(files.paths).slice(0, MOST_FILES))
    readings.push(readingOf(path, false, await files.readText(path, LARGEST).catch(() => '')));
  if (base && base.under !== '') readings.push(...(await readAbove(base, signal)));
  return readings;
}

async function readAbove({ gitDir, head }: CommitBase, signal?: AbortSignal): Promise<WorkflowReading[]> {
  const ask = (...args: string[]) =>
    git(['--git-dir=.', ...args], { cwd: gitDir, signal, maxBytes: 4 * 2 ** 20 }).catch(() => '');
  const places = [
    '.github/workflows/',
    '.circleci/',
    '.gitlab/',
    '.forgejo/workflows/',
    '.gitea/workflows/',
    '.woodpecker/',
    '.buildkite/',
    '.semaphore/',
  ];
  const names = [
    await ask('ls-tree', '-z', '--name-only', head),
    await ask('ls-tree', '-z', '--name-only', head, '--', ...places),
  ];
  signal?.throwIfAborted();
  const paths = findWorkflows(names.join('\0').split('\0')).slice(0, MOST_FILES);
  const readings: WorkflowReading[] = [];
  for (const path of new Set(paths))
    readings.push(readingOf(path, true, (await ask('cat-file', 'blob', `${head}:${path}`)).slice(0, LARGEST)));
  return readings;
}

function readingOf(path: string, above: boolean, text: string): WorkflowReading {
  // a workflow that was commented out runs nothing
  const lines = text.split(/\r?\n/).map((line) => (/^\s*(?:#|\/\/)/.test(line) ? '' : line.slice(0, 1_000)));
  const plain = lines.join('\n');
  const isGitHub = /^\.(?:github|forgejo|gitea)\//.test(path);
  const onChange =
    plain.trim() !== '' &&
    (!isGitHub ||
      /^["']?on["']?\s*:[^]*?\b(?:push|pull_request(?:_target)?|merge_group|workflow_call|workflow_run)\b/m.test(plain));
  const [tests, builds] = [lines.findIndex((line) => isCommand(line, TESTS)), lines.findIndex((line) => isCommand(line, BUILDS))];
  const at = tests === -1 ? builds : tests;
  const elsewhere = ELSEWHERE.find(([where, says]) => where.test(path) && says.test(plain))?.[2] ?? null;
  return {
    path,
    above,
    onChange,
    command: at === -1 ? null : { line: at + 1, text: oneLine(lines[at] ?? '', 200), tests: tests !== -1 },
    elsewhere,
  };
}

/** What is only installed is not run. */
const INSTALLS =
  /(?:\b(?:pip3?|npm|yarn|pnpm|bun|apt(?:-get)?|apk|gem|brew|composer|go|cargo|dotnet tool|playwright|cypress)\s+(?:install|i|ci|add|get|require))\b[^&;|]*/g;

/** Names of jobs, services and variables are no commands. */
function isCommand(line: string, pattern: RegExp): boolean {
  if (
    /^\s*(?:-\s+)?(?:name|image|if|needs|environment|working-directory|path|key|description|stage|\w*_(?:DB|DATABASE|USER|PASSWORD|URL|NAME))\s*:/i.test(
      line,
    )
  )
    return false;
  const command = line.replace(/^\s*(?:-\s+)?(?:run|script|sh|command|bash|uses)\s*:\s*/, '').replace(INSTALLS, '');
  return pattern.test(command);
}
