import type { ArtifactName } from '../probes/artifacts.ts';
import { listPages } from '../probes/list-pages.ts';
import type { AnyProbe } from '../probes/probe.ts';
import { recordLifecycle } from '../probes/record-lifecycle.ts';
import type { AnyCheck, Need } from './check.ts';

/** Probes whose requests an artifact is made of: needing it runs them, so that it is the same whatever else was asked for. */
export const PROBES_BEHIND: Readonly<Partial<Record<ArtifactName, readonly AnyProbe[]>>> = {
  queries: [recordLifecycle, listPages],
};

/** The probes that these checks judge, and those behind the artifacts that they judge, each once. */
export function probesOf(checks: readonly AnyCheck[]): AnyProbe[] {
  const needed = checks.flatMap((check) =>
    check.needs.flatMap((need: Need): readonly AnyProbe[] => (typeof need === 'string' ? (PROBES_BEHIND[need] ?? []) : [need])),
  );
  return [...new Map(needed.map((probe) => [probe.id, probe])).values()];
}

/** The artifacts that these checks and their probes ask for. */
export function artifactsOf(checks: readonly AnyCheck[]): Set<ArtifactName> {
  const named = checks.flatMap((check) =>
    check.needs.flatMap((need: Need): readonly ArtifactName[] => (typeof need === 'string' ? [need] : [])),
  );
  return new Set([...named, ...probesOf(checks).flatMap((probe) => probe.needs)]);
}
