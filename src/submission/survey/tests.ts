import { posix } from 'node:path';
import { isForeign } from './foreign-folders.ts';

const TEST_NAMES = [
  /\.(?:test|tests|spec|e2e-spec|e2e|cy)\.[cm]?[jt]sx?$/i,
  /[-_](?:test|spec)\.[cm]?[jt]sx?$/i,
  /^(?:test_.+|.+_test|tests?)\.py$/,
  /_test\.(?:go|exs|dart|rs)$/,
  /(?:Test|Tests|IT|Spec|TestCase)\.(?:java|kt|groovy|scala|cs|fs)$/,
  /Test\.php$/,
  /_(?:test|spec)\.rb$/,
];
const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\//i;
const RUNNABLE = /\.(?:[cm]?[jt]sx?|rs|feature|robot|bats|hurl)$/i;
const NO_TEST =
  /(?:^|\/)(?:fixtures?|__fixtures__|__mocks__|mocks?|helpers?|utils?|support|setup|data)(?:\/|\.)|(?:setup|teardown|config|helpers?)\.[cm]?[jt]s$|\.d\.ts$/i;

/** Files that hold tests, by the names that test runners look for. */
export function findTests(paths: readonly string[]): string[] {
  return paths.filter((path) => !isForeign(path) && (hasTestName(path) || isInTestFolder(path)));
}

function hasTestName(path: string): boolean {
  const name = posix.basename(path);
  return TEST_NAMES.some((pattern) => pattern.test(name));
}

function isInTestFolder(path: string): boolean {
  return TEST_FOLDER.test(path) && RUNNABLE.test(path) && !NO_TEST.test(path);
}

/** Where each service looks: at the top, so that the same file in a folder below starts nothing; Jenkins is told where. */
const WORKFLOW =
  /^(?:\.(?:github|forgejo|gitea)\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/config\.ya?ml|\.travis\.ya?ml|\.?azure-pipelines[\w.-]*\.ya?ml|\.(?:azure|azure-pipelines|azuredevops|pipelines)\/[^/]+\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.woodpecker(?:\.ya?ml|\/[^/]+\.ya?ml)|\.buildkite\/[^/]+\.ya?ml|\.?appveyor\.ya?ml|cloudbuild\.ya?ml|buildspec\.ya?ml|\.semaphore\/[^/]+\.ya?ml|\.cirrus\.ya?ml|\.builds?(?:\/[^/]+)?\.ya?ml|codemagic\.ya?ml|wercker\.ya?ml|bitrise\.ya?ml|\.scrutinizer\.ya?ml|\.onedev-buildspec\.ya?ml|\.teamcity\/[^/]+|\.tekton\/[^/]+\.ya?ml)$|(?:^|\/)Jenkinsfile(?:[._-][\w.-]+)?$/i;

/** Files that tell a CI service what to run. */
export function findWorkflows(paths: readonly string[]): string[] {
  return paths.filter((path) => WORKFLOW.test(path));
}
