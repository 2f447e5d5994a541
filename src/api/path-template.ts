import type { Json, JsonObject } from '../json.ts';

/** A parameter of a path as its framework wrote it: the constraint became a type hint, an Express `?` became `optional`. */
export interface PathParameter {
  readonly name: string;
  readonly schema: JsonObject;
  readonly optional?: true;
}

export interface PathTemplate {
  /** `/tasks/{id}`; `*` stands for the rest of a path. The trailing slash is kept as it was. */
  readonly path: string;
  readonly parameters: readonly PathParameter[];
}

const MAX_PATH = 2000;

/**
 * The path template of any framework in one form: `:id`, `:id(\d+)`, `:id{[0-9]+}`, `{id:int}`, `<int:id>`, `[id]`, `(?P<id>…)`
 * all become `{id}`. Normalising twice changes nothing.
 */
export function normalisePath(written: string): PathTemplate {
  const { path, parameters } = scanOnce(written.slice(0, MAX_PATH));
  // Nonsense such as `/a$\\` is only at rest after some rounds.
  let settled = path;
  for (
    let next = scanOnce(settled).path, rounds = 0;
    next !== settled && rounds < MAX_PATH;
    rounds += 1, next = scanOnce(settled).path
  )
    settled = next;
  const names = pathParameters(settled);
  return { path: settled, parameters: parameters.filter(({ name }) => names.includes(name)) };
}

function scanOnce(text: string): PathTemplate {
  const scan = new Scan(text);
  const path = `/${scan.all()}`.replace(/\/{2,}/g, '/');
  return { path, parameters: scan.parameters };
}

/** The names of the parameters in order, as they stand in a normalised path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

/** Puts values into a normalised path, encoded so that none of them can become another segment. */
export function fillPath(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`No value for {${name}} of ${template}`);
    const text = encodeURIComponent(String(value).toWellFormed());
    return /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : text;
  });
}

/** Whether two templates of any framework mean the same path, whatever their parameters are called. The trailing slash counts. */
export function samePath(one: string, other: string): boolean {
  return withoutNames(one) === withoutNames(other);
}

function withoutNames(path: string): string {
  return normalisePath(path).path.replace(/\{[^{}]*\}/g, '{}');
}

/** The collection that the last parameter picks from: `/projects/{id}/tasks/{taskId}` gives `/projects/{id}/tasks`. */
export function parentCollection(path: string): string | undefined {
  const at = path.lastIndexOf('/{');
  return at > 0 ? path.slice(0, at) : undefined;
}

/** Reads a template from left to right; what it finds is collected in `parameters`. */
class Scan {
  readonly parameters: PathParameter[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text
      .replace(/^\^/, '')
      .replace(/(?:\\Z|\$)$/, '')
      .replace(/\/\?$/, '');
  }

  all(): string {
    let path = '';
    while (this.#at < this.#text.length) path += this.#next(path);
    return path;
  }

  #next(before: string): string {
    const char = this.#text[this.#at] ?? '';
    const startsSegment = before === '' || /[/.\-~]$/.test(before);
    if (char === ':' && startsSegment && /\w/.test(this.#text[this.#at + 1] ?? '')) return this.#colon();
    if (char === '{') return this.#braces();
    if (char === '<') return this.#angles();
    if (char === '[' && startsSegment) return this.#squares();
    if (char === '(') return this.#group();
    if (char === '*') return this.#star();
    this.#at += 1;
    return char === '\\' ? '' : char;
  }

  #colon(): string {
    const name = /^\w+/.exec(this.#text.slice(this.#at + 1))?.[0] ?? '';
    this.#at += 1 + name.length;
    const opening = this.#text[this.#at];
    const constraint = opening === '(' || (opening === '{' && !this.#text.startsWith('{/', this.#at)) ? this.#balanced() : '';
    const modifier = /^[?*+]/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += modifier.length;
    return modifier === '*' || modifier === '+' ? '*' : this.#parameter(name, constraint, modifier === '?');
  }

  #braces(): string {
    const inside = this.#balanced();
    if (inside.startsWith('/')) return this.#optionalPart(inside);
    if (inside.startsWith('*')) return '*';
    const [, name = '', optional = '', constraint = ''] = /^([^:?=]*)(\?|=[^:]*)?(?::([\s\S]*))?$/.exec(inside) ?? [];
    return this.#parameter(name, constraint.replace(/\?$/, ''), optional !== '' || constraint.endsWith('?'));
  }

  /** Express 5 writes `/tasks{/:id}`. */
  #optionalPart(inside: string): string {
    const part = new Scan(inside);
    const path = part.all();
    this.parameters.push(...part.parameters.map((parameter) => ({ ...parameter, optional: true as const })));
    return path;
  }

  #angles(): string {
    const end = this.#text.indexOf('>', this.#at);
    if (end < 0) return this.#literal();
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    const colon = inside.lastIndexOf(':');
    return this.#parameter(inside.slice(colon + 1), inside.slice(0, Math.max(colon, 0)));
  }

