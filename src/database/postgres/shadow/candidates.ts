import { patternOf } from '../../../text.ts';
import { quoted } from '../names.ts';
import { nameOfTable, type TableDetails } from '../table-details.ts';
import { nodesOf, type PlanNode } from './plan.ts';

/** An index that might help. */
export interface Candidate {
  readonly table: TableDetails;
  /** `user_id`, `lower(email)`: as people write them. */
  readonly keys: readonly string[];
  /** `CREATE INDEX ON …`, with a place for its name. */
  readonly definition: string;
  /** The planner knows nothing of an expression before it is analysed. */
  readonly isExpression: boolean;
}

const CONDITIONS = ['Filter', 'Index Cond', 'Recheck Cond', 'Hash Cond', 'Merge Cond', 'Join Filter'];
/** Types that a B-tree of the whole value does not help to search in. */
const NO_ORDER = /^(?:jsonb?|xml|point|box|polygon|tsvector|tsquery|vector|geometry|geography)/;

interface Mentions {
  readonly table: TableDetails;
  readonly compared: Set<string>;
  readonly equal: Set<string>;
  readonly folded: Map<string, 'lower' | 'upper'>;
  readonly sorted: Set<string>;
}

/** Indexes of one column that conditions and sort keys of a plan speak of and that do not exist. */
export function simpleCandidates(plan: PlanNode, tables: readonly TableDetails[]): Candidate[] {
  return mentionsIn(plan, tables).flatMap(({ table, compared, sorted }) =>
    [...new Set([...compared, ...sorted])]
      .filter((column) => !isLeading(table, [column]))
      .map((column) => candidate(table, [column])),
  );
}

/** Indexes that are tried where none of one column helps: what is equal before what is sorted by, and folded case. */
export function furtherCandidates(plan: PlanNode, tables: readonly TableDetails[]): Candidate[] {
  return mentionsIn(plan, tables).flatMap(({ table, equal, sorted, folded }) => [
    ...[...equal].flatMap((first) =>
      [...sorted]
        // where the first is indexed already, a longer index is a refinement and no remedy
        .filter((second) => second !== first && !isLeading(table, [first]))
        .map((second) => candidate(table, [first, second])),
    ),
    ...[...folded].map(([column, fold]) => ({
      table,
      keys: [`${fold}(${column})`],
      definition: definitionOf(table, `${fold}(${quoted(column)})`),
      isExpression: true,
    })),
  ]);
}

function candidate(table: TableDetails, columns: readonly string[]): Candidate {
  return { table, keys: columns, definition: definitionOf(table, columns.map(quoted).join(', ')), isExpression: false };
}

function definitionOf(table: TableDetails, keys: string): string {
  return `ON ${quoted(table.schema)}.${quoted(table.relation)} (${keys})`;
}

/** As it stands in a finding: without quotes and schema where none are needed. */
export function describeCandidate({ table, keys }: Candidate): { readonly on: string; readonly definition: string } {
  const plain = (name: string) => (/^(?:[a-z_][a-z0-9_]*|(?:lower|upper)\([a-z_][a-z0-9_]*\))$/.test(name) ? name : quoted(name));
  const list = keys.map(plain).join(', ');
  const name = table.schema === 'public' ? plain(table.relation) : `${plain(table.schema)}.${plain(table.relation)}`;
  return { on: `${nameOfTable(table)}(${keys.join(', ')})`, definition: `CREATE INDEX ON ${name} (${list});` };
}

function isLeading({ indexes }: TableDetails, columns: readonly string[]): boolean {
  return indexes.some(
    ({ keys, plain, partial, method }) =>
      !partial && method === 'btree' && columns.every((column, place) => keys[place] === column && plain[place] === true),
  );
}

function mentionsIn(plan: PlanNode, tables: readonly TableDetails[]): Mentions[] {
  const nodes = [...nodesOf(plan)];
  const scans = new Map<string, TableDetails>();
  for (const { Alias: alias, Schema: schema, 'Relation Name': relation } of nodes) {
    const table = tables.find((one) => one.schema === schema && one.relation === relation);
    if (alias !== undefined && table) scans.set(alias, table);
  }
  return Array.from(scans, ([alias, table]) => {
    const mentions: Mentions = { table, compared: new Set(), equal: new Set(), folded: new Map(), sorted: new Set() };
    for (const { name, type } of table.columns) {
      if (NO_ORDER.test(type) || type.endsWith('[]')) continue;
      const column = `(?<![\\w"])"?${patternOf(alias)}"?\\."?${patternOf(name)}"?(?![\\w"])`;
      for (const node of nodes) {
        for (const condition of CONDITIONS) readCondition(textOf(node[condition]), column, name, mentions);
        for (const key of node['Sort Key'] ?? [])
          if (new RegExp(`^${column}(?: COLLATE \\S+)?(?: (?:ASC|DESC|NULLS FIRST|NULLS LAST))*$`).test(key))
            mentions.sorted.add(name);
      }
    }
    return mentions;
  });
}

function readCondition(text: string, column: string, name: string, { compared, equal, folded }: Mentions): void {
  if (!new RegExp(column).test(text)) return;
  const { fold } = new RegExp(`\\b(?<fold>lower|upper)\\(\\(*${column}`).exec(text)?.groups ?? {};
  if (fold === 'lower' || fold === 'upper') folded.set(name, fold);
  // inside another call, or matched by a pattern, a plain index does not help
  const bare = new RegExp(`(?:^|[(\\s])${column}\\)?(?:::[\\w ]+)?\\)* (?:=|<|>|<=|>=|IS) |(?:=|<|>|<=|>=) \\(*${column}`);
  if (bare.test(text)) compared.add(name);
  if (new RegExp(`${column}\\)?(?:::[\\w ]+)?\\)* = `).test(text)) equal.add(name);
}

/** A condition without the values in it, which may hold anything. */
function textOf(condition: unknown): string {
  return typeof condition === 'string' ? condition.slice(0, 10_000).replaceAll(/'(?:[^']|'')*'/g, "''") : '';
}
