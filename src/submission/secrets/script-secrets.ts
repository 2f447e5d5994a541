import type { ts as TypeScript } from 'ts-morph';
import { judgeAssignment } from './assignment.ts';
import type { Candidate } from './candidate.ts';
import { kindOfName } from './name-kind.ts';
import type { PathContext } from './path-context.ts';
import { findTextSecrets } from './text-secrets.ts';
import { classifyValue } from './value-class.ts';

type Compiler = typeof TypeScript;
type Node = TypeScript.Node;
type Expression = TypeScript.Expression;

/** Functions that take the secret as an argument of its own, and which one. */
const TAKES_SECRET: readonly { readonly callee: RegExp; readonly argument: number }[] = [
  { callee: /^(?:\w*jwt\w*|jsonwebtoken|jws)\.(?:sign|verify|encode|decode|signAsync|verifyAsync)$/i, argument: 1 },
  { callee: /^(?:crypto\.)?createHmac$/, argument: 1 },
  { callee: /^(?:crypto\.)?createCipheriv$/, argument: 1 },
  { callee: /^(?:crypto\.)?createSecretKey$/, argument: 0 },
  { callee: /^cookieParser$/, argument: 0 },
];
/** Functions whose options hold it. */
const TAKES_OPTIONS =
  /(?:^|\.)(?:expressjwt|expressJwt|jwt|session|cookieSession|expressSession|sign|signAsync|verify|verifyAsync|register|registerAsync|super|fastifyJwt|\w*Strategy|cookieParser)$/;
const SECRET_OPTION = /^(?:secret|secretOrKey|privateKey|secretKey|jwtSecret|signingKey)$/;
const DATABASE_NEIGHBOUR = /^(?:host|hostname|user|username|database|db|dialect|port|server)$/;

/** Secrets in JavaScript and TypeScript, from the syntax alone: what is no whole program is read as far as it goes. */
export async function findScriptSecrets(path: string, text: string, context: PathContext): Promise<Candidate[]> {
  const { ts } = await import('ts-morph');
  const kind = /x$/i.test(path) ? ts.ScriptKind.TSX : /\.[cm]?ts$/i.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
  try {
    const source = ts.createSourceFile('submission.ts', text, ts.ScriptTarget.Latest, false, kind);
    return new ScriptReader(ts, source, context).read();
  } catch (error) {
    // The parser is recursive: nesting made to break it ends the stack, and the lines still tell something.
    if (error instanceof RangeError) return findTextSecrets(path, text, context);
    throw error;
  }
}

interface Literal {
  readonly value: string;
  readonly line: number;
}

class ScriptReader {
  readonly #ts: Compiler;
  readonly #source: TypeScript.SourceFile;
  readonly #context: PathContext;
  readonly #constants = new Map<string, Literal>();
  readonly #found: Candidate[] = [];

  constructor(ts: Compiler, source: TypeScript.SourceFile, context: PathContext) {
    this.#ts = ts;
    this.#source = source;
    this.#context = context;
  }

  read(): Candidate[] {
    this.#walk(this.#source, (node) => this.#collectConstant(node));
    this.#walk(this.#source, (node) => this.#inspect(node));
    return this.#found;
  }

