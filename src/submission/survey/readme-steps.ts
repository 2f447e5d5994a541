/** A shell command that the README gives to type. */
export type ReadmeStep = { readonly line: number; readonly command: string };

const SHELL = new Set([
  'bash',
  'sh',
  'shell',
  'zsh',
  'fish',
  'console',
  'terminal',
  'shell-session',
  'shellsession',
  'sh-session',
  'powershell',
  'ps1',
  'cmd',
  'bat',
  'commandline',
  'cli',
]);
const UNTAGGED = new Set(['', 'text', 'txt', 'plaintext']);
const PROMPT = /^\s*(?:\([\w.-]+\)\s*)?[$%>❯]\s+/;
const COMMENT = /^\s*(?:#|\/\/|::|REM\b)/i;
/** In a block that does not say what it is, a line counts when it begins with something people type to start a program. */
const COMMAND =
  /^\s*(?:sudo\s+)?(?:[A-Z_]+=\S+\s+)*(?:git|cd|cp|copy|mv|mkdir|touch|echo|export|set|source|npm|npx|yarn|pnpm|bun|bunx|deno|node|nvm|pip3?|pipenv|poetry|uv|python3?|py|virtualenv|flask|uvicorn|gunicorn|django-admin|alembic|go|make|just|mvn|gradle|java|docker|docker-compose|podman|composer|php|bundle|rails|rake|ruby|gem|dotnet|cargo|mix|psql|mysql|createdb|mongod|mongosh|redis-server|curl|openssl|chmod|cat|\.\/\S+|\.\\\S+)(?:\s|$)/;
const MOST_STEPS = 200;

/** Commands in fenced code blocks, in their order, with continued lines joined and prompts taken off. */
export function findReadmeSteps(lines: readonly string[]): ReadmeStep[] {
  return fencedBlocks(lines).flatMap(commandsOf).slice(0, MOST_STEPS);
}

interface Block {
  readonly language: string;
  readonly firstLine: number;
  readonly lines: readonly string[];
}

function fencedBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; language: string; firstLine: number; lines: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, fence = '', info = ''] = /^[\s>]*(`{3,}|~{3,})\s*([^`]*)$/.exec(line) ?? [];
    if (open && fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push(open);
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence !== '')
      open = {
        fence,
        language:
          info
            .trim()
            .split(/[\s{,]/)[0]
            ?.toLowerCase() ?? '',
        firstLine: index + 2,
        lines: [],
      };
  }
  return blocks;
}

function commandsOf({ language, firstLine, lines }: Block): ReadmeStep[] {
  if (!SHELL.has(language) && !UNTAGGED.has(language)) return [];
  const prompted = lines.some((line) => /^\s*(?:\([\w.-]+\)\s*)?\$\s/.test(line));
  const steps: ReadmeStep[] = [];
  let continued: { line: number; command: string } | undefined;
  for (const [index, line] of lines.entries()) {
    if (!continued) {
      // Where some lines have a prompt, the others are what the program prints.
      if (line.trim() === '' || COMMENT.test(line) || (prompted && !PROMPT.test(line))) continue;
      if (UNTAGGED.has(language) && !prompted && !COMMAND.test(line)) continue;
    }
    const part = line
      .replace(PROMPT, '')
      .replace(/\s#\s.*$/, '')
      .trim();
    const step = {
      line: continued?.line ?? firstLine + index,
      command: `${continued ? `${continued.command} ` : ''}${part.replace(/\s*[\\^`]$/, '')}`,
    };
    if (/[\\^]$|\s`$/.test(part)) continued = step;
    else {
      steps.push(step);
      continued = undefined;
    }
  }
  if (continued) steps.push(continued);
  return steps;
}
