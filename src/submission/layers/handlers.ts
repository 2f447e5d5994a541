import type { ts as TypeScript } from 'ts-morph';
import { oneLine } from '../../text.ts';
import type { HandlerReading } from './handler-reading.ts';
import { QueryFinder } from './queries.ts';

type Compiler = typeof TypeScript;
type Node = TypeScript.Node;
type Expression = TypeScript.Expression;
type CallExpression = TypeScript.CallExpression;

/** What one file says about handlers. */
export interface FileHandlers {
  readonly path: string;
  readonly lines: number;
  readonly handlers: readonly HandlerReading[];
  /** Functions shaped like handlers, which are some when a route elsewhere names them. */
  readonly candidates: readonly HandlerReading[];
  /** Names that its routes give as handlers and that are not in this file. */
  readonly mentions: readonly string[];
}

const METHODS = /^(?:get|post|put|patch|delete|del|all)$/;
const REQUEST = /^_?(?:req|request|ctx|context|event|c)$/i;
const RESPONSE = /^_?(?:res|resp|response|reply|rep|h|next)$/i;
const NEST_METHOD = /^(?:Get|Post|Put|Patch|Delete|All|Query|Mutation|Authorized)$/;
const MOST_NODES = 200_000;

/** Finds handlers by the syntax of Express, Fastify, Koa, Hono, Polka, h3 and of classes with decorators. */
export class HandlerReader {
  readonly #ts: Compiler;
  #source: TypeScript.SourceFile;
  #path = '';
  #functions = new Map<string, Node>();

