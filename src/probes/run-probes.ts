import { toError } from '../errors.ts';
import type { ArtifactName, Missing, Recorded } from './artifacts.ts';
import type { AnyProbe, Effect, Live } from './probe.ts';
import { within } from '../deadline.ts';

export type ProbeOutcome = Recorded<unknown> | { readonly threw: string };

const ORDER: readonly Effect[] = ['none', 'read', 'write', 'load', 'disruptive'];
const PROBE_MS = 180_000;

/** Probes in the order of their effect, and by name where that is equal: the same order in every run. */
export function inOrder(probes: Iterable<AnyProbe>): AnyProbe[] {
  return [...probes].sort(
    (one, other) => ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect) || one.id.localeCompare(other.id),
  );
}

/** Runs one probe with the artifacts that it needs. A throw is recorded as ours; an app that died meanwhile is said by name. */
export async function runProbe(
  probe: AnyProbe,
  live: Live,
  artifacts: Readonly<Partial<Record<ArtifactName, Recorded<unknown>>>>,
): Promise<ProbeOutcome> {
  const given: Partial<Record<ArtifactName, unknown>> = {};
  for (const name of probe.needs) {
    const recorded = artifacts[name];
    if (recorded === undefined) return { missing: { reason: `Nothing was recorded of ${name}.`, fault: 'grader', by: name } };
    if (!('value' in recorded)) return recorded;
    given[name] = recorded.value;
  }
  const before = await live.alive();
  if (!before.running) return { missing: crashed(before.lastLines) };
  try {
    const asked: { run(people: Live, facts: object): Promise<unknown> } = probe;
    return { value: await within(PROBE_MS, `The probe ${probe.id}`, asked.run(live, given)) };
  } catch (error) {
    const after = await live.alive();
    return after.running ? { threw: toError(error).message } : { missing: crashed(after.lastLines) };
  }
}

function crashed(lastLines: readonly string[]): Missing {
  const last = lastLines.at(-1);
  return { reason: `The app had ended by then${last ? `: ${last}` : ''}.`, fault: 'submission', by: 'app-crashed' };
}
