import { oneLine } from '../text.ts';

export interface JudgedTestFile {
  readonly cases: number;
  readonly real: number;
  readonly examples: number;
  readonly unclear: number;
  /** Where its first case stands. */
  readonly line: number;
  readonly snippet: string;
}

/** How a test case begins, in the languages that backends are written in. */
const CASE =
  /^[ \t]*(?:(?:await\s+)?(?:it|test|specify|Deno\.test|bench)(?:\.(?:each|only|concurrent|skip))?\s*[(`]|(?:await\s+)?t\.test\(|(?:async\s+)?def\s+test\w*\s*[(\n]|func\s+(?:\([^)]*\)\s*)?Test\w+\s*\(|(?:\/\*\*|\*)\s*@test\b|@(?:Test|ParameterizedTest|RepeatedTest)\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b|#\[(?:\w+::)?test\b|(?:public\s+)?function\s+test\w+|#\[Test\]|it\s+["']|scenario\s+["']|test\s+["']|@test\s+["']|Scenario(?: Outline)?:|(?:"\s*)?pm\.test\()|"\s*pm\.test\(|^HTTP(?:\/[\d.]+)? \d{3}\s*$/gm;
/** How something is compared, or refused. */
const ASSERTION =
  /\b(?:expect\w*|assert\w*|require)\s*[.(!]|\bassert\s+|\.(?:should\w*|expect\w*|toBe\w*|toEqual\w*|toMatch\w*|statusCode|andExpect\w*|assert\w+|must_\w+|wont_\w+|is_expected)\b|->(?:assert|expect|should|see)\w*\(|::assert\w+\(|\bt\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow|is|deepEqual|equal|same|ok|throws|true|false|truthy|like|match|not)\b|\b(?:is|be)\.(?:Equal|True|NoErr)\(|\bverify\w*\s*\(|\bassert(?:_eq|_ne|_matches)?!|\bshould\w*\b|\bpytest\.raises\b|\bAssert\.|\bthrown\.|\bpm\.(?:expect|response)\b|\b(?:Then|And)\b .+|^\[?Asserts\]?|^HTTP(?:\/[\d.]+)? \d{3}|\bdiff\(|cmp\.Diff|panic\(/m;

const LITERAL = String.raw`(?:true|false|True|False|null|None|nil|-?\d+(?:\.\d+)?|"[^"\n]{0,40}"|'[^'\n]{0,40}')`;
const CONSTANT = String.raw`\s*${LITERAL}(?:\s*[-+*/]\s*${LITERAL}){0,3}\s*`;
const COMPARE =
  '(?:True|False|NotNull|Null|Equals?|Same|NotEquals?|NotEqual|AreEqual|That|ok|equal|strictEqual|deepEqual|deepStrictEqual)';
/** A constant that is compared with a constant. `.expect(200)` of supertest and `assertStatus(200)` compare an answer with one. */
const TRIVIAL = new RegExp(
  [
    String.raw`(?<![.\w])expect\(${CONSTANT}\)\s*\.(?:not\.)?to\w*(?:\.\w+)*(?:\(${CONSTANT}\)|\(\s*\))?`,
    String.raw`\bassert\s+${LITERAL}(?:\s*[-+*/]\s*${LITERAL})?(?:\s*(?:==|is)${CONSTANT})?\s*$`,
    String.raw`(?<![.\w>])assert(?:\.${COMPARE}|${COMPARE})?\(${CONSTANT}(?:,${CONSTANT})?\)`,
    String.raw`(?:self\.|\$this->|this\.|self::|static::|Assertions?\.)assert${COMPARE}\(${CONSTANT}(?:,${CONSTANT})?\)`,
    String.raw`\bassert(?:_eq|_ne)?!\(${CONSTANT}(?:,${CONSTANT})?\)`,
    String.raw`\bAssert\.${COMPARE}\(${CONSTANT}(?:,${CONSTANT})?\)`,
  ].join('|'),
  'gm',
);
/** Bodies that a generator writes: whole cases, by what stands in them. */
const GENERATED: readonly RegExp[] = [
  /toBe\(\s*["']Hello World!["']\s*\)|\.expect\(\s*["']Hello World!["']\s*\)/,
  /message:\s*["']Hello API["']/,
  /learn react link/i,
  /\bvoid\s+contextLoads\s*\(\s*\)\s*(?:throws \w+\s*)?\{\s*\}/,
  /the[_ ]application[_ ]returns[_ ]a[_ ]successful[_ ]response|function\s+testBasicTest\b|test_that_base_endpoint_returns/i,
  /Welcome to Phoenix|Peace of mind from prototype to production/,
  /add 2 numbers/i,
];
/** Whether a thing was made at all: what `nest generate` asks of each class. */
const ONLY_DEFINED = /\.(?:toBeDefined|toBeTruthy)\(\s*\)/g;
const TABLE =
  /\.each\b|parametrize|ParameterizedTest|MethodSource|CsvSource|\bt\.Run\(|\[InlineData|@dataProvider|dataProvider|Scenario Outline|subTest\(|for\s*\(?\s*(?:const|let|var|_,|\w+,)[^\n]{0,60}\b(?:of|range|in)\b/;

/** What compares where no case was recognised: k6, Bruno, Robot Framework, shell scripts, `assert` without a runner. */
const OTHER_COMPARISON =
  /^[ \t]*(?:tests?|assert)[ \t]*\{|\bcheck\(\s*\w+,|\bShould (?:Not )?(?:Be|Contain|Match)|\bclient\.(?:test|assert)\(|\bassert\.\w+\(\s*(?!\W|\d)|\bshould\w*\s|\bexit 1\b|\bresponse\.status\s*={2,3}/m;

/**
 * Tells the cases of one test file apart. Nothing of it is run. `isTest`: its name or place says that it holds tests, so that what
 * compares without a known case is one that was not understood.
 */
export function judgeTestFile(text: string, isTest = false): JudgedTestFile {
  const starts = [...text.matchAll(CASE)].slice(0, 2_000).map((match) => match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0));
  const none = { cases: 0, real: 0, examples: 0, unclear: 0, line: 1, snippet: '' };
  const [first] = starts;
  if (first === undefined) {
    const found = isTest ? OTHER_COMPARISON.exec(text.replace(TRIVIAL, '')) : null;
    return found ? { ...none, cases: 1, unclear: 1, snippet: oneLine(found[0], 160) } : none;
  }
  // what helpers of the same file compare counts for its cases
  const outside = text.slice(0, first);
  const helpersCompare =
    compares(helpersIn(outside)) ||
    compares(outside.match(/^[ \t]*(?:def|function|async function|const|func)\s[^]*$/m)?.[0] ?? '');
  let [real, examples, unclear] = [0, 0, 0];
  for (const [index, start] of starts.entries()) {
    const body = text.slice(start, Math.min(starts[index + 1] ?? text.length, start + 20_000));
    const weight = TABLE.test(body) ? 5 : 1;
    if (isExample(body)) examples += 1;
    else if (compares(body) || helpersCompare) real += weight;
    else unclear += 1;
  }
  // one comparison tells that the others are checked by helpers, or by a call that fails
  if (real > 0) [real, unclear] = [real + unclear, 0];
  const line = text.slice(0, first).split('\n').length;
  return {
    cases: starts.length,
    real,
    examples,
    unclear,
    line,
    snippet: oneLine(text.slice(first, first + 200).split('\n')[0] ?? '', 160),
  };
}

const helpersIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:import|from|use|using|const .*require|package)\b/.test(line))
    .join('\n');

function compares(text: string): boolean {
  return ASSERTION.test(text.replace(TRIVIAL, ''));
}

function isExample(body: string): boolean {
  if (GENERATED.some((pattern) => pattern.test(body))) return true;
  const isConstant = new RegExp(TRIVIAL.source, 'm').test(body) && !ASSERTION.test(body.replace(TRIVIAL, ''));
  const comparisons = body.match(/\bexpect\s*\(/g)?.length ?? 0;
  const onlyDefined =
    comparisons > 0 &&
    (body.match(ONLY_DEFINED)?.length ?? 0) === comparisons &&
    !/request\(|\.(?:get|post|inject)\(\s*["'`]\//.test(body);
  return isConstant || onlyDefined;
}