  private constructor(ts: Compiler) {
    this.#ts = ts;
    this.#source = ts.createSourceFile('none.ts', '', ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  }

  /** The compiler is large: it is loaded when the first file needs it. */
  static async load(): Promise<HandlerReader> {
    const { ts } = await import('ts-morph');
    return new HandlerReader(ts);
  }

  /** Undefined when the file holds nothing of the kind, or nests deeper than a person writes. */
  read(path: string, text: string): FileHandlers | undefined {
    const ts = this.#ts;
    const kind = /x$/i.test(path) ? ts.ScriptKind.TSX : /\.[cm]?ts$/i.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
    try {
      this.#path = path;
      this.#source = ts.createSourceFile('submission.ts', text, ts.ScriptTarget.Latest, false, kind);
      return this.#readSource(text.split('\n').length);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    } finally {
      this.#functions = new Map();
    }
  }

  #readSource(lines: number): FileHandlers | undefined {
    const ts = this.#ts;
    const nodes = this.#all(this.#source);
    this.#functions = this.#namedFunctions(nodes);
    const queries = new QueryFinder(ts, this.#source, nodes);
    const handlers: HandlerReading[] = [];
    const mentions = new Set<string>();
    const taken = new Set<Node>();
    const add = (body: Node, name: string) => {
      if (taken.has(body)) return;
      taken.add(body);
      handlers.push(this.#reading(body, name, 'route', queries));
    };
    for (const node of nodes) {
      if (ts.isCallExpression(node)) {
        const route = this.#routeOf(node);
        if (!route) continue;
        const handler = this.#handlerIn(route.handler);
        if (typeof handler === 'string') mentions.add(handler);
        else if (handler) add(handler, route.name);
      } else if (ts.isClassDeclaration(node) && this.#isController(node)) {
        for (const member of node.members)
          if (ts.isMethodDeclaration(member) && this.#decorators(member).some((name) => NEST_METHOD.test(name)) && member.body)
            add(member, this.#nameOf(member.name) ?? 'handler');
      }
    }
    const candidates = [...this.#functions]
      .filter(([, body]) => !taken.has(body) && this.#takesRequest(body))
      .map(([name, body]) => this.#reading(body, name, 'controller', queries));
    if (handlers.length + candidates.length + mentions.size === 0) return undefined;
    return { path: this.#path, lines, handlers, candidates, mentions: [...mentions] };
  }

  #all(root: Node): Node[] {
    const nodes: Node[] = [];
    const waiting: Node[] = [root];
    for (let node = waiting.pop(); node && nodes.length < MOST_NODES; node = waiting.pop()) {
      nodes.push(node);
      this.#ts.forEachChild(node, (child) => void waiting.push(child));
    }
    return nodes.sort((one, other) => one.pos - other.pos);
  }

  /** `app.get('/x', …, handler)`, `router.route('/x').get(handler)`, `fastify.route({ handler })`. */
  #routeOf(call: CallExpression): { name: string; handler: Expression } | undefined {
    const ts = this.#ts;
    if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
    const method = call.expression.name.text;
    const [first] = call.arguments;
    const last = call.arguments.at(-1);
    if (!first || !last) return undefined;
    if (method === 'route' && call.arguments.length === 1 && ts.isObjectLiteralExpression(first)) {
      const handler = first.properties.find((one) => one.name && this.#nameOf(one.name) === 'handler');
      if (!handler) return undefined;
      if (ts.isMethodDeclaration(handler)) return undefined;
      return ts.isPropertyAssignment(handler) ? { name: 'route', handler: handler.initializer } : undefined;
    }
    if (!METHODS.test(method)) return undefined;
    const chained = this.#isOnRoute(call.expression.expression);
    if (!chained && (call.arguments.length < 2 || !this.#isPath(first))) return undefined;
    const shown = chained ? '' : ` ${oneLine(this.#text(first).replace(/^["'`]|["'`]$/g, ''), 80)}`;
    return { name: `${method.toUpperCase().replace('DEL', 'DELETE').replace('DELETEETE', 'DELETE')}${shown}`, handler: last };
  }

  #isPath(node: Expression): boolean {
    const ts = this.#ts;
    if (ts.isStringLiteralLike(node)) return node.text === '' || /^[/*:]/.test(node.text);
    return ts.isTemplateExpression(node) || ts.isRegularExpressionLiteral(node) || ts.isArrayLiteralExpression(node);
  }

  #isOnRoute(node: Expression): boolean {
    const ts = this.#ts;
    for (
      let left: Expression = node, depth = 0;
      depth < 12 && ts.isCallExpression(left) && ts.isPropertyAccessExpression(left.expression);
      depth++
    ) {
      if (left.expression.name.text === 'route') return true;
      left = left.expression.expression;
    }
    return false;
  }

  /** The function itself, or the name of one that stands elsewhere. Wrappers such as `asyncHandler(fn)` are looked through. */
  #handlerIn(node: Expression, depth = 0): Node | string | undefined {
    const ts = this.#ts;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
    if (ts.isIdentifier(node)) return this.#functions.get(node.text) ?? node.text;
    if (ts.isPropertyAccessExpression(node)) {
      const inside = node.expression.kind === ts.SyntaxKind.ThisKeyword ? this.#functions.get(node.name.text) : undefined;
      if (node.name.text === 'bind') return undefined;
      return inside ?? node.name.text;
    }
    if (ts.isArrayLiteralExpression(node)) {
      const last = node.elements.at(-1);
      return last && depth < 4 ? this.#handlerIn(last, depth + 1) : undefined;
    }
    if (!ts.isCallExpression(node) || depth >= 4) return undefined;
    if (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'bind')
      return this.#handlerIn(node.expression.expression, depth + 1);
    const inner = node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one)) ?? node.arguments.at(-1);
    return inner ? this.#handlerIn(inner, depth + 1) : undefined;
  }

  #namedFunctions(nodes: readonly Node[]): Map<string, Node> {
    const ts = this.#ts;
    const found = new Map<string, Node>();
    for (const node of nodes) {
      if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name && node.body) {
        const name = this.#nameOf(node.name);
        if (name !== undefined) found.set(name, node);
      } else if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
        const body = node.initializer && this.#functionIn(node.initializer);
        const name = this.#nameOf(node.name);
        if (body && name !== undefined) found.set(name, body);
      } else if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isPropertyAccessExpression(node.left)
      ) {
        const body = this.#functionIn(node.right);
        if (body) found.set(node.left.name.text, body);
      }
    }
    return found;
  }

  /** A function, also inside of a wrapper. */
  #functionIn(node: Expression): Node | undefined {
    const ts = this.#ts;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
    if (!ts.isCallExpression(node)) return undefined;
    return node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
  }

  #takesRequest(node: Node): boolean {
    const ts = this.#ts;
    if (!ts.isFunctionLike(node)) return false;
    const [first, second] = node.parameters.map((one) => (ts.isIdentifier(one.name) ? one.name.text : '{}'));
    if (first === undefined || (first !== '{}' && !REQUEST.test(first))) return false;
    return second === undefined ? /^_?(?:ctx|c|event)$/.test(first) : RESPONSE.test(second) || /^_?ctx$/.test(first);
  }

  #isController(node: TypeScript.ClassDeclaration): boolean {
    return this.#decorators(node).some((name) => /Controller$/.test(name));
  }

  #decorators(node: Node): string[] {
    const ts = this.#ts;
    if (!ts.canHaveDecorators(node)) return [];
    return (ts.getDecorators(node) ?? []).map(({ expression }) =>
      this.#text(ts.isCallExpression(expression) ? expression.expression : expression),
    );
  }

  #reading(body: Node, name: string, place: HandlerReading['place'], queries: QueryFinder): HandlerReading {
    return { path: this.#path, line: this.#lineOf(body), name: oneLine(name, 100), place, query: queries.firstIn(body) ?? null };
  }

  #nameOf(node: Node): string | undefined {
    const ts = this.#ts;
    return ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isPrivateIdentifier(node) ? node.text : undefined;
  }

  #text(node: Node): string {
    return this.#source.text.slice(node.pos, node.end).trim().slice(0, 300);
  }

  #lineOf(node: Node): number {
    return this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source)).line + 1;
  }
}
