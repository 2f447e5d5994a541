import { RoadworthyError, toError } from '../errors.ts';
import type { ArtifactName, Missing, Recorded } from './artifacts.ts';
import type { AnyProbe, Effect, Live } from './probe.ts';
import { within } from '../deadline.ts';

export type ProbeOutcome = Recorded<unknown> | { readonly threw: string };

const ORDER: readonly Effect[] = ['none', 'read', 'write', 'bulk', 'faulty', 'load', 'disruptive'];
const PROBE_MS = 180_000;

/** Probes in the order of their effect, and by name where that is equal: the same order in every run. */
export function inOrder(probes: Iterable<AnyProbe>): AnyProbe[] {
  return [...probes].sort(
    (one, other) => ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect) || one.id.localeCompare(other.id),
  );
}

/** Why a probe cannot be run, when an artifact that it needs is not there. */
export function unmetNeed(
  probe: AnyProbe,
  artifacts: Readonly<Partial<Record<ArtifactName, Recorded<unknown>>>>,
): Exclude<Recorded<unknown>, { value: unknown }> | undefined {
  for (const name of probe.needs) {
    const recorded = artifacts[name];
    if (recorded === undefined) return { missing: { reason: `Nothing was recorded of ${name}.`, fault: 'grader', by: name } };
    if (!('value' in recorded)) return recorded;
  }
  return undefined;
}

/** Runs one probe with the artifacts that it needs. A throw is recorded as ours; an app that died meanwhile is said by name. */
export async function runProbe(
  probe: AnyProbe,
  live: Live,
  artifacts: Readonly<Partial<Record<ArtifactName, Recorded<unknown>>>>,
): Promise<ProbeOutcome> {
  const given: Partial<Record<ArtifactName, unknown>> = {};
  const unmet = unmetNeed(probe, artifacts);
  if (unmet) return unmet;
  for (const name of probe.needs) {
    const recorded = artifacts[name];
    if (recorded && 'value' in recorded) given[name] = recorded.value;
  }
  const before = await live.alive();
  if (!before.running) return { missing: crashed(before.lastLines) };
  let isOver = false;
  // what is given up goes on no longer: its next request is not sent
  const stillAsked = () => (isOver ? Promise.reject(new Error(`the probe ${probe.id} was given up`)) : undefined);
  const heard: Live = {
    ...live,
    send: (identity, spec) => stillAsked() ?? live.send(identity, spec),
    sendWith: (identity, credential, spec) => stillAsked() ?? live.sendWith(identity, credential, spec),
  };
  try {
    const asked: { run(people: Live, facts: object): Promise<unknown> } = probe;
    return { value: await within(PROBE_MS, `The probe ${probe.id}`, asked.run(heard, given)) };
  } catch (error) {
    const after = await live.alive();
    if (!after.running) return { missing: crashed(after.lastLines) };
    // an app that answers slowly is no fault of ours
    if (error instanceof RoadworthyError && error.code === 'timeout')
      return { missing: { reason: `The app answered too slowly: ${error.message}`, fault: 'nobody', by: 'slow' } };
    return { threw: toError(error).message };
  } finally {
    isOver = true;
  }
}

/** Why the app ended: the last line in which something is called an error, which no frame of a stack and no version of a runtime is. */
export function crashed(lastLines: readonly string[]): Missing {
  const said = lastLines.filter((line) => !/^\s*(?:at |File "|node:internal|Node\.js v\d|[\^~]+\s*$)|^[\s{}()[\]]*$/.test(line));
  const last =
    said.findLast((line) => /\b\w*(?:error|exception)\b\s*(?:\[\w+\])?:|\b(?:panic|fatal)\b/i.test(line)) ?? said.at(-1);
  return { reason: `The app had ended by then${last ? `: ${last}` : ''}.`, fault: 'submission', by: 'app-crashed' };
}