  #squares(): string {
    const written = /^\[(\[)?(\.\.\.)?(\w[\w-]*)\]{1,2}/.exec(this.#text.slice(this.#at));
    if (!written) return this.#literal();
    this.#at += written[0].length;
    return written[2] ? '*' : this.#parameter(written[3] ?? '', '');
  }

  #group(): string {
    const inside = this.#balanced();
    const [whole = '', name = ''] = /^\?P?<(\w+)>/.exec(inside) ?? [];
    if (name) return this.#parameter(name, inside.slice(whole.length));
    // Rails writes (.:format) for an ending that nobody has to send.
    if (/^[./]:/.test(inside) || inside.startsWith('?')) return '';
    return inside.includes('.*') ? '*' : this.#parameter(`param${this.parameters.length + 1}`, inside);
  }

  #star(): string {
    this.#at += /^\*+\w*/.exec(this.#text.slice(this.#at))?.[0].length ?? 1;
    return '*';
  }

  #literal(): string {
    const char = this.#text[this.#at] ?? '';
    this.#at += 1;
    return encodeURIComponent(char);
  }

  /** What stands between the bracket here and the one that closes it; the rest of the text when none does. */
  #balanced(): string {
    const opening = this.#text[this.#at] ?? '';
    const closing = opening === '(' ? ')' : '}';
    const start = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === '\\') this.#at += 1;
      else if (char === opening) depth += 1;
      else if (char === closing && --depth === 0) break;
    }
    this.#at += 1;
    return this.#text.slice(start, this.#at - 1);
  }

  #parameter(written: string, constraint: string, optional = false): string {
    const name = written.replace(/[^\w.-]/g, '') || `param${this.parameters.length + 1}`;
    this.parameters.push({ name, schema: hintOf(constraint.trim()), ...(optional && { optional: true }) });
    return `{${name}}`;
  }
}

const INTEGER = { type: 'integer', minimum: 0 };
const HINTS: readonly (readonly [RegExp, JsonObject])[] = [
  [/^(?:int|integer|long|number|positive_?int|min\(|range\()/i, INTEGER],
  [/^\^?[([]*(?:\\d|\[0-9\]|\[1-9\])/, INTEGER],
  [/^(?:float|double|decimal)/i, { type: 'number' }],
  [/^(?:uuid|guid)\b/i, { type: 'string', format: 'uuid' }],
  [/^bool/i, { type: 'boolean' }],
  [/^(?:date|datetime)\b/i, { type: 'string', format: 'date' }],
  [/^slug\b/i, { type: 'string', format: 'slug' }],
];

function hintOf(constraint: string): JsonObject {
  const converter = /^(any|string)\(([^()]*)\)$/.exec(constraint);
  if (converter) return flaskHint(converter[1] ?? '', converter[2] ?? '');
  if (/\{8\}-.*\{4\}/.test(constraint)) return { type: 'string', format: 'uuid' };
  if (/\{24\}/.test(constraint)) return { type: 'string', format: 'objectid' };
  const known = HINTS.find(([pattern]) => pattern.test(constraint))?.[1];
  if (known) return known;
  const isPattern = /[\\[({^$+*|]/.test(constraint);
  const hint: Record<string, Json> = { type: 'string', ...(isPattern && { pattern: constraint }) };
  return constraint === '' ? {} : hint;
}

/** What a converter of Flask with its arguments takes: `any(open, done)`, `string(length=4)`. */
function flaskHint(converter: string, written: string): JsonObject {
  const parts = written.split(',').map((part) => part.trim().replace(/^(['"])(.*)\1$/, '$2'));
  if (converter === 'any') return { type: 'string', enum: parts.filter((part) => part !== '') };
  const number = (name: string) => {
    const value = parts.map((part) => new RegExp(`^${name}=(\\d{1,4})$`).exec(part)?.[1]).find((found) => found !== undefined);
    return value === undefined ? undefined : Number(value);
  };
  const minLength = number('length') ?? number('minlength');
  const maxLength = number('length') ?? number('maxlength');
  return { type: 'string', ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) };
}
