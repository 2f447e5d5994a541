import type { SecretLintCoreConfig } from '@secretlint/types';
import type { Candidate } from './candidate.ts';
import { judgeConnectionUrl } from './connection-url.ts';
import type { PathContext } from './path-context.ts';
import { classifyValue } from './value-class.ts';

type Linter = (text: string) => Promise<readonly Hit[]>;
interface Hit {
  readonly rule: string;
  readonly line: number;
  readonly value: string;
}

interface Text {
  readonly path: string;
  readonly text: string;
  readonly context: PathContext;
}

/** Formats that the preset does not know. */
const MORE_PATTERNS = [
  { name: 'telegram-bot-token', patterns: ['/\\b(?<key>\\d{8,10}:AA[A-Za-z0-9_-]{33})\\b/g'] },
  {
    name: 'discord-webhook',
    patterns: ['/(?<key>https:\\/\\/discord(?:app)?\\.com\\/api\\/webhooks\\/\\d{17,20}\\/[A-Za-z0-9_-]{60,})/g'],
  },
];

/** Secrets that are known by their format, found by secretlint in memory: for each text its own. */
export async function findKnownFormats(texts: readonly Text[]): Promise<Candidate[][]> {
  linter ??= makeLinter();
  const found = texts.map((): Candidate[] => []);
  const firstLines: number[] = [];
  let lines = 0;
  for (const { text } of texts) {
    firstLines.push(lines);
    lines += text.split('\n').length;
  }
  // A comment of the submission must not switch a rule off.
  const hits = await (
    await linter
  )(
    texts
      .map(({ text }) => text)
      .join('\n')
      .replace(/secretlint-(?=disable)/g, 'secretlint_'),
  );
  for (const hit of hits) {
    const index = firstLines.findLastIndex((first) => first < hit.line);
    const candidate = judgeHit({ ...hit, line: hit.line - (firstLines[index] ?? 0) }, texts[index]?.context ?? null);
    if (candidate) found[index]?.push(candidate);
  }
  return found;
}

let linter: Promise<Linter> | undefined;

async function makeLinter(): Promise<Linter> {
  const [{ lintSource }, { creator: preset }, { creator: pattern }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/secretlint-rule-pattern'),
  ]);
  const config: SecretLintCoreConfig = {
    rules: [
      { id: '@secretlint/secretlint-rule-preset-recommend', rule: preset },
      { id: '@secretlint/secretlint-rule-pattern', rule: pattern, options: { patterns: MORE_PATTERNS } },
    ],
  };
  return async (content) => {
    // One rule opens the path that it is told: it must be none.
    const source = { filePath: '/nonexistent/submission.txt', content, ext: '.txt', contentType: 'text' as const };
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    return messages.map(({ ruleId, messageId, data, range, loc }) => ({
      rule: messageId === 'PATTERN' ? 'known-pattern' : ruleId.replace('@secretlint/secretlint-rule-', ''),
      line: loc.start.line,
      value: secretIn(data) ?? content.slice(range[0], range[1]),
    }));
  };
}

function secretIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(data));
  return ['KEY', 'CREDENTIAL', 'URI', 'TOKEN'].map((name) => fields.get(name)).find((value) => typeof value === 'string');
}

function judgeHit({ rule, line, value }: Hit, context: PathContext): Candidate | undefined {
  const sample = context === 'sample';
  if (rule === 'basicauth' || rule === 'database-connection-string') {
    const judged = sample ? undefined : judgeConnectionUrl(value);
    if (!judged) return undefined;
    const kind = rule === 'basicauth' ? 'credential' : 'database-password';
    const certain = judged.reach === 'remote' && context !== 'compose';
    return { rule, kind, confidence: certain ? 'certain' : 'likely', line, value: judged.password };
  }
  if (rule === 'privatekey')
    return sample || isHollowKey(value) ? undefined : { rule, kind: 'private-key', confidence: 'certain', line, value };
  // The documentation of AWS has keys of its own, which everybody copies.
  if (/EXAMPLE/.test(value) || (rule !== 'known-pattern' && classifyValue(value) === 'placeholder' && value.length < 24))
    return undefined;
  return { rule, kind: 'credential', confidence: sample || context === 'compose' ? 'likely' : 'certain', line, value };
}

/** A key without a body long enough to be one. */
function isHollowKey(pem: string): boolean {
  const body = pem.replace(/-----[^-]+-----/g, '').replace(/\\n|\s/g, '');
  return body.length < 100 || /x{6,}|\.{3,}|<|your/i.test(body);
}
