import type { PlanFacts, Work } from '../../queries.ts';
import { StatementFailure, type PostgresSession } from '../session.ts';
import { quoted } from '../names.ts';
import { nameOfTable, type TableDetails } from '../table-details.ts';
import { describeCandidate, furtherCandidates, simpleCandidates, type Candidate } from './candidates.ts';
import { explain, measure, nodesOf, type Explainable, type PlanNode } from './plan.ts';

/** Below this cost per row of the tables nothing is worth an index. */
const CHEAP_PER_ROW = 1 / 200;
/** By this much an index must lower what is asked of it. */
const TIMES = 5;
const BLOCKS_TIMES = 2;
/** A scan that throws away this part of what it reads was looking for something. */
const DISCARDED = 0.95;

interface Case {
  readonly statement: Explainable;
  readonly before: { readonly plan: PlanNode; readonly work: Work };
  facts: PlanFacts | undefined;
}

/**
 * For each statement the indexes that its plan uses, and those that it lacks: candidates are built for real, inside a
 * transaction that is rolled back, and count only when the planner takes them and far less is touched. `filled` are the
 * tables that have `rows` rows; nothing is said about the size of others. A statement that fails says why.
 */
export async function findMissingIndexes(
  session: PostgresSession,
  statements: readonly Explainable[],
  { tables, filled, rows }: { tables: readonly TableDetails[]; filled: ReadonlySet<TableDetails>; rows: number },
): Promise<(PlanFacts | { unknown: string })[]> {
  const results = new Map<Explainable, PlanFacts | { unknown: string }>();
  const cases: Case[] = [];
  await session.query('begin');
  try {
    for (const statement of statements) {
      try {
        const plan = await within(session, () => explain(session, statement));
        const isCheap = plan['Total Cost'] < rows * CHEAP_PER_ROW || simpleAndFurther(plan, tables, filled).length === 0;
        if (isCheap) results.set(statement, { indexes: indexesOf(plan, tables), missing: null });
        else cases.push({ statement, before: await within(session, () => measure(session, statement)), facts: undefined });
      } catch (error) {
        if (!(error instanceof StatementFailure)) throw error;
        results.set(statement, { unknown: error.message });
      }
    }
    for (const [round, propose] of [simpleCandidates, furtherCandidates].entries())
      await tryCandidates(session, cases, { tables, filled, propose, round });
  } finally {
    await session.query('rollback');
  }
  for (const one of cases)
    results.set(one.statement, one.facts ?? { indexes: indexesOf(one.before.plan, tables), missing: null });
  return statements.map((statement) => results.get(statement) ?? { unknown: 'it was not reached' });
}

function simpleAndFurther(plan: PlanNode, tables: readonly TableDetails[], filled: ReadonlySet<TableDetails>): Candidate[] {
  return [...simpleCandidates(plan, tables), ...furtherCandidates(plan, tables)].filter(({ table }) => filled.has(table));
}

async function tryCandidates(
  session: PostgresSession,
  cases: readonly Case[],
  {
    tables,
    filled,
    propose,
    round,
  }: {
    tables: readonly TableDetails[];
    filled: ReadonlySet<TableDetails>;
    propose: (plan: PlanNode, tables: readonly TableDetails[]) => Candidate[];
    /** What was built in an earlier one stays. */
    round: number;
  },
): Promise<void> {
  const open = cases.filter(({ facts }) => facts === undefined);
  const proposed = open.flatMap(({ before }) => propose(before.plan, tables)).filter(({ table }) => filled.has(table));
  const candidates = [...new Map(proposed.map((one) => [one.definition, one])).values()];
  const built = new Map<string, Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const name = `rw_try_${round}_${index}`;
    const made = await within(session, () => session.query(`create index ${name} ${candidate.definition}`)).catch(passOver);
    if (made) built.set(name, candidate);
  }
  for (const table of new Set([...built.values()].filter(({ isExpression }) => isExpression).map(({ table }) => table)))
    await session.query(`analyze ${quoted(table.schema)}.${quoted(table.relation)}`);
  for (const one of open) {
    const all = await within(session, () => measure(session, one.statement)).catch(passOver);
    if (!all) continue;
    const taken = usedBy(all.plan, built);
    if (taken.size === 0 || !isWorthIt(one.before, all.work)) continue;
    const { used, after } = await withoutSpare(session, one, taken, all);
    const described = [...used.values()].map(describeCandidate).sort((a, b) => a.on.localeCompare(b.on));
    one.facts = {
      indexes: indexesOf(one.before.plan, tables),
      missing: {
        on: described.map(({ on }) => on),
        definitions: described.map(({ definition }) => definition),
        before: one.before.work,
        after: after.work,
      },
    };
  }
}

