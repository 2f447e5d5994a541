import { cut } from '../../text.ts';
import { attribute, type AttributedStatement, type TimedRequest } from '../attribute.ts';
import type { ConnectOptions } from '../database.ts';
import type { CapturedQueries } from '../queries.ts';
import { isOrdinaryValue } from '../ordinary-value.ts';
import { clockOf, readCapturedStatements } from './capture.ts';
import type { PostgresSession } from './session.ts';
import type { RunInDatabase } from './shadow/clone.ts';
import { measureInShadow, ROWS_PER_TABLE, type StatementPlan } from './shadow/shadow.ts';

/** Statements of more shapes than any portfolio project sends. */
const MAX_STATEMENTS = 80;
const MAX_SHOWN = 4_000;
const MAX_VALUE = 60;
const SAMPLE = 7;

/** What the server and its drivers ask of themselves. */
const HOUSEKEEPING = /\bpg_catalog\b|\binformation_schema\b|\bpg_(?:class|type|namespace|attribute|settings|database)\b/i;
const PLANNED = /^(?:select|with|update|delete)\b/;
/** Running it twice would do more than read: locks, signals, sleep, other servers. */
const TOUCHES_SERVER = /\b(?:pg_\w+|dblink\w*|lo_\w+|set_config|nextval|setval)\s*\(/;

export interface QueryOptions {
  readonly connect: ConnectOptions;
  readonly requests: readonly TimedRequest[];
  readonly run: RunInDatabase;
  /** Replaces secrets by what they are. */
  readonly redact: (text: string) => string;
}

/** The statements that requests made the application send, with their plans; or in one sentence why they are not known. */
export async function readQueries(
  session: PostgresSession,
  { connect, requests, run, redact }: QueryOptions,
): Promise<CapturedQueries | { unseen: string }> {
  const captured = await readCapturedStatements(session);
  if (!captured) return { unseen: 'The database server wrote no log of its statements.' };
  if (captured.isCut) return { unseen: 'The application sends more statements than are read.' };
  const { attributed, unattributed } = attribute(captured.statements, requests, await clockOf(session));
  const own = attributed.filter((one) => isOfTables(one)).slice(0, MAX_STATEMENTS);
  const inserted = own.flatMap(
    ({ fingerprint }) => /^insert into (?:"?([^".\s]+)"?\.)?"?([^".\s(]+)"?/.exec(fingerprint)?.slice(1, 3) ?? [],
  );
  const statements = own.map((one) => ({
    one,
    sql: one.executions[0]?.sql ?? '',
    parameters: one.executions[0]?.parameters ?? [],
  }));
  const planned = statements.filter(({ one }) => isPlanned(one));
  const plans = await measureInShadow({
    connect,
    run,
    statements: planned,
    isInsertedInto: (_schema, relation) => inserted.includes(relation.toLowerCase()),
  });
  const planOf = new Map<AttributedStatement, StatementPlan>(
    planned.map(({ one }, index) => [one, redacted(plans[index] ?? { unknown: 'it was not reached' }, redact)]),
  );
  return {
    engine: 'postgresql',
    rowsPerTable: ROWS_PER_TABLE,
    statements: statements
      .map(({ one, sql, parameters }) => ({
        sql: withoutLongTexts(redact(sql)).slice(0, MAX_SHOWN),
        parameters: parameters.map((value) => (value === null ? null : shown(redact(value)))),
        operation: one.operation,
        executions: one.executions.length,
        plan: planOf.get(one) ?? { unknown: 'no index speeds it up' },
      }))
      .sort((a, b) => a.operation.localeCompare(b.operation) || (a.sql < b.sql ? -1 : 1)),
    unattributed,
  };
}

function isOfTables({ fingerprint }: AttributedStatement): boolean {
  return (
    /^(?:select|with|insert|update|delete|merge)\b/.test(fingerprint) &&
    / (?:from|into|update) /.test(` ${fingerprint} `) &&
    !HOUSEKEEPING.test(fingerprint)
  );
}

function isPlanned({ fingerprint }: AttributedStatement): boolean {
  return PLANNED.test(fingerprint) && !TOUCHES_SERVER.test(fingerprint) && !/\binsert into\b/.test(fingerprint);
}

/** Hashes and tokens are not ours to show: of what is no word, number, date, address or id, only the beginning stays. */
function shown(value: string): string {
  const isOrdinary = isOrdinaryValue(value) || /^\{\{.*\}\}$/.test(value) || /\s/.test(value.trim());
  return cut(value, isOrdinary ? MAX_VALUE : SAMPLE + 1);
}

function withoutLongTexts(sql: string): string {
  return sql.replaceAll(/'((?:[^']|'')*)'/g, (_whole, text: string) => `'${shown(text)}'`);
}

/** Why something failed is said by the server, which quotes what it was given. */
function redacted(plan: StatementPlan, redact: (text: string) => string): StatementPlan {
  return 'unknown' in plan ? { unknown: redact(plan.unknown) } : plan;
}
