/** One instruction of a Dockerfile as BuildKit joins it, and where each of its characters stands in the text. */
export interface Instruction {
  readonly keyword: string;
  /** Continuations and the comments between them left out. */
  readonly text: string;
  /** Offset in the file of each character of `text`. */
  readonly offsets: readonly number[];
  readonly start: number;
  /** Past the end of its last line, line break included. */
  readonly end: number;
}

export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly text: string;
  readonly end: number;
}

const HEREDOC = /<<-?\s*(?:"([A-Za-z_]\w*)"|'([A-Za-z_]\w*)'|([A-Za-z_]\w*))/g;

/** Splits a Dockerfile into instructions and comments without changing a byte of it. Bodies of heredocs belong to neither. */
export function splitDockerfile(text: string): { instructions: Instruction[]; comments: Comment[] } {
  const lines = linesOf(text);
  const escape = escapeOf(lines);
  const continued = new RegExp(`${escape === '\\' ? '\\\\' : escape}[ \\t]*$`);
  const instructions: Instruction[] = [];
  const comments: Comment[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at];
    if (!first || first.text.trim() === '') continue;
    if (/^\s*(#|\/\/)/.test(first.text)) {
      comments.push(first);
      continue;
    }
    const parts: string[] = [];
    const offsets: number[] = [];
    let end = first.end;
    for (let goesOn = true; goesOn && at < lines.length;) {
      const line = lines[at] as Line;
      end = line.end;
      const isSkipped = line !== first && (/^\s*#/.test(line.text) || line.text.trim() === '');
      const mark = isSkipped ? null : continued.exec(line.text);
      if (!isSkipped) {
        const kept = mark ? line.text.slice(0, mark.index) : line.text;
        parts.push(kept);
        for (let index = 0; index < kept.length; index++) offsets.push(line.start + index);
        goesOn = mark !== null;
      }
      if (goesOn) at++;
    }
    const joined = parts.join('');
    const keyword = (/^\s*([A-Za-z]+)/.exec(joined)?.[1] ?? '').toUpperCase();
    if (/^(RUN|COPY|ADD)$/.test(keyword)) at = skipHeredocs(joined, lines, at);
    instructions.push({ keyword, text: joined, offsets, start: first.start, end });
  }
  return { instructions, comments };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  for (let start = bom; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    const body = text.slice(start, newline < 0 ? end : newline);
    lines.push({ start, text: body.endsWith('\r') ? body.slice(0, -1) : body, end });
    start = end;
  }
  return lines;
}

/** The escape directive counts only among the directives at the top. */
function escapeOf(lines: readonly Line[]): '\\' | '`' {
  for (const [index, line] of lines.entries()) {
    if (index === 0 && line.text.startsWith('#!')) continue;
    const directive = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line.text);
    if (!directive) break;
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

function skipHeredocs(instruction: string, lines: readonly Line[], at: number): number {
  for (const [opening, ...names] of instruction.matchAll(HEREDOC)) {
    const name = names.find((candidate) => candidate !== undefined);
    const isIndented = opening.startsWith('<<-');
    const end = lines.findIndex((line, index) => index > at && (isIndented ? line.text.replace(/^\t+/, '') : line.text) === name);
    // Without its end it is no heredoc, or a build that fails; either way what follows is looked at.
    if (end > at) at = end;
  }
  return at;
}
