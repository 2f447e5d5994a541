import { z } from 'zod';
import type { Exchange } from '../api/exchange.ts';
import type { Provenance, Scorecard } from './scorecard.ts';

// Names that will grow are loose: a reader keeps what it does not know. Verdicts, outcomes and sums are strict.

const fault = z.enum(['submission', 'grader']);
const source = z.strictObject({ roadmap: z.string(), section: z.string() });
const points = z.number().min(0);
const percent = z.number().int().min(0).max(100).nullable();
const strings = z.record(z.string(), z.string());
const note = z.exactOptional(z.string());

const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), exchanges: z.tuple([z.string()], z.string()), note, reproduce: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('source'),
    path: z.string(),
    line: z.number().int().min(0),
    snippet: z.string(),
    commit: z.exactOptional(z.string()),
    note,
  }),
  z.strictObject({ kind: z.literal('log'), from: z.string(), lines: z.array(z.string()), note }),
  z.strictObject({ kind: z.literal('stored-value'), table: z.string(), column: z.string(), value: z.string(), note }),
  z.strictObject({ kind: z.literal('query-plan'), sql: z.string(), gain: z.string(), suggestion: z.string(), note }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number()]))),
    note,
  }),
]);

const exchange = z.strictObject({
  id: z.string(),
  stack: z.string(),
  identity: z.enum(['anonymous', 'A', 'B', 'C']),
  request: z.strictObject({
    method: z.string(),
    path: z.string(),
    headers: strings,
    body: z.string().nullable(),
    taken: z.array(z.strictObject({ value: z.string(), from: z.string(), pointer: z.string() })),
    shown: z.exactOptional(z.string()),
  }),
  response: z
    .strictObject({
      status: z.number().int(),
      headers: strings,
      body: z.string(),
      cut: z.exactOptional(z.string()),
      shown: z.exactOptional(z.string()),
    })
    .nullable(),
  failure: z.exactOptional(z.string()),
  durationMs: z.number(),
});

const check = z.strictObject({
  area: z.string(),
  verdict: z.enum(['pass', 'partial', 'fail', 'not-applicable', 'inconclusive', 'blocked', 'error']),
  share: z.exactOptional(z.number().min(0).max(1)),
  found: z.exactOptional(z.string()),
  reason: z.exactOptional(z.string()),
  fault: z.exactOptional(fault),
  by: z.exactOptional(z.string()),
  weight: points,
  earned: points,
  evidence: z.array(evidence),
  title: z.string(),
  failureTitle: z.string(),
  why: z.string(),
  fix: z.string(),
  references: z.strictObject({ cwe: z.exactOptional(z.number().int()), owaspApi: z.exactOptional(z.string()) }),
  stability: z.enum(['stable', 'experimental']),
});

const mistake = z.strictObject({
  outcome: z.enum(['avoided', 'made', 'undetermined', 'not-applicable', 'undecided']),
  title: z.string(),
  source: z.array(source),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  weight: points,
  earned: points,
  possible: points,
  checks: z.array(z.string()),
  capGrade: z.exactOptional(z.string()),
  why: z.exactOptional(z.string()),
  mended: z.exactOptional(z.strictObject({ score: percent, letter: z.string().nullable() })),
});

const milestone = z.strictObject({
  outcome: z.enum(['reached', 'missed', 'undetermined', 'not-applicable', 'undecided']),
  title: z.string(),
  source: z.array(source),
  checks: z.array(z.string()),
  why: z.exactOptional(z.string()),
});

const headline = z.strictObject({
  avoided: z.number().int().min(0),
  made: z.number().int().min(0),
  undetermined: z.number().int().min(0),
  notApplicable: z.number().int().min(0),
  undecided: z.number().int().min(0),
  score: percent,
  low: percent,
  high: percent,
  earned: points,
  possible: points,
  applicable: points,
  coverage: z.number().min(0).max(1),
  letter: z.string().nullable(),
  meaning: z.string().nullable(),
  uncapped: z.string().nullable(),
  cappedBy: z.string().nullable(),
  between: z.tuple([z.string(), z.string()]).nullable(),
  notGraded: z.string().nullable(),
});

