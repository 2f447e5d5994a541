import { oneLine } from '../../text.ts';
import { toError } from '../../errors.ts';
import { isJsonObject, readJson, type Json, type JsonObject } from '../../json.ts';

const MAX_BYTES = 5 * 2 ** 20;
const MAX_DEPTH = 64;
const MAX_VALUES = 500_000;
const MAX_ALIASES = 500;

/** A document's bytes as plain JSON within limits, without `__proto__` keys; or in one sentence why it is refused. */
export async function parseDocument(bytes: string): Promise<{ document: JsonObject } | { refused: string }> {
  if (bytes.length > MAX_BYTES || Buffer.byteLength(bytes) > MAX_BYTES)
    return { refused: `larger than ${MAX_BYTES / 2 ** 20} MB` };
  try {
    const parsed = parseJson(bytes) ?? (await parseYaml(bytes));
    const document = plain(parsed, 0, { left: MAX_VALUES });
    return isJsonObject(document) ? { document } : { refused: 'neither JSON nor YAML with named parts' };
  } catch (error) {
    return { refused: oneLine(toError(error).message) };
  }
}

/** JSON.parse does not care for depth, and is a hundred times faster than YAML on a large document. */
function parseJson(bytes: string): unknown {
  return /^\uFEFF?\s*[{[]/.test(bytes) ? readJson(bytes.replace(/^\uFEFF/, '')) : undefined;
}

async function parseYaml(bytes: string): Promise<unknown> {
  const { Composer, Parser } = await import('yaml');
  const tokens = [...new Parser().parse(bytes)];
  if (tokens.some(isTooDeep)) throw tooDeep();
  // Looking for duplicate keys is quadratic in the library.
  const [document] = [
    ...new Composer({ uniqueKeys: false, merge: true, logLevel: 'silent' }).compose(tokens, false, bytes.length),
  ];
  if (!document) throw new Error('empty');
  const error = document.errors[0];
  if (error) throw new Error(`neither JSON nor YAML: ${error.message.split('\n')[0] ?? ''}`);
  return document.toJS({ maxAliasCount: MAX_ALIASES });
}

const tooDeep = () => new Error(`nested deeper than ${MAX_DEPTH} levels`);

/** Composing is recursive, and a deep stack takes the whole process with it: depth is measured on the tokens, without recursion. */
function isTooDeep(root: object): boolean {
  const left: [unknown, number][] = [[root, 0]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [token, depth] = next;
    if (depth > MAX_DEPTH) return true;
    if (typeof token !== 'object' || token === null) continue;
    if ('value' in token) left.push([token.value, depth + 1]);
    if ('key' in token) left.push([token.key, depth + 1]);
    if (!('items' in token) || !Array.isArray(token.items)) continue;
    for (const item of token.items) left.push([item, depth]);
  }
  return false;
}

/** Aliases make one object stand in many places; counting every place keeps a bomb from going off later. */
function plain(value: unknown, depth: number, budget: { left: number }): Json {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (--budget.left < 0) throw new Error(`more than ${MAX_VALUES} values`);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1, budget));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '__proto__')
        .map(([key, item]) => [key, plain(item, depth + 1, budget)]),
    );
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
