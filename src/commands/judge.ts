import { z } from 'zod';
import { judgeAll, type Records } from '../grading/findings.ts';
import { camelCase } from '../grading/check.ts';
import { readRunFolder } from '../grading/run-folder.ts';
import { buildScorecard } from '../grading/scorecard.ts';
import { provenanceSchema, exchangeSchema } from '../grading/scorecard-schema.ts';
import { exitCode, parseThreshold } from './fail-under.ts';
import { loadChecks } from './load-checks.ts';
import { findRubric } from './load-rubric.ts';
import { renderConsole } from '../../reports/console.ts';

const missing = z.object({ reason: z.string(), fault: z.enum(['submission', 'grader', 'nobody']), by: z.string() });
/** As the ledger wrote them. */
const outcome = z.union([
  z.object({ missing }),
  z.object({ absent: z.string() }),
  z.object({ threw: z.string() }),
  z.object({ value: z.unknown() }),
]);
