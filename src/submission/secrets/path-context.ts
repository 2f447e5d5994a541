import { posix } from 'node:path';
import { envFileKind } from '../survey/env-files.ts';
import { isForeign } from '../survey/foreign-folders.ts';

/** Where a text stands decides what a literal in it means. `null`: not read at all. */
export type PathContext = 'code' | 'env' | 'development-env' | 'compose' | 'sample' | null;

const NOT_TEXT =
  /\.(?:png|jpe?g|gif|webp|ico|svg|bmp|tiff?|pdf|zip|t?gz|bz2|xz|7z|rar|jar|war|class|exe|dll|so|dylib|o|a|wasm|woff2?|ttf|eot|otf|mp[34]|wav|ogg|webm|mov|avi|db|sqlite3?|bin|dat|pyc|lock|lockb|map|snap|csv|tsv|log|min\.js|min\.css|css|scss|less|ipynb|p12|pfx|jks|keystore)$/i;
const LOCK =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|go\.sum|composer\.lock|gradle\.lockfile|packages\.lock\.json|deno\.lock)$/i;
const BUILT = /(?:^|\/)(?:dist|build|out|target|coverage|\.yarn|static\/admin|gradle\/wrapper)\//;
const TESTS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|fixtures?|testdata|test-data|mocks?|cypress|playwright|stubs)\/|(?:^|[._/-])(?:test|tests|spec|e2e|mock|fixture|conftest)[._-][^/]*$|[._-](?:test|tests|spec|e2e|mock)\.\w+$|(?:Test|Tests|IT|Spec)\.(?:java|kt|cs|groovy|scala|php)$/;
const DOCS =
  /(?:^|\/)(?:docs?|documentation|examples?|samples?|demo|tutorials?|postman|insomnia|bruno)\/|\.(?:md|mdx|markdown|rst|adoc|txt|html?|http|rest|bru)$|(?:openapi|swagger|postman|insomnia)[\w.-]*\.(?:json|ya?ml)$|(?:^|[._/-])(?:example|sample|template|dist|default)s?(?:[._-]|$)/i;
const CI =
  /^(?:\.github|\.gitlab|\.circleci|\.forgejo|\.gitea|\.woodpecker|\.buildkite)\/|^(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|appveyor|\.drone)\.ya?ml$|^Jenkinsfile$/i;
const COMPOSE = /^(?:docker-)?compose[\w.-]*\.ya?ml$/i;

export function contextOf(path: string): PathContext {
  const name = posix.basename(path);
  if (isForeign(path) || NOT_TEXT.test(name) || LOCK.test(name) || BUILT.test(path)) return null;
  const env = envFileKind(path);
  if (env === 'example' || (env && /[._-](?:test|testing|e2e|ci)$/i.test(name)) || TESTS.test(path) || CI.test(path))
    return 'sample';
  if (env === 'env') return /[._-](?:dev|development|local|docker)(?:$|[._-])/i.test(name) ? 'development-env' : 'env';
  if (DOCS.test(path)) return 'sample';
  return COMPOSE.test(name) ? 'compose' : 'code';
}