const egressTries = z.array(z.object({ target: z.string(), outcome: z.string(), open: z.boolean() }));

const run = z.looseObject({
  tool: z.literal('roadworthy'),
  version: z.string(),
  schemaVersion: z.literal(1),
  id: z.string(),
  attempt: z.number().int(),
  startedAt: z.string(),
  finishedAt: z.string(),
  options: z.looseObject({ only: z.exactOptional(z.union([z.string(), z.array(z.string())]).nullable()) }),
  submission: z.looseObject({ name: z.string(), source: z.string(), commit: z.string(), subdir: z.exactOptional(z.string()) }),
  engine: z.looseObject({ version: z.exactOptional(z.string()) }).nullable(),
  images: z.array(z.object({ reference: z.string(), digest: z.string().nullable(), labels: strings })),
  plan: z
    .looseObject({
      kind: z.string(),
      from: z.string(),
      help: z.array(z.looseObject({ what: z.string(), documented: z.boolean() })),
      treatments: z.array(
        z.looseObject({ treatment: z.string(), key: z.string(), message: z.string(), service: z.exactOptional(z.string()) }),
      ),
    })
    .nullable(),
  limits: z.record(z.string(), z.number()),
  seed: z.union([z.string(), z.number()]),
  phases: z.array(z.object({ name: z.string(), ms: z.number(), startMs: z.exactOptional(z.number()) })),
  warnings: z.array(z.string()),
  isolation: z.string().nullable(),
  egress: z.looseObject({ closed: z.boolean(), inside: egressTries, control: egressTries }).nullable(),
  rubric: z.looseObject({
    id: z.string(),
    version: z.string(),
    hash: z.string(),
    title: z.string(),
    minCoverage: z.number().min(0).max(1),
    grades: z.array(z.object({ letter: z.string(), min: z.number(), meaning: z.string() })),
  }),
});

const facts = z.looseObject({
  startedFault: z.exactOptional(fault.nullable()),
  boot: z.exactOptional(
    z.looseObject({
      started: z.exactOptional(z.boolean()),
      reason: z.exactOptional(z.string().nullable()),
      failedStep: z.exactOptional(z.string()),
      lastLines: z.exactOptional(z.array(z.string())),
    }),
  ),
  api: z.exactOptional(
    z.looseObject({
      known: z.exactOptional(z.number()),
      confirmed: z.exactOptional(z.number()),
      reached: z.exactOptional(z.number()),
      never: z.exactOptional(z.array(z.object({ operation: z.string(), why: z.string() }))),
    }),
  ),
  operations: z.exactOptional(
    z.array(
      z.object({
        operation: z.string(),
        state: z.enum(['known', 'confirmed', 'reached']),
        sources: z.array(z.object({ kind: z.string(), at: z.exactOptional(z.string()) })),
        secured: z.exactOptional(z.boolean()),
        why: z.exactOptional(z.string()),
      }),
    ),
  ),
  login: z.exactOptional(z.string()),
});

/** scorecard.json, schema version 1. It compiles only as long as it agrees with the type. */
export const scorecardSchema: z.ZodType<Scorecard> = z.strictObject({
  schemaVersion: z.literal(1),
  run,
  headline,
  mistakes: z.record(z.string(), mistake),
  milestones: z.record(z.string(), milestone),
  checks: z.record(z.string(), check),
  facts,
  exchanges: z.record(z.string(), exchange),
});

/** JSON Schema of scorecard.json, for other tools: the text of `reports/scorecard.schema.generated.json`. */
export function scorecardJsonSchema(): string {
  return `${JSON.stringify({ title: 'roadworthy scorecard', ...z.toJSONSchema(scorecardSchema) }, null, 2)}\n`;
}

export const exchangeSchema: z.ZodType<Exchange> = exchange;
/** run.json: as `run` of the scorecard, without the rubric. */
export const provenanceSchema: z.ZodType<Provenance> = run.omit({ rubric: true });