  /** Without recursion: a hostile file nests as deep as it likes. */
  #walk(root: Node, visit: (node: Node) => void): void {
    const waiting: Node[] = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      visit(node);
      this.#ts.forEachChild(node, (child) => void waiting.push(child));
    }
  }

  #collectConstant(node: Node): void {
    const { isVariableDeclaration, isIdentifier } = this.#ts;
    if (!isVariableDeclaration(node) || !isIdentifier(node.name) || !node.initializer) return;
    const literal = this.#literal(node.initializer);
    if (literal) this.#constants.set(node.name.text, literal);
  }

  #inspect(node: Node): void {
    const ts = this.#ts;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.#inspectCall(node);
    else if (ts.isBinaryExpression(node)) this.#inspectBinary(node);
    else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) this.#inspectNamed(node.name.text, node.initializer);
    else if (ts.isPropertyDeclaration(node) && ts.isIdentifier(node.name)) this.#inspectNamed(node.name.text, node.initializer);
    else if (ts.isObjectLiteralExpression(node)) this.#inspectObject(node);
  }

  #inspectCall(node: TypeScript.CallExpression | TypeScript.NewExpression): void {
    const callee = node.expression.kind === this.#ts.SyntaxKind.SuperKeyword ? 'super' : this.#textOf(node.expression);
    const taking = TAKES_SECRET.find((one) => one.callee.test(callee));
    const argument = taking && node.arguments?.[taking.argument];
    if (argument) this.#sink(argument, callee);
    if (!TAKES_OPTIONS.test(callee)) return;
    for (const options of node.arguments ?? [])
      if (this.#ts.isObjectLiteralExpression(options)) this.#inspectOptions(options, callee);
  }

  #inspectOptions(options: TypeScript.ObjectLiteralExpression, callee: string): void {
    for (const property of options.properties) {
      if (!this.#ts.isPropertyAssignment(property) || !SECRET_OPTION.test(this.#textOf(property.name))) continue;
      const value = property.initializer;
      for (const one of this.#ts.isArrayLiteralExpression(value) ? value.elements : [value]) this.#sink(one, callee);
    }
  }

  /** A literal that is used as the secret is one, however weak it is. */
  #sink(expression: Expression, callee: string): void {
    const literal =
      this.#literal(expression) ?? (this.#ts.isIdentifier(expression) ? this.#constants.get(expression.text) : undefined);
    if (!literal || literal.value === '') return;
    const valueClass = classifyValue(literal.value);
    const certain = valueClass === 'real' || valueClass === 'weak';
    const rule = /hmac|cipher|SecretKey$/i.test(callee) ? 'literal-crypto-key' : 'literal-signing-secret';
    this.#found.push({ rule, kind: 'signing-secret', confidence: certain ? 'certain' : 'likely', ...literal });
  }

  #inspectBinary(node: TypeScript.BinaryExpression): void {
    const { SyntaxKind } = this.#ts;
    const operator = node.operatorToken.kind;
    if (operator === SyntaxKind.EqualsToken) {
      // `process.env.JWT_SECRET = 'x'` and `module.exports.secret = 'x'`
      this.#inspectNamed(/[\w$]+$/.exec(this.#textOf(node.left))?.[0] ?? '', node.right);
      return;
    }
    if (operator !== SyntaxKind.BarBarToken && operator !== SyntaxKind.QuestionQuestionToken) return;
    const name = this.#environmentName(node.left);
    const literal = this.#literal(node.right);
    if (name !== undefined && literal) this.#add(name, literal, { fallback: true });
  }

  /** `process.env.NAME`, `process.env['NAME']`, `import.meta.env.NAME`, `env.NAME`, `config.get('NAME')`. */
  #environmentName(expression: Expression): string | undefined {
    const text = this.#textOf(expression);
    return (
      /(?:\benv|\bEnv)(?:\.|\?\.|\[["'`])(\w+)["'`]?\]?!?$/.exec(text)?.[1] ??
      /\.get(?:<\w+>)?\(["'`]([\w.]+)["'`]\)$/.exec(text)?.[1]
    );
  }

  #inspectNamed(name: string, initializer: Expression | undefined): void {
    const literal = initializer && this.#literal(initializer);
    if (literal) this.#add(name, literal, {});
  }

  #inspectObject(node: TypeScript.ObjectLiteralExpression): void {
    const names = node.properties.map((property) =>
      property.name ? this.#textOf(property.name).replace(/^["'`]|["'`]$/g, '') : '',
    );
    const inDatabaseSettings = names.filter((name) => DATABASE_NEIGHBOUR.test(name)).length >= 2;
    for (const [index, property] of node.properties.entries()) {
      if (!this.#ts.isPropertyAssignment(property)) continue;
      const literal = this.#literal(property.initializer);
      if (literal) this.#add(names[index] ?? '', literal, { inDatabaseSettings });
    }
  }

  #add(name: string, literal: Literal, how: { fallback?: boolean; inDatabaseSettings?: boolean }): void {
    if (kindOfName(name) === undefined) return;
    const candidate = judgeAssignment({ name, ...literal, ...how }, this.#context);
    if (candidate) this.#found.push(candidate);
  }

  /** A string in clear, also as bytes: `Buffer.from('x')`, `new TextEncoder().encode('x')`. */
  #literal(expression: Expression): Literal | undefined {
    const ts = this.#ts;
    if (ts.isStringLiteralLike(expression)) return { value: expression.text, line: this.#lineOf(expression) };
    if (ts.isAsExpression(expression) || ts.isParenthesizedExpression(expression)) return this.#literal(expression.expression);
    const [first] = ts.isCallExpression(expression) ? expression.arguments : [];
    if (
      first &&
      ts.isCallExpression(expression) &&
      /^(?:Buffer\.from|.*\.encode)$/.test(this.#textOf(expression.expression)) &&
      ts.isStringLiteralLike(first)
    ) {
      return this.#literal(first);
    }
    return undefined;
  }

  #textOf(node: Node): string {
    return this.#source.text.slice(node.pos, node.end).trim().slice(-200).replace(/\s+/g, '');
  }

  #lineOf(node: Node): number {
    return this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source)).line + 1;
  }
}
