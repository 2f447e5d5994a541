import { toError } from '../errors.ts';
import type { ArtifactName, Artifacts, Missing, Recorded } from '../probes/artifacts.ts';
import type { ProbeOutcome } from '../probes/run-probes.ts';
import type { LoadedCheck } from './catalogue.ts';
import { camelCase, type AnyCheck } from './check.ts';
import type { JudgedCheck } from './scorecard.ts';
import type { Verdict } from './verdict.ts';

/** Everything that was recorded of one submission: what judging reads, with or without a live stack. */
export interface Records {
  readonly artifacts: { readonly [Name in ArtifactName]?: Recorded<Artifacts[Name]> };
  readonly probes: Readonly<Record<string, ProbeOutcome>>;
}

/**
 * Judges every check on what was recorded. Nothing is asked here: the same records give the same verdicts. A missing record
 * blocks the check, with whose fault that is; a throw is our own error; neither is ever a fail.
 */
export function judgeAll(checks: readonly LoadedCheck[], records: Records): JudgedCheck[] {
  return checks.map(({ check, area }) => ({ metadata: check, area, verdict: judgeOne(check, records) }));
}

function judgeOne(check: AnyCheck, records: Records): Verdict {
  const inputs: Record<string, unknown> = {};
  for (const need of check.needs) {
    const [name, outcome] =
      typeof need === 'string' ? [need, records.artifacts[need]] : [camelCase(need.id), records.probes[need.id]];
    if (outcome === undefined) return blocked({ reason: `Nothing was recorded of ${name}.`, fault: 'grader', by: name });
    if ('threw' in outcome) return { verdict: 'error', reason: `The probe ${name} failed: ${outcome.threw}` };
    if ('missing' in outcome) return blocked(outcome.missing);
    if ('absent' in outcome) return { verdict: 'not-applicable', reason: outcome.absent };
    inputs[name] = outcome.value;
  }
  for (const name of check.prefers ?? []) {
    const recorded = records.artifacts[name];
    if (recorded !== undefined && 'value' in recorded) inputs[name] = recorded.value;
  }
  try {
    return judgeWith(check, inputs);
  } catch (error) {
    return { verdict: 'error', reason: `The check itself failed: ${toError(error).message}` };
  }
}

function blocked({ reason, fault, by }: Missing): Verdict {
  return fault === 'nobody' ? { verdict: 'inconclusive', reason } : { verdict: 'blocked', reason, fault, by };
}

/** `judge` takes exactly what its check declares; that the records under these names have these types is what recording guarantees. */
function judgeWith(check: AnyCheck, inputs: Record<string, unknown>): Verdict {
  const asked: { judge(given: object): Verdict } = check;
  return asked.judge(inputs);
}
