/** What a variable reference asks for. `required` carries the author's message of `${NAME:?message}`. */
export interface Reference {
  readonly name: string;
  /** An empty value counts as none, as with `:-` and `:?`. */
  readonly emptyIsUnset: boolean;
  readonly required?: string;
  /** A default stands beside it. */
  readonly hasDefault: boolean;
}

export type Lookup = (reference: Reference) => string | undefined;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Replaces `$NAME` and `${NAME…}` as compose does, by what `lookup` knows and nothing else. Throws on a form that compose
 * rejects; with `lenient` such a dollar stays as it is.
 */
export function interpolate(template: string, lookup: Lookup, lenient = false, depth = 0): string {
  if (depth > 10) throw new SyntaxError('variables nested deeper than 10 levels');
  let out = '';
  let at = 0;
  for (let dollar = template.indexOf('$'); dollar >= 0; dollar = template.indexOf('$', at)) {
    out += template.slice(at, dollar);
    try {
      const [text, end] = reference(template, dollar, lookup, lenient, depth);
      out += text;
      at = end;
    } catch (error) {
      if (!lenient) throw error;
      out += '$';
      at = dollar + 1;
    }
  }
  return out + template.slice(at);
}

/** The text for what begins with the dollar sign at `dollar`, and where it ends. */
function reference(template: string, dollar: number, lookup: Lookup, lenient: boolean, depth: number): [string, number] {
  const start = dollar + 1;
  if (template[start] === '$') return ['$', start + 1];
  if (template[start] === '{') {
    const end = closingBrace(template, start + 1);
    return [braced(template.slice(start + 1, end), lookup, lenient, depth), end + 1];
  }
  const name = NAME.exec(template.slice(start, start + 256))?.[0];
  if (name === undefined) throw new SyntaxError('a "$" that starts no variable; write "$$" for a dollar sign');
  return [lookup({ name, emptyIsUnset: false, hasDefault: false }) ?? '', start + name.length];
}

function closingBrace(template: string, from: number): number {
  let open = 1;
  for (let at = from; at < template.length; at++) {
    if (template[at] === '$' && template[at + 1] === '{') open++;
    if (template[at] === '}' && --open === 0) return at;
  }
  throw new SyntaxError('a "${" without its "}"');
}

function braced(inside: string, lookup: Lookup, lenient: boolean, depth: number): string {
  const name = NAME.exec(inside)?.[0];
  const parts = name === undefined ? null : /^(:?[-?+])?([\s\S]*)$/.exec(inside.slice(name.length));
  if (name === undefined || !parts || (parts[1] === undefined && parts[2] !== '')) {
    throw new SyntaxError(`"\${${inside}}" is not a form of variable that compose knows`);
  }
  const operator = parts[1] ?? '';
  const word = parts[2] ?? '';
  const emptyIsUnset = operator.startsWith(':');
  const kind = operator.at(-1);
  const value = lookup({
    name,
    emptyIsUnset,
    hasDefault: kind === '-' || kind === '+',
    ...(kind === '?' ? { required: word } : {}),
  });
  const isSet = value !== undefined && !(emptyIsUnset && value === '');
  if (kind === '-') return isSet ? value : interpolate(word, lookup, lenient, depth + 1);
  if (kind === '+') return isSet ? interpolate(word, lookup, lenient, depth + 1) : '';
  if (kind === '?' && !isSet) throw new SyntaxError(`needs ${name}: ${word || 'it is required'}`);
  return value ?? '';
}
