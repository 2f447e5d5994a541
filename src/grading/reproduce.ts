import type { Exchange, TakenId } from '../api/exchange.ts';
import { GARBAGE, SPOIL_PROGRAM } from '../api/identity/spoil.ts';
import { commentLine, shellText, shellWord, type Piece } from './shell.ts';

/** Bodies are recorded up to this length; a longer one is not all there. */
const RECORDED_BODY = 16 * 1024;
/** Sent by our client as by any other: `curl` sends its own. */
const UNSAID_HEADERS = new Set(['accept-encoding', 'content-length', 'host', 'connection']);
const PLACEHOLDER = /\{\{([ABC]+)\.(token|cookie|csrf|password)(?:\.(\d+))?(?::([\w.-]+))?\}\}/g;

/**
 * The shell lines that replay a chain of exchanges on a kept stack: RW_URL, RW_A_TOKEN, RW_A_COOKIE and RW_A_PASSWORD (B and C
 * likewise) are set by whoever keeps the stack; ids that came out of earlier answers are taken from the new ones as ID1, ID2…
 * Nothing that a submission wrote is ever outside quotes.
 */
export function reproduce(ids: readonly string[], exchanges: Readonly<Record<string, Exchange>>): string[] {
  const chain = ids.flatMap((id) => (exchanges[id] ? [exchanges[id]] : []));
  const names = nameTakenIds(chain);
  const said = new Set<string>();
  const lines: string[] = [];
  let identity = 'anonymous';
  for (const exchange of chain) {
    if (exchange.identity !== identity)
      lines.push(`# ${exchange.identity === 'anonymous' ? 'without a login' : `as ${exchange.identity}`}`);
    identity = exchange.identity;
    for (const line of preparations(exchange, names)) if (!said.has(line)) lines.push(line);
    for (const line of lines) said.add(line);
    lines.push(...requestLines(exchange, names));
  }
  return lines;
}

interface NamedId {
  readonly variable: string;
  readonly taken: TakenId;
}

/** One variable for each place that ids are taken from, in the order in which they are needed. */
function nameTakenIds(chain: readonly Exchange[]): Map<string, NamedId> {
  const inChain = new Set(chain.map((exchange) => exchange.id));
  const names = new Map<string, NamedId>();
  for (const taken of chain.flatMap((exchange) => exchange.request.taken)) {
    if (inChain.has(taken.from) && !names.has(keyOf(taken))) names.set(keyOf(taken), { variable: `ID${names.size + 1}`, taken });
  }
  return names;
}

const keyOf = ({ from, pointer }: TakenId) => `${from} ${pointer}`;

/** Comments and variables that a request needs before it can be sent. */
function preparations({ request }: Exchange, names: ReadonlyMap<string, NamedId>): string[] {
  const lines: string[] = [];
  const foreign = request.taken.filter((taken) => !names.has(keyOf(taken)));
  for (const { value } of foreign) lines.push(commentLine(`the id ${value} came from a request that is not part of this chain`));
  for (const text of [...Object.values(request.headers), request.path, request.body ?? '']) {
    for (const [placeholder, owners = '', kind = '', later, derivation] of text.matchAll(PLACEHOLDER)) {
      if (derivation !== undefined) lines.push(...derivedVariable({ placeholder, owner: owners[0] ?? 'A', kind, derivation }));
      else if (later !== undefined)
        lines.push(commentLine(`${placeholder} was a later ${kind} of ${owners}; the present one stands in for it`));
    }
  }
  return lines;
}

interface Derived {
  readonly placeholder: string;
  readonly owner: string;
  readonly kind: string;
  readonly derivation: string;
}

