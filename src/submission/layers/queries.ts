import type { ts as TypeScript } from 'ts-morph';
import { oneLine } from '../../text.ts';
import type { HandlerReading } from './handler-reading.ts';

type Compiler = typeof TypeScript;
type Node = TypeScript.Node;

const SQL =
  /^\s*(?:--[^\n]*\n\s*)*(?:SELECT\s[^]*\sFROM\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+[\w".`]+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\(|REPLACE\s+INTO\s|CALL\s+\w+\()/i;
/** Connections by the names that people give them; what else is called `query` may be anything. */
const CONNECTION =
  /^(?:\w*pool|client|db|database|conn|connection|pg|pgClient|mysql|sql|knex|sqlite|\w*(?:Db|DB|Pool|Connection))$/;
const SEND = /^(?:query|execute|raw|unsafe|\$queryRaw\w*|\$executeRaw\w*|oneOrNone|manyOrNone|any|none)$/;
/** Words that no collection of JavaScript has, so that they need no look at what they are called on. */
const ORM_ONLY =
  /^(?:findById\w*|findOneAnd\w+|findByPk|findAll|findAndCountAll|findOrCreate|countDocuments|estimatedDocumentCount|insertMany|insertOne|updateOne|updateMany|deleteOne|deleteMany|findMany|findUnique\w*|findFirst\w*|createMany|upsert|findOneBy\w*|findBy|findAndCount|findOneOrFail|bulkCreate|bulkWrite|createQueryBuilder|findOneOrFail)$/;
const ORM_ALSO =
  /^(?:find|findOne|create|update|delete|destroy|save|remove|aggregate|distinct|count|exists|query|insert|where|populate)$/;
/** What is called so is a layer of its own, or no store at all. */
const LAYER =
  /(?:service|repositor(?:y|ies)|repo|store|dao|usecase|interactor|manager|gateway|provider|handler|helper|client|api|cache|queue|mapper|logic|facade|command|action|bus|module|storage|adapter|broker|dal|utils?)s?$/i;
const LAYER_PATH =
  /(?:service|repositor|repo\b|store|dao|use-?cases?|gateway|domain|data-?access|dal\b|quer(?:y|ies)|database\/|crud|logic|facade|managers?\b)/i;
const MODEL_PATH =
  /(?:models?|entit(?:y|ies)|schemas?|collections?|mongoose|sequelize|objection)(?:$|[/.'"-])|\.model$|[Mm]odel$/;
const STORE_TYPE =
  /^(?:Repository|MongoRepository|TreeRepository|EntityRepository|Model|EntityManager|DataSource|Connection|PrismaService|PrismaClient|Knex|Kysely|Sequelize|Pool|Db|ReturnModelType|PaginateModel|ModelClass|typeof)\b/;

/** Finds queries in a function: SQL, and calls of drivers and object mappers. Calls of the author's own layers are none. */
export class QueryFinder {
  readonly #ts: Compiler;
  readonly #source: TypeScript.SourceFile;
  /** Names in this file that stand for a model or a driver's store. */
  readonly #stores = new Set<string>();
  readonly #layers = new Set<string>();
  readonly #queryLines: (readonly [pos: number, node: Node, what: string])[] = [];

  constructor(ts: Compiler, source: TypeScript.SourceFile, nodes: readonly Node[]) {
    this.#ts = ts;
    this.#source = source;
    for (const node of nodes) this.#learn(node);
    for (const node of nodes) {
      const what = this.#queryIn(node);
      if (what !== undefined) this.#queryLines.push([node.getStart(source), node, what]);
    }
  }

  firstIn(body: Node): HandlerReading['query'] {
    const first = this.#queryLines.find(([pos, node]) => pos >= body.pos && node.end <= body.end);
    if (!first) return null;
    const line = this.#source.getLineAndCharacterOfPosition(first[0]).line;
    return { line: line + 1, snippet: oneLine(this.#source.text.split('\n')[line] ?? '', 200), what: first[2] };
  }

  #learn(node: Node): void {
    const ts = this.#ts;
    if (ts.isImportDeclaration(node) && ts.isStringLiteralLike(node.moduleSpecifier)) {
      const { importClause } = node;
      const names = [importClause?.name?.text];
      const named = importClause?.namedBindings;
      if (named && ts.isNamedImports(named)) names.push(...named.elements.map((one) => one.name.text));
      if (named && ts.isNamespaceImport(named)) names.push(named.name.text);
      this.#learnImport(node.moduleSpecifier.text, names);
    } else if (ts.isVariableDeclaration(node) && node.initializer) {
      const text = this.#text(node.initializer);
      const names = ts.isIdentifier(node.name)
        ? [node.name.text]
        : node.name.elements.flatMap((one) => (ts.isBindingElement(one) && ts.isIdentifier(one.name) ? [one.name.text] : []));
      const required = /^require\(\s*["']([^"']+)["']\s*\)/.exec(text)?.[1];
      if (required !== undefined) this.#learnImport(required, names);
      else if (
        /^(?:await\s+)?(?:mongoose\.model|model(?:<[^>]*>)?|sequelize\.define|new\s+PrismaClient|[\w.]*getRepository|[\w.]*getMongoRepository|[\w.]*getTreeRepository|[\w.]+\.collection)\s*(?:<[^>]*>)?\(/.test(
          text,
        )
      )
        for (const name of names) this.#stores.add(name);
    } else if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.type && STORE_TYPE.test(this.#text(node.type)))
      this.#stores.add(node.name.text);
  }

  #learnImport(from: string, names: readonly (string | undefined)[]): void {
    const known = names.filter((name) => name !== undefined);
    if (!/^[.@~#/]/.test(from)) return;
    const target = LAYER_PATH.test(from) ? this.#layers : MODEL_PATH.test(from) ? this.#stores : undefined;
    if (target) for (const name of known) target.add(name);
  }

  #queryIn(node: Node): string | undefined {
    const ts = this.#ts;
    if (ts.isTaggedTemplateExpression(node))
      return /^(?:sql|db|\w*[pP]risma\.\$(?:query|execute)Raw)$/.test(this.#text(node.tag)) ? 'SQL' : undefined;
    if (!ts.isCallExpression(node)) return undefined;
    const [first] = node.arguments;
    if (first && this.#isSql(first)) return 'SQL';
    const callee = node.expression;
    if (ts.isIdentifier(callee)) return callee.text === 'knex' && first ? 'knex' : undefined;
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const method = callee.name.text;
    const on = this.#text(callee.expression).replace(/\s+/g, '');
    const root = /^(?:this\.)?([\w$]+)/.exec(on)?.[1] ?? '';
    if (this.#layers.has(root)) return undefined;
    if (SEND.test(method) && CONNECTION.test(root)) return `${root}.${method}`;
    if (LAYER.test(root) && !this.#stores.has(root)) return undefined;
    if (/^(?:this\.)?\w*prisma\w*\.\w+$/i.test(on) && (ORM_ONLY.test(method) || ORM_ALSO.test(method))) return 'Prisma';
    if (/\.collection\([^)]*\)$/.test(on) && (ORM_ONLY.test(method) || ORM_ALSO.test(method))) return 'the database driver';
    if (/getRepository\([^)]*\)$/.test(on)) return 'TypeORM';
    if (/^(?:db|database)$/.test(on) && /^(?:select|insert|update|delete)$/.test(method)) return 'a query builder';
    const isModel = this.#stores.has(root) || (/^[A-Z]/.test(root) && /^(?:this\.)?[\w$]+$/.test(on));
    if (isModel && ORM_ONLY.test(method)) return `${root}.${method}`;
    if (this.#stores.has(root) && ORM_ALSO.test(method)) return `${root}.${method}`;
    return undefined;
  }

  #isSql(node: Node): boolean {
    const ts = this.#ts;
    if (ts.isStringLiteralLike(node)) return SQL.test(node.text);
    if (ts.isTemplateExpression(node)) return SQL.test(`${node.head.text} x `);
    if (ts.isBinaryExpression(node)) return this.#isSql(node.left);
    if (!ts.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      (one) => ts.isPropertyAssignment(one) && /^(?:text|sql|name)$/.test(this.#text(one.name)) && this.#isSql(one.initializer),
    );
  }

  #text(node: Node): string {
    return this.#source.text.slice(node.pos, node.end).trim().slice(0, 300);
  }
}
