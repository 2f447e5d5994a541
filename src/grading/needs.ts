import type { ArtifactName } from '../probes/artifacts.ts';
import type { AnyProbe } from '../probes/probe.ts';
import type { AnyCheck, Need } from './check.ts';

/** The probes that these checks judge, each once. */
export function probesOf(checks: readonly AnyCheck[]): AnyProbe[] {
  const probes = new Map<string, AnyProbe>();
  for (const check of checks) for (const need of check.needs) if (typeof need !== 'string') probes.set(need.id, need);
  return [...probes.values()];
}

/** The artifacts that these checks and their probes ask for. */
export function artifactsOf(checks: readonly AnyCheck[]): Set<ArtifactName> {
  const names = checks.flatMap((check) =>
    check.needs.flatMap((need: Need): readonly ArtifactName[] => (typeof need === 'string' ? [need] : need.needs)),
  );
  return new Set(names);
}
