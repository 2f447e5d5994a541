import { textOf, type Json } from '../../../json.ts';

const NAME = /^[\p{L}_$@][\p{L}\p{N}_$@-]{0,60}$/u;
const ELSEWHERE = new Set(['query', 'querystring', 'params', 'path', 'headers', 'header', 'cookie', 'cookies']);
const BODY = new Set(['body', 'json', '$', 'data', 'requestbody', 'form', 'body_params']);

/** Whether this can be the name of a field at all: no words of a sentence, no `__proto__`. */
export function isFieldName(name: string): boolean {
  return NAME.test(name) && name !== '__proto__';
}

/** The path that a producer wrote as `address.city`, `items[0].qty`, `/age`, `$.age`; undefined when it is none. */
export function pathOf(written: string): string[] | undefined {
  if (written.length > 200) return undefined;
  const keys = written
    .replace(/^\/(?:data\/attributes\/)?/, '')
    .replace(/\[["']?([^\]"']*)["']?\]/g, '.$1')
    .split(/[./]/)
    .filter((key) => key !== '');
  return pathOfKeys(keys);
}

/** The same for a list of keys. What stands before the first key of the body (`body`, `$`) is left out. */
export function pathOfKeys(written: readonly Json[]): string[] | undefined {
  const keys = written.map((key) => (typeof key === 'object' && key !== null && 'key' in key ? textOf(key['key']) : textOf(key)));
  const [first = '', ...rest] = keys;
  const own = BODY.has(first.toLowerCase()) && (rest.length > 0 || first === 'body' || first === '$') ? rest : keys;
  return own.length <= 10 && own.every((key) => isFieldName(key) || /^\d{1,4}$/.test(key)) ? own : undefined;
}

/** Whether a location says that the field is not in the body. */
export function isElsewhere(location: Json | undefined): boolean {
  return typeof location === 'string' && ELSEWHERE.has(location.toLowerCase());
}

/** `DueDate`, `due_date` and `Due date` as `dueDate`. */
export function camelCase(name: string): string {
  const words = wordsOf(name);
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

export function snakeCase(name: string): string {
  return wordsOf(name).join('_');
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
