import { posix } from 'node:path';
import type { SubmissionFiles } from './files.ts';
import { isForeign } from './survey/foreign-folders.ts';
import { findTests } from './survey/tests.ts';
import { judgeTestFile } from './test-file.ts';

export type TestCount = {
  /** Files with at least one test case. */
  readonly files: number;
  readonly cases: number;
  /** Cases that compare something the program did; a case that runs over a table counts as five. */
  readonly real: number;
  /** Cases as a generator writes them, and those that compare a constant with itself. */
  readonly examples: number;
  /** Cases in files without any comparison that was recognised. */
  readonly unclear: number;
  readonly biggest: readonly TestFileCount[];
  /** Files that hold examples only. */
  readonly exampleFiles: readonly TestFileCount[];
};

export type TestFileCount = { readonly path: string; readonly cases: number; readonly line: number; readonly snippet: string };

const MOST_FILES = 500;
const LARGEST = 512 * 1024;
const LONGEST_MS = 10_000;
/** Below these folders a test needs no telling name. */
const IN_TEST_FOLDER =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|src\/test|features)\/.*\.(?:[cm]?[jt]sx?|py|java|kt|groovy|scala|php|rb|cs|fs|go|rs|ex|exs|feature|bats|hurl)$/i;
/** Scripts and collections that test from outside, in as many languages as there are tools. */
const SCRIPT =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|smoke|bruno|http|requests|scripts\/tests?)\/.*\.(?:sh|bash|ps1|http|rest)$|(?:^|\/)tests?[\w-]{0,20}\.(?:sh|bash|[cm]?[jt]s)$|\.(?:bru|robot)$/i;
/** Tests that stand in the code, or in a collection of requests. */
const WITHIN = /\.rs$|postman[\w. -]*\.json$|\.postman_collection[\w.-]*\.json$/i;

/** Counts test cases by how they begin, and tells those that compare something from those that a generator left. */
export async function countTests(files: SubmissionFiles, signal?: AbortSignal): Promise<TestCount> {
  const end = performance.now() + LONGEST_MS;
  const counted: (TestFileCount & { real: number; examples: number; unclear: number })[] = [];
  const isNamed = new Set(findTests(files.paths));
  for (const path of testPaths(files.paths)) {
    signal?.throwIfAborted();
    if (performance.now() > end) break;
    const text = await files.readText(path, LARGEST).catch(() => '');
    const judged = judgeTestFile(text, SCRIPT.test(path) || isNamed.has(path));
    if (judged.cases > 0) counted.push({ path, ...judged });
  }
  counted.sort((one, other) => other.cases - one.cases || (one.path < other.path ? -1 : 1));
  const sum = (of: 'cases' | 'real' | 'examples' | 'unclear') => counted.reduce((all, one) => all + one[of], 0);
  const brief = ({ path, cases, line, snippet }: TestFileCount): TestFileCount => ({ path, cases, line, snippet });
  return {
    files: counted.length,
    cases: sum('cases'),
    real: sum('real'),
    examples: sum('examples'),
    unclear: sum('unclear'),
    biggest: counted.slice(0, 5).map(brief),
    exampleFiles: counted
      .filter((one) => one.examples > 0 && one.real + one.unclear === 0)
      .slice(0, 10)
      .map(brief),
  };
}

function testPaths(paths: readonly string[]): string[] {
  const named = findTests(paths);
  const known = new Set(named);
  const further = paths.filter(
    (path) =>
      !known.has(path) &&
      !isForeign(path) &&
      (IN_TEST_FOLDER.test(path) || SCRIPT.test(path) || WITHIN.test(posix.basename(path))),
  );
  return [...named, ...further].slice(0, MOST_FILES);
}
