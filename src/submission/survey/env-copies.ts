/** A place in the README that tells where the env file comes from. `from` is null when it says what to write and not what to copy. */
export type EnvCopy = {
  readonly line: number;
  readonly from: string | null;
  readonly to: string;
  readonly how: 'command' | 'words';
};

const FILE = String.raw`(?:[\w./~-]*/)?[\w.-]*env[\w.-]*`;
const QUOTE = '[`"\'*_]*';
const COMMAND = new RegExp(
  String.raw`(?:^|[\s;&|$\`])(?:cp|copy|mv|move|ren|rename|cat|Copy-Item|Rename-Item)\s+(?:-{1,2}\w+\s+)*(?<from>${FILE})\s+(?:>\s*|-Destination\s+)?(?<to>${FILE}|\.)(?=$|[\s;&|\`])`,
  'i',
);
const COPY_WORDS = new RegExp(
  String.raw`\b(?:cop(?:y|ies)|renam\w*|duplicat\w*|mov(?:e|ing))\b[^.\n]{0,60}?${QUOTE}(?<from>${FILE})${QUOTE}.{0,60}?\b(?:to|as|into|named|called|and\s+rename\s+it)\b.{0,30}?${QUOTE}(?<to>${FILE})`,
  'i',
);
const BASED_ON = new RegExp(
  String.raw`(?<to>${FILE})${QUOTE}.{0,60}?\b(?:from|based on|using|like|similar to|following|see|modell?ed on)\b.{0,40}?${QUOTE}(?<from>${FILE})`,
  'i',
);
const RENAME_WORDS = new RegExp(String.raw`\b(?:renam\w*|copy)\b.{0,30}?${QUOTE}(?<from>${FILE})`, 'i');
const CREATE_WORDS = new RegExp(
  String.raw`\b(?:creat\w*|mak(?:e|ing)|add\w*|set(?:ting)?[ -]?up|provid\w*|writ(?:e|ing)|fill\w*|touch|configur\w*)\b.{0,60}?${QUOTE}(?<to>(?:[\w./-]*/)?\.env(?:\.\w+)?)\b`,
  'i',
);

/** Whatever the language: the example, and then the file that is made of it. */
const BOTH_NAMED = new RegExp(
  String.raw`(?<from>(?:[\w./-]*/)?[\w.-]*env[\w.-]*)(?![\w.-]).{1,80}?(?<=[\s\`"'*_(])(?<to>(?:[\w./-]*/)?\.env(?:\.(?:local|dev|development))?)(?![\w-]|\.\w)`,
  'i',
);

/** How the README says that the env file is made: commands such as `cp .env.example .env`, or words. */
export function findEnvCopies(lines: readonly string[]): EnvCopy[] {
  const found = lines.flatMap((line, index) => {
    const copy = /env/i.test(line) ? copyIn(line) : undefined;
    return copy ? [{ line: index + 1, ...copy }] : [];
  });
  return found.slice(0, 20);
}

function copyIn(line: string): Omit<EnvCopy, 'line'> | undefined {
  const command = namesIn(line, COMMAND);
  if (command?.from && isExample(command.from))
    return { from: command.from, to: command.to === '.' ? '.env' : command.to, how: 'command' };
  const words = [COPY_WORDS, BASED_ON]
    .map((pattern) => namesIn(line, pattern))
    .find((names) => names?.from && isExample(names.from) && isTarget(names.to));
  if (words) return { ...words, how: 'words' };
  const renamed = namesIn(line, RENAME_WORDS);
  if (renamed?.from && isExample(renamed.from)) return { from: renamed.from, to: '.env', how: 'words' };
  const created = namesIn(line, CREATE_WORDS);
  if (created && isTarget(created.to)) return { from: null, to: created.to, how: 'words' };
  const both = namesIn(line, BOTH_NAMED);
  return both?.from && isExample(both.from) ? { from: both.from, to: both.to, how: 'words' } : undefined;
}

function namesIn(line: string, pattern: RegExp): { from: string | null; to: string } | undefined {
  const groups = pattern.exec(line)?.groups;
  if (!groups) return undefined;
  const clean = (name: string | undefined) => name?.replace(/[.,;:]+$/, '');
  return { from: clean(groups['from']) ?? null, to: clean(groups['to']) || '.env' };
}

const EXAMPLE = /example|sample|template|dist|default|skeleton/i;
const isExample = (name: string) => EXAMPLE.test(name) && /env/i.test(name);
const isTarget = (name: string) => !EXAMPLE.test(name) && /(?:^|\/)[\w-]*\.env(?:\.\w+)?$|(?:^|\/)env$/i.test(name);
