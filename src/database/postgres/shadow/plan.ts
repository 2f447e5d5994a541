import { z } from 'zod';
import { StatementFailure, type PostgresSession } from '../session.ts';
import type { Work } from '../../queries.ts';

/** A node of a plan as EXPLAIN (FORMAT JSON, VERBOSE) writes it; what is measured is there after ANALYZE only. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly Alias?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Total Cost': number;
  readonly 'Actual Rows'?: number | undefined;
  readonly 'Actual Loops'?: number | undefined;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Index Recheck'?: number | undefined;
  readonly 'Shared Hit Blocks'?: number | undefined;
  readonly 'Shared Read Blocks'?: number | undefined;
  readonly 'Sort Key'?: readonly string[] | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
  readonly [condition: string]: unknown;
}

const count = z.number().optional();
const nodeSchema: z.ZodType<PlanNode> = z.looseObject({
  'Node Type': z.string(),
  Schema: z.string().optional(),
  'Relation Name': z.string().optional(),
  Alias: z.string().optional(),
  'Index Name': z.string().optional(),
  'Total Cost': z.number(),
  'Actual Rows': count,
  'Actual Loops': count,
  'Rows Removed by Filter': count,
  'Rows Removed by Index Recheck': count,
  'Shared Hit Blocks': count,
  'Shared Read Blocks': count,
  'Sort Key': z.array(z.string()).optional(),
  get Plans() {
    return z.array(nodeSchema).optional();
  },
});
const answer = z.tuple([z.object({ Plan: nodeSchema })]);

export interface Explainable {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** The plan of a statement, without running it. Rejects with StatementFailure. */
export function explain(session: PostgresSession, statement: Explainable): Promise<PlanNode> {
  return planFor(session, statement, 'verbose, format json');
}

/** The plan and what it touched. Whatever the statement changes is undone; a transaction must be open. */
export async function measure(session: PostgresSession, statement: Explainable): Promise<{ plan: PlanNode; work: Work }> {
  await session.query('savepoint rw_measure');
  try {
    const plan = await planFor(session, statement, 'verbose, analyze, buffers, timing off, format json');
    return { plan, work: workOf(plan) };
  } finally {
    await session.query('rollback to savepoint rw_measure');
  }
}

async function planFor(session: PostgresSession, { sql, parameters }: Explainable, options: string): Promise<PlanNode> {
  const [row] = await session.query(`explain (${options}) ${sql.replace(/(?<![;\s])[;\s]+$/, '')}`, parameters);
  const read = answer.safeParse(JSON.parse(row?.[0] ?? 'null'));
  if (!read.success) throw new StatementFailure('its plan could not be read');
  return read.data[0].Plan;
}

function workOf(plan: PlanNode): Work {
  let rows = 0;
  for (const node of nodesOf(plan)) {
    // an index names rows that the heap scan above it then reads: they count there
    if (node['Relation Name'] === undefined || isWrite(node)) continue;
    const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    rows += ((node['Actual Rows'] ?? 0) + removed) * (node['Actual Loops'] ?? 1);
  }
  return {
    cost: plan['Total Cost'],
    blocks: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
    rows: Math.round(rows),
  };
}

const isWrite = (node: PlanNode) => node['Node Type'] === 'ModifyTable' || node['Node Type'] === 'LockRows';

/** All nodes of a plan, parents first. */
export function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}
