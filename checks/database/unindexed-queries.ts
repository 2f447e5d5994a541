import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type Statement = Artifacts['queries']['statements'][number];
type Plan = Extract<Statement['plan'], { missing: unknown }>;
type MissingIndex = NonNullable<Plan['missing']>;

/** Of the statements that would have to be understood. */
const ENOUGH = 0.5;
const SHOWN = 5;

export default defineCheck({
  id: 'unindexed-queries',
  title: 'Queries find their rows by an index',
  failureTitle: 'Queries read whole tables for want of an index',
  why: 'Without an index the database reads every row of the table to find a few. That is fast with a hundred rows and stops the application with a million.',
  fix: 'Create the indexes that are suggested below in a migration: on columns that you filter, join or sort by, such as foreign keys, with the column that is compared first.',
  references: { cwe: 407, owaspApi: 'API4:2023' },
  stability: 'stable',
  needs: ['queries'],
  judge({ queries: { statements, rowsPerTable } }) {
    const searching = statements.filter(({ sql }) => !/^\s*(?:\(|\/\*.*?\*\/\s*)*insert\b/i.test(sql));
    if (searching.length === 0)
      return { verdict: 'inconclusive', reason: 'No query could be told to belong to one of the requests that were sent.' };
    const judged = searching.filter(isJudged);
    const lacking = judged.flatMap((one) => (one.plan.missing ? [{ ...one, missing: one.plan.missing }] : []));
    if (judged.length < searching.length * ENOUGH && lacking.length === 0)
      return {
        verdict: 'inconclusive',
        reason: `${searching.length - judged.length} of ${counted(searching.length, 'query', 'queries')} could not be measured: ${reasonOf(searching)}.`,
      };
    const indexed = judged.filter(({ plan }) => plan.missing === null && plan.indexes.length > 0);
    const [first, ...others] = lacking.slice(0, SHOWN).map((one) => evidenceOf(one, one.missing, rowsPerTable));
    if (!first)
      return {
        verdict: 'pass',
        found: `No index that is missing would help any of ${counted(judged.length, 'query', 'queries')} on tables of ${rowsPerTable} rows; ${indexed.length} use one besides the primary key.`,
      };
    const needing = lacking.length + indexed.length;
    const places = [...new Set(lacking.map(({ missing, operation }) => `${missing.on.join(' and ')} in ${operation}`))].sort();
    const found = `${lacking.length} of ${counted(needing, 'query that needs', 'queries that need')} an index besides the primary key ${lacking.length === 1 ? 'has' : 'have'} none: ${places.join(', ')}.`;
    if (indexed.length === 0) return { verdict: 'fail', found, evidence: [first, ...others] };
    return { verdict: 'partial', share: indexed.length / needing, found, evidence: [first, ...others] };
  },
});

type Judged = Statement & { readonly plan: Plan };

const isJudged = (statement: Statement): statement is Judged => 'missing' in statement.plan;

function reasonOf(statements: readonly Statement[]): string {
  const reasons = statements.flatMap(({ plan }) => ('unknown' in plan ? [plan.unknown] : []));
  return [...new Set(reasons)].slice(0, 2).join('; ');
}

function evidenceOf({ sql, operation, executions }: Statement, missing: MissingIndex, rows: number): Evidence {
  const { before, after } = missing;
  const times = Math.round(before.cost / Math.max(after.cost, 0.01));
  return {
    kind: 'query-plan',
    sql,
    gain: `${missing.on.join(' and ')}: cost ${times} times lower, blocks ${before.blocks} to ${after.blocks}, rows touched ${before.rows} to ${after.rows}, ${operation}`,
    suggestion: missing.definitions.join('\n'),
    note: `Sent ${executions} times by ${operation}. Measured in a copy of the schema with ${rows} rows in each table, without the index and with it.`,
  };
}