const variableOf = (owner: string, kind: string) => `RW_${owner}_${kind.toUpperCase()}`;
const derivedName = ({ owner, kind, derivation }: Omit<Derived, 'placeholder'>) =>
  `${variableOf(owner, kind)}_${derivation.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

/** How a value that we made out of a secret is made again; what only its maker knows is left to the reader. */
function derivedVariable(derived: Derived): string[] {
  const { placeholder, owner, kind, derivation } = derived;
  const [name, from] = [derivedName(derived), variableOf(owner, kind)];
  const made = (how: string, program: string) => [
    commentLine(`${placeholder}: the ${kind} of ${owner}, ${how}`),
    `${name}=$(node -pe ${shellText(program.replace('SECRET', `process.env.${from}`))})`,
  ];
  const each = (how: string, program: string) => made(how, kind === 'cookie' ? forEachCookie(program) : `(${program})(SECRET)`);
  if (/^signature-(?:flipped|spoilt)$|^spoilt$/.test(derivation))
    return each('with three characters in the middle of its last part changed', SPOIL_PROGRAM);
  const unsigned = /^unsigned(?:-(none|None|NONE))?$/.exec(derivation);
  if (unsigned) return made('with the algorithm "none" and without a signature', inJwt(unsign(unsigned[1] ?? 'none')));
  if (derivation === 'payload-edited') return made('with one more claim under the old signature', inJwt(EDIT));
  if (derivation === 'garbage' && kind === 'cookie') return each('with nothing of ours in it', `() => "${GARBAGE}"`);
  if (derivation === 'garbage') return [commentLine(`${placeholder}: no ${kind} at all`), `${name}='not-a-credential-at-all'`];
  if (derivation.startsWith('guess'))
    return [commentLine(`${placeholder}: a wrong ${kind}`), `${name}=${shellText(`Wrong-${derivation}`)}`];
  return [commentLine(`${placeholder}: made from the ${kind} of ${owner} (${derivation}); set ${name} yourself`)];
}

const JWT = '/[\\w-]+\\.[\\w-]+\\.[\\w-]+/';
const EDIT =
  '[t.split(".")[0], Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(t.split(".")[1], "base64url")), forged: true })).toString("base64url"), t.split(".")[2]].join(".")';
const unsign = (algorithm: string) =>
  `Buffer.from(JSON.stringify({ alg: "${algorithm}", typ: "JWT" })).toString("base64url") + "." + t.split(".")[1] + "."`;

/** The JWT stands by itself, or is the value of a cookie. */
const inJwt = (expression: string) => `SECRET.replace(${JWT}, (t) => ${expression})`;
const forEachCookie = (program: string) =>
  `SECRET.split("; ").map((c) => c.slice(0, c.indexOf("=") + 1) + (${program})(c.slice(c.indexOf("=") + 1))).join("; ")`;

function requestLines(exchange: Exchange, names: ReadonlyMap<string, NamedId>): string[] {
  const { request } = exchange;
  const wanted = [...names.values()].filter(({ taken }) => taken.from === exchange.id);
  const notes: string[] = [];
  if ((request.body?.length ?? 0) >= RECORDED_BODY) notes.push('# the recorded body ends here; the one that was sent was longer');
  if (`${request.path}${request.body ?? ''}`.includes('\0'))
    notes.push('# NUL characters cannot stand in a shell line and are left out');
  const [first, ...others] = wanted;
  if (!first) return [...notes, curl(exchange, names, '-i')];
  if (others.length === 0) return [...notes, `${first.variable}=$(${curl(exchange, names, output(first))} | ${reader(first)})`];
  const answer = `ANSWER${first.variable.slice(2)}`;
  return [
    ...notes,
    `${answer}=$(${curl(exchange, names, '-i')})`,
    ...wanted.map(
      (id) =>
        `${id.variable}=$(printf '%s\\n' "$${answer}" | ${id.taken.pointer.startsWith('header:') ? '' : BODY_OF_ANSWER}${reader(id)})`,
    ),
  ];
}

/** Lines up to the first empty one are headers. */
const BODY_OF_ANSWER = "sed '1,/^\\r\\{0,1\\}$/d' | ";

/** Whoever pastes the line sees the status although the answer is read by the next program. */
const output = ({ taken }: NamedId) => (taken.pointer.startsWith('header:') ? '-i' : `-w '%{stderr}HTTP %{http_code}\\n'`);

/** The program that reads the id out of an answer. */
function reader({ taken: { pointer } }: NamedId): string {
  const input = 'require("fs").readFileSync(0, "utf8")';
  if (!pointer.startsWith('header:')) {
    const steps = pointer.split('/').slice(1).map(unescapePointer).map(step);
    return `node -pe ${shellText(`JSON.parse(${input})${steps.join('')}`)}`;
  }
  const header = pointer.slice('header:'.length).replace(/[^\w-]/g, '');
  return `node -pe ${shellText(`/^${header}: *([^?#\\r\\n]*)/im.exec(${input})[1].replace(/\\/$/, "").split("/").pop()`)}`;
}

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function step(key: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return `.${key}`;
  return /^(?:0|[1-9]\d*)$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

function curl({ request }: Exchange, names: ReadonlyMap<string, NamedId>, options: string): string {
  const { method, headers, body } = request;
  const uses = new Uses(request.taken, names);
  const path = pathPieces(request.path, uses);
  const words = ['curl', '-sS', options];
  // curl reads brackets and braces in addresses as ranges, and takes dots out of paths
  if (/[[\]{}]/.test(request.path)) words.push('-g');
  if (/\/\./.test(request.path)) words.push('--path-as-is');
  if (method === 'HEAD') words.push('--head');
  else if (method !== 'GET' || body !== null) words.push('-X', shellWord([method]));
  words.push(shellWord([{ variable: 'RW_URL' }, ...path]));
  const sent = Object.entries(headers).filter(([name]) => !UNSAID_HEADERS.has(name.toLowerCase()));
  for (const [name, value] of sent)
    words.push('-H', shellWord(value === '' ? [`${name};`] : [`${name}: `, ...secretPieces(value)]));
  if (body !== null) {
    if (!sent.some(([name]) => name.toLowerCase() === 'content-type')) words.push('-H', "'content-type:'");
    words.push('--data-raw', shellWord(bodyPieces(body, uses)));
  }
  return words.join(' ');
}

/** A shorter id may well be another number of the body, too. */
const UNMISTAKABLE = 8;

/** Which variable stands for a value: where several ids have one value, they are used in their order, as the path was built. */
class Uses {
  readonly #left: NamedId[];
  readonly #all: readonly NamedId[];

  constructor(taken: readonly TakenId[], names: ReadonlyMap<string, NamedId>) {
    this.#all = taken.flatMap((one) => names.get(keyOf(one)) ?? []);
    this.#left = [...this.#all];
  }

  take(value: string): Piece | undefined {
    const next = this.#left.findIndex((one) => one.taken.value === value);
    const found = next >= 0 ? this.#left.splice(next, 1)[0] : this.#all.find((one) => one.taken.value === value);
    return found && { variable: found.variable };
  }

  /** Whether a value of the body may be an id: one that the path has already used must be unmistakable. */
  has(value: string): boolean {
    const candidates = value.length < UNMISTAKABLE ? this.#left : this.#all;
    return candidates.some((one) => one.taken.value === value);
  }
}

/** Ids stand in paths as whole segments or whole values of the query. */
function pathPieces(path: string, uses: Uses): Piece[] {
  return path.split(/([/?&=#])/).flatMap((segment): Piece[] => {
    const id = segment === '' ? undefined : (uses.take(segment) ?? uses.take(decoded(segment)));
    return id ? [id] : secretPieces(segment);
  });
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const MEMBER = /("(?:[^"\\]|\\.)*"\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?![\d.eE]))/g;
const NAMES_AN_ID = /(?:id|uuid|guid|ref|key|slug|code)s?"\s*:\s*$/i;

/**
 * Ids in a body are whole values of its members; where a short number is also another member's value, only members that are
 * named like an id are meant. What is no JSON is a form, with whole values too.
 */
function bodyPieces(body: string, uses: Uses): Piece[] {
  if (!/^\s*[{[]/.test(body)) {
    return body.split(/([&=])/).flatMap((part): Piece[] => {
      const value = decoded(part.replaceAll('+', ' '));
      const id = part !== '' && uses.has(value) ? uses.take(value) : undefined;
      return id ? [id] : secretPieces(part);
    });
  }
  const members = [...body.matchAll(MEMBER)].filter(([, , value = '']) => uses.has(bare(value)));
  const named = members.filter(([, name = '']) => NAMES_AN_ID.test(name));
  const meant = named.length > 0 ? named : members;
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 1: name = '', 2: value = '', index } of meant) {
    const id = uses.take(bare(value));
    if (!id) continue;
    const from = index + name.length;
    const quote = value.startsWith('"') ? '"' : '';
    pieces.push(...secretPieces(body.slice(at, from)), quote, id, quote);
    at = from + value.length;
  }
  return [...pieces, ...secretPieces(body.slice(at))];
}

const bare = (value: string) => (value.startsWith('"') ? value.slice(1, -1) : value);

/** Text with the placeholders of secrets as variables. */
function secretPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [placeholder, owners = '', kind = '', , derivation] = match;
    const owner = owners[0] ?? 'A';
    pieces.push(text.slice(at, match.index), {
      variable: derivation === undefined ? variableOf(owner, kind) : derivedName({ owner, kind, derivation }),
    });
    at = match.index + placeholder.length;
  }
  return [...pieces, text.slice(at)];
}
