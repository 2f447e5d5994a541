import type { SubmissionFiles } from './files.ts';
import { findTests } from './survey/tests.ts';

export type TestCount = {
  /** Files with at least one test case. */
  readonly files: number;
  readonly cases: number;
  readonly biggest: readonly { readonly path: string; readonly cases: number }[];
};

const MOST_FILES = 500;
/** How a test case begins, in the languages that backends are written in. */
const CASE =
  /^[ \t]*(?:(?:it|test|specify|Deno\.test|bench)(?:\.(?:each|only|concurrent|skip))?\s*[(`]|t\.test\(|(?:async\s+)?def\s+test\w*\s*\(|func\s+Test\w+\s*\(|@(?:Test|ParameterizedTest)\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b|#\[(?:\w+::)?test\b|public\s+function\s+test\w+|it\s+["']|scenario\s+["']|test\s+["'])/gm;

/** Counts test cases by how they begin; a stub with one generated case has one. */
export async function countTests(files: SubmissionFiles, signal?: AbortSignal): Promise<TestCount> {
  const counted: { path: string; cases: number }[] = [];
  for (const path of findTests(files.paths).slice(0, MOST_FILES)) {
    signal?.throwIfAborted();
    const text = await files.readText(path).catch(() => '');
    const cases = text.match(CASE)?.length ?? 0;
    if (cases > 0) counted.push({ path, cases });
  }
  counted.sort((one, other) => other.cases - one.cases || (one.path < other.path ? -1 : 1));
  return { files: counted.length, cases: counted.reduce((sum, { cases }) => sum + cases, 0), biggest: counted.slice(0, 5) };
}
