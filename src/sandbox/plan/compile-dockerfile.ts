import type { Treatment } from '../plan.ts';
import { splitDockerfile, type Instruction } from './dockerfile-lines.ts';
import { dockerfileFacts } from './dockerfile-facts.ts';

export interface CompiledDockerfile {
  readonly text: string;
  readonly notes: readonly Treatment[];
  /** Images that it starts from or copies from, tags as written, build arguments filled in with their defaults. */
  readonly baseImages: readonly string[];
  readonly exposes: readonly number[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

const SYNTAX = /^\s*(?:#|\/\/)\s*syntax\s*=\s*(.*?)\s*$/i;

/**
 * The Dockerfile that is built: no frontend of the author's choice, cache mounts that belong to `cacheScope` alone, no host
 * network. Everything else stays byte for byte.
 */
export function compileDockerfile(text: string, { cacheScope }: { cacheScope: string }): CompiledDockerfile {
  const notes: Treatment[] = [];
  const edits: Edit[] = [];
  const note = (treatment: Treatment['treatment'], key: string, message: string) => {
    if (!notes.some((other) => other.key === key && other.message === message)) notes.push({ treatment, key, message });
  };
  const { instructions, comments } = splitDockerfile(text);
  for (const comment of comments) {
    const frontend = SYNTAX.exec(comment.text)?.[1];
    if (frontend === undefined) continue;
    edits.push({ start: comment.start, end: comment.end, by: '' });
    note(isOfficial(frontend) ? 'rewritten' : 'stripped', '# syntax', syntaxMessage(frontend));
  }
  for (const instruction of instructions) {
    if (instruction.text.trimStart().startsWith('{')) {
      // BuildKit also reads the frontend from a JSON object in the first line: a line before it ends that.
      edits.push({ start: instruction.start, end: instruction.start, by: '#\n' });
      note(
        'stripped',
        '# syntax',
        syntaxMessage(/"syntax"\s*:\s*"([^"]*)"/i.exec(instruction.text)?.[1] ?? 'a frontend of its own'),
      );
    }
    edits.push(...(instruction.keyword === 'ARG' ? syntaxArgument(instruction, note) : runFlags(instruction, cacheScope, note)));
  }
  const compiled = apply(text, edits);
  return { text: compiled, notes, ...dockerfileFacts(compiled) };
}

type Note = (treatment: Treatment['treatment'], key: string, message: string) => void;

function isOfficial(frontend: string): boolean {
  return /^(docker\.io\/)?docker\/dockerfile(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(frontend);
}

function syntaxMessage(frontend: string): string {
  return isOfficial(frontend)
    ? 'The `# syntax` line is left out: the frontend built into the engine reads the file.'
    : `Asks for the build frontend \`${frontend}\`. Only docker/dockerfile is known here; the frontend built into the engine reads the file.`;
}

/** `ARG BUILDKIT_SYNTAX`, alone or among others. */
function syntaxArgument(instruction: Instruction, note: Note): Edit[] {
  const named = /\bBUILDKIT_SYNTAX(=("[^"]*"|'[^']*'|\S*))?/.exec(instruction.text);
  if (!named) return [];
  note('stripped', 'ARG BUILDKIT_SYNTAX', syntaxMessage(named[2]?.replace(/["']/g, '') ?? 'a frontend of its own'));
  const isAlone =
    instruction.text.slice(0, named.index).trim().toUpperCase() === 'ARG' &&
    instruction.text.slice(named.index + named[0].length).trim() === '';
  return [
    isAlone
      ? { start: instruction.start, end: instruction.end, by: '' }
      : span(instruction, named.index, named.index + named[0].length, ''),
  ];
}

interface Flag {
  readonly name: string;
  /** Without quotes, as BuildKit takes it. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** RUN, also behind ONBUILD. */
function runFlags(instruction: Instruction, scope: string, note: Note): Edit[] {
  const run = /^\s*(?:ONBUILD\s+)*RUN(?=\s)/i.exec(instruction.text);
  if (!run) return [];
  const edits: Edit[] = [];
  for (const flag of flagsFrom(instruction.text, run[0].length)) {
    const by = changedFlag(flag, scope, note);
    if (by !== undefined) edits.push(span(instruction, flag.from, flag.to, by));
  }
  return edits;
}

function changedFlag(flag: Flag, scope: string, note: Note): string | undefined {
  if (flag.name === 'network' && flag.value !== 'none' && flag.value !== 'default') {
    note(
      'stripped',
      'RUN --network',
      `Building needs no \`--network=${flag.value}\` here; make the repository build from a clean clone.`,
    );
    return '';
  }
  if (flag.name === 'security' && flag.value !== 'sandbox') {
    note(
      'stripped',
      'RUN --security',
      `Building needs no \`--security=${flag.value}\` here; make the repository build from a clean clone.`,
    );
    return '';
  }
  if (flag.name === 'device') {
    note('stripped', 'RUN --device', 'Building needs no device here; make the repository build from a clean clone.');
    return '';
  }
  return flag.name === 'mount' ? changedMount(flag.value, scope, note) : undefined;
}

function changedMount(value: string, scope: string, note: Note): string | undefined {
  const fields = value.split(',').map((field) => {
    const equals = field.indexOf('=');
    return {
      field,
      key: (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase(),
      value: equals < 0 ? '' : field.slice(equals + 1),
    };
  });
  const type = fields.find(({ key }) => key === 'type')?.value.toLowerCase() ?? 'bind';
  if (type === 'ssh' || type === 'secret') {
    note(
      'rewritten',
      `RUN --mount=type=${type}`,
      `A build gets no ${type === 'ssh' ? 'ssh key' : 'secret'} here: the mount stays empty.`,
    );
    return undefined;
  }
  if (type.includes('$')) {
    note('stripped', 'RUN --mount', `The type of the mount \`${value}\` is not written out; built without it.`);
    return '';
  }
  if (type !== 'cache') return undefined;
  const target = fields.findLast(({ key }) => key === 'target' || key === 'dst' || key === 'destination')?.value ?? '';
  const id = fields.findLast(({ key }) => key === 'id')?.value || target;
  const kept = fields.filter(({ key }) => key !== 'id').map(({ field }) => field);
  const text = `--mount=${[...kept, `id=${scope}-${id}`].join(',')}`;
  return /\s/.test(text) ? `"${text}"` : text;
}

/** The flags of an instruction end at the first word that does not begin with two dashes. */
function flagsFrom(text: string, start: number): Flag[] {
  const flags: Flag[] = [];
  let at = start;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    const from = at;
    let word = '';
    for (let quote = ''; at < text.length && (quote !== '' || !/\s/.test(text[at] ?? '')); at++) {
      const character = text[at] ?? '';
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
      else word += character;
    }
    if (!word.startsWith('--') || word === '--') return flags;
    const equals = word.indexOf('=');
    flags.push({
      name: word.slice(2, equals < 0 ? undefined : equals).toLowerCase(),
      value: equals < 0 ? '' : word.slice(equals + 1),
      from,
      to: at,
    });
  }
}

function span(instruction: Instruction, from: number, to: number, by: string): Edit {
  const start = instruction.offsets[from] ?? instruction.start;
  return { start, end: (instruction.offsets[to - 1] ?? start - 1) + 1, by };
}

function apply(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.by;
    at = edit.end;
  }
  return out + text.slice(at);
}