function usedBy(plan: PlanNode, built: ReadonlyMap<string, Candidate>): Map<string, Candidate> {
  const names = [...nodesOf(plan)].map((node) => node['Index Name'] ?? '');
  return new Map([...built].filter(([name]) => names.includes(name)));
}

/** Of the indexes that a plan takes, those without which it would not be worth it: one that is merely there is taken as well. */
async function withoutSpare(
  session: PostgresSession,
  one: Case,
  taken: ReadonlyMap<string, Candidate>,
  all: Case['before'],
): Promise<{ used: ReadonlyMap<string, Candidate>; after: Case['before'] }> {
  let used = taken;
  let after = all;
  if (taken.size === 1) return { used, after };
  await session.query('savepoint rw_spare');
  try {
    for (const [name, { table }] of taken) {
      await session.query('savepoint rw_one');
      await session.query(`drop index ${quoted(table.schema)}.${name}`);
      const without = await within(session, () => measure(session, one.statement)).catch(passOver);
      const left = without && usedBy(without.plan, used);
      if (without && left && left.size > 0 && isWorthIt(one.before, without.work)) [used, after] = [left, without];
      else await session.query('rollback to savepoint rw_one');
    }
  } finally {
    await session.query('rollback to savepoint rw_spare');
  }
  return { used, after };
}

/** The planner's estimate falls, or what is really touched does; never the estimate alone. */
function isWorthIt(before: Case['before'], after: Work): boolean {
  const fell = (what: keyof Work) => before.work[what] / Math.max(after[what], what === 'cost' ? 0.01 : 1);
  if (fell('blocks') < BLOCKS_TIMES) return false;
  return fell('cost') >= TIMES || (fell('blocks') >= TIMES && fell('rows') >= TIMES && discardsMost(before.plan));
}

function discardsMost(plan: PlanNode): boolean {
  return [...nodesOf(plan)].some((node) => {
    const removed = node['Rows Removed by Filter'] ?? 0;
    return node['Node Type'] === 'Seq Scan' && removed / Math.max(1, removed + (node['Actual Rows'] ?? 0)) >= DISCARDED;
  });
}

/** Names of the indexes besides primary keys. */
function indexesOf(plan: PlanNode, tables: readonly TableDetails[]): string[] {
  const secondary = new Map(
    tables.flatMap((table) =>
      table.indexes
        .filter(({ primary }) => !primary)
        .map(({ name, keys }) => [name, `${nameOfTable(table)}(${keys.join(', ')})`]),
    ),
  );
  const used = [...nodesOf(plan)].flatMap((node) => secondary.get(node['Index Name'] ?? '') ?? []);
  return [...new Set(used)].sort();
}

/** A failure inside a transaction would end it all: a savepoint around each step keeps what was built before. */
async function within<T>(session: PostgresSession, work: () => Promise<T>): Promise<T> {
  await session.query('savepoint rw_step');
  try {
    const result = await work();
    await session.query('release savepoint rw_step');
    return result;
  } catch (error) {
    if (error instanceof StatementFailure) await session.query('rollback to savepoint rw_step');
    throw error;
  }
}

function passOver(error: unknown): undefined {
  if (!(error instanceof StatementFailure)) throw error;
}
