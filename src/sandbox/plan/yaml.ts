import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  Scalar,
  visit,
  type Alias,
  type CST,
  type Document,
  type ParsedNode,
} from 'yaml';
import { textOf } from '../../json.ts';
import { Refused } from './refused.ts';

/** What a compose file holds, aliases and merge keys resolved. Objects have no prototype. */
export type Data = string | number | boolean | null | Data[] | DataObject | Tagged;
export interface DataObject {
  [key: string]: Data;
}

/** A value with compose's own `!reset` or `!override`. */
export class Tagged {
  readonly tag: '!reset' | '!override';
  readonly value: Data;
  constructor(tag: '!reset' | '!override', value: Data) {
    this.tag = tag;
    this.value = value;
  }
}

const MAX_DEPTH = 48;
const MAX_ALIASES = 1000;
const MAX_VALUES = 10_000;
/** Words and signs of the text, of which a value takes at most five or so. */
const MAX_LEXEMES = 20 * MAX_VALUES;

/** Reads one YAML document as compose does, within limits: a hostile file ends in `Refused`, at once and without a deep stack. */
export function readYaml(text: string): Data {
  const tokens = [...parse(text.replace(/^\uFEFF/, ''))];
  for (const token of tokens) checkSize(token);
  // Finding duplicate keys is quadratic in the library; expand() does it.
  const documents = [
    ...new Composer({ schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }).compose(tokens, false, text.length),
  ];
  const [document, second] = documents;
  if (second) throw refused('holds more than one YAML document');
  if (!document?.contents) return null;
  const error = document.errors[0];
  if (error) throw refused(`not valid YAML (${error.message.split('\n')[0] ?? ''})`);
  return new Expansion(document).expand(document.contents, 0);
}

export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Tagged);
}

/** Flow-style YAML on one line: JSON, but for the tags. */
export function writeYaml(value: Data): string {
  if (value instanceof Tagged) return `${value.tag} ${writeYaml(value.value)}`;
  if (Array.isArray(value)) return `[${value.map(writeYaml).join(', ')}]`;
  if (isDataObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${writeYaml(key)}: ${writeYaml(item)}`)
      .join(', ')}}`;
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  return JSON.stringify(value).replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function refused(what: string): Refused {
  return new Refused('', `compose file refused: ${what}`);
}

/** Reading stops at the limit: what comes behind it costs nothing. */
function* parse(text: string): Generator<CST.Token> {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > MAX_LEXEMES) throw refused(`more than ${MAX_VALUES} values`);
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** Composing is recursive, and a deep stack takes the whole process with it: depth is measured on the tokens, without recursion. */
function checkSize(root: CST.Token): void {
  const left: [CST.Token, number][] = [[root, 0]];
  let count = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    const [token, depth] = next;
    if (depth > MAX_DEPTH) throw refused(`nested deeper than ${MAX_DEPTH} levels`);
    if (++count > 2 * MAX_VALUES) throw refused(`more than ${MAX_VALUES} values`);
    if ('value' in token && token.value) left.push([token.value, depth + 1]);
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) left.push([item.key, depth + 1]);
      if (item.value) left.push([item.value, depth + 1]);
    }
  }
}

/** What each alias stands for: the last anchor of its name before it. The library's own look-up walks the whole document for each. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    },
  });
  return targets;
}

class Expansion {
  readonly #targets: ReadonlyMap<Alias, ParsedNode>;
  #aliases = 0;
  #values = 0;

  constructor(document: Document.Parsed) {
    this.#targets = aliasTargets(document);
  }

  expand(node: ParsedNode | null, depth: number): Data {
    if (depth > MAX_DEPTH) throw refused(`nested deeper than ${MAX_DEPTH} levels`);
    if (++this.#values > MAX_VALUES) throw refused(this.#aliases > 0 ? 'too many aliases' : `more than ${MAX_VALUES} values`);
    if (isAlias(node)) {
      if (++this.#aliases > MAX_ALIASES) throw refused('too many aliases');
      const target = this.#targets.get(node);
      if (!target) throw refused(`alias "${node.source}" has no anchor before it`);
      return this.expand(target, depth + 1);
    }
    const value = this.#plain(node, depth);
    if (node?.tag === '!reset' || node?.tag === '!override') return new Tagged(node.tag, value);
    return value;
  }

  #plain(node: ParsedNode | null, depth: number): Data {
    if (isMap(node)) return this.#map(node.items, depth);
    if (isSeq(node)) return node.items.map((item) => this.expand(item, depth + 1));
    return isScalar(node) ? scalar(node) : null;
  }

  #map(pairs: { key: ParsedNode; value: ParsedNode | null }[], depth: number): DataObject {
    const own = Object.create(null) as DataObject;
    const merged: DataObject[] = [];
    for (const pair of pairs) {
      if (isScalar(pair.key) && pair.key.type === Scalar.PLAIN && pair.key.value === '<<') {
        const source = this.expand(pair.value, depth + 1);
        merged.push(...(Array.isArray(source) ? source : [source]).filter(isDataObject));
        continue;
      }
      const key = this.expand(pair.key, depth + 1);
      if (typeof key === 'object' && key !== null) throw refused('a key is not a plain word');
      const name = String(key);
      if (Object.hasOwn(own, name)) throw refused(`key "${name}" is given twice`);
      own[name] = this.expand(pair.value, depth + 1);
    }
    // An earlier source wins over a later one, what stands in the map itself over all.
    return Object.assign(Object.create(null) as DataObject, ...merged.reverse(), own) as DataObject;
  }
}

/** Plain scalars as go-yaml resolves them, which compose is built on: a leading zero is octal, `yes` is a word. */
function scalar(node: Scalar): Data {
  const text = textOf(node.value);
  if (node.type !== Scalar.PLAIN || node.tag === 'tag:yaml.org,2002:str' || node.tag === '!') return text;
  if (/^(~|null|Null|NULL)?$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  const number = parseNumber(text);
  return number === undefined || !Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER ? text : number;
}

function parseNumber(text: string): number | undefined {
  const octal = /^([-+]?)0o?([0-7]+)$/.exec(text);
  if (octal) return Number.parseInt(`${octal[1]}${octal[2]}`, 8);
  if (/^0(x[0-9a-fA-F]+|b[01]+)$/.test(text)) return Number(text);
  if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return Number(text);
  return undefined;
}
